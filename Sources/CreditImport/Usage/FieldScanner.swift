internal import CByteScan
internal import Glibc

/// Finds the fields of a block's records and gives the records in batches; a record with another number of fields than
/// the header is given by itself.
@safe final class FieldScanner {
    /// A record with a wrong number of fields.
    struct OddRecord {
        /// With its line end.
        let bytes: Range<Int>
        let line: Int
    }

    private static let placeCapacity = 32 << 10
    private static let recordCapacity = 4 * UsageWorker.batchRows + 64

    private let fieldCount: Int
    private let places: UnsafeMutablePointer<UInt32>
    private let recordEnds: UnsafeMutablePointer<UInt32>
    private let placeCapacity: Int
    private var state = byte_scan_fields()
    private var block: RecordBlock
    /// Where the scan goes on.
    private var position = 0
    /// The record that is next among those that were found.
    private var nextRecord = 0
    private var start = 0
    private var line = 1
    /// Newlines within quotes that were counted before the present records.
    private var innerNewlines: UInt64 = 0
    /// Whether records that were found may have newlines in their quotes.
    private var hasInnerNewlines = false

    /// Records of the right number of fields, after `next`; often empty before an odd record.
    let batch: RecordBatch
    /// Behind the batch.
    private(set) var odd: OddRecord?

    init(fieldCount: Int) {
        self.fieldCount = fieldCount
        // Room for a record that was found in part, whatever the header has.
        placeCapacity = Self.placeCapacity + fieldCount + 64
        unsafe places = .allocate(capacity: placeCapacity)
        unsafe recordEnds = .allocate(capacity: Self.recordCapacity)
        batch = RecordBatch(fieldCount: fieldCount)
        block = RecordBlock(capacity: 0)
    }

    deinit {
        unsafe places.deallocate()
        unsafe recordEnds.deallocate()
    }

    /// Begins a block.
    func begin(_ block: RecordBlock) {
        self.block = block
        state = byte_scan_fields()
        position = 0
        nextRecord = 0
        start = 0
        line = block.firstLine
        innerNewlines = 0
        hasInnerNewlines = false
    }

    /// Gives the next records in `batch` and `odd`; false at the block's end.
    func next() -> Bool {
        batch.removeAll()
        odd = nil
        while batch.count == 0 && odd == nil {
            if nextRecord == state.records && !findMore() { return false }
            take()
        }
        return true
    }

    /// Takes records that were found, until the batch is full, one of them is odd, or there are no more.
    private func take() {
        let base = unsafe block.base
        while nextRecord < state.records && !batch.isFull {
            let first = unsafe nextRecord == 0 ? 0 : Int(recordEnds[nextRecord &- 1])
            let last = unsafe Int(recordEnds[nextRecord])
            let end = unsafe Int(places[last &- 1])
            let isEndAdded = block.isEndAdded && end == block.count &- 1
            let ownLine = line
            line &+= 1
            if hasInnerNewlines {
                line &+= unsafe Self.newlines(base + start, end &- start)
            }
            nextRecord &+= 1
            if last &- first == fieldCount {
                unsafe batch.append(
                    ends: places + first, start: start, end: end, line: ownLine, base: base, isEndAdded: isEndAdded)
                start = end &+ 1
            } else {
                odd = OddRecord(bytes: start..<(isEndAdded ? end : end + 1), line: ownLine)
                start = end &+ 1
                return
            }
        }
    }

    private static func newlines(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> Int {
        var found = 0
        var from = 0
        while from < count, let place = unsafe memchr(bytes + from, 0x0A, count - from) {
            found += 1
            from = unsafe UnsafeRawPointer(place) - UnsafeRawPointer(bytes) + 1
        }
        return found
    }

    /// Looks for records further on; false where the block has no more.
    private func findMore() -> Bool {
        // The beginning of a record that was found in part moves to the front. Of one with too many fields, one too many
        // is kept.
        let taken = unsafe state.records == 0 ? 0 : Int(recordEnds[state.records &- 1])
        let rest = min(state.count &- taken, fieldCount &+ 1)
        for index in 0..<rest { unsafe places[index] = places[taken &+ index] }
        let isPartWithInner = hasInnerNewlines && start < position
        state.count = rest
        state.records = 0
        nextRecord = 0
        if position >= block.count { return false }
        position = unsafe byte_scan_find_fields(
            block.base, position, block.count, &state, places, placeCapacity, recordEnds, Self.recordCapacity)
        hasInnerNewlines = isPartWithInner || state.inner_newlines != innerNewlines
        innerNewlines = state.inner_newlines
        return true
    }
}

/// The instructions that CSV is scanned with.
enum ByteScan {
    /// For tests: 0 those that every processor has, 1 AVX2, 2 AVX-512, as far as this one goes. All find the same.
    static func use(level: Int) -> Int { Int(byte_scan_use(Int32(level))) }
}
