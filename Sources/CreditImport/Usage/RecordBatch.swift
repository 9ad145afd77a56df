/// Where the fields of some records are in their block: whole records with the right number of fields, one behind the
/// other.
@safe final class RecordBatch {
    let fieldCount: Int
    /// Where each field ends, record after record. The first field of a record begins at `starts`, the others one byte
    /// behind the one before. Belongs to whoever finds the fields.
    private(set) var ends: UnsafeMutablePointer<UInt32>
    let starts: UnsafeMutablePointer<UInt32>
    /// Where each record ends, its line end included.
    private let recordEnds: UnsafeMutablePointer<UInt32>
    let lines: UnsafeMutablePointer<Int64>
    /// Numbers of `LineEnd`.
    let lineEnds: UnsafeMutablePointer<UInt16>
    private(set) var count = 0

    var isFull: Bool { count == UsageWorker.batchRows }

    init(fieldCount: Int) {
        self.fieldCount = fieldCount
        let rows = UsageWorker.batchRows
        unsafe starts = .allocate(capacity: rows)
        unsafe ends = starts
        unsafe recordEnds = .allocate(capacity: rows)
        unsafe lines = .allocate(capacity: rows)
        unsafe lineEnds = .allocate(capacity: rows)
    }

    deinit {
        unsafe starts.deallocate()
        unsafe recordEnds.deallocate()
        unsafe lines.deallocate()
        unsafe lineEnds.deallocate()
    }

    func removeAll() { count = 0 }

    /// Takes the record whose fields end at `ends`, behind those of the record before; `end` is its newline.
    @inline(__always)
    func append(
        ends: UnsafeMutablePointer<UInt32>, start: Int, end: Int, line: Int, base: UnsafeMutablePointer<UInt8>,
        isEndAdded: Bool
    ) {
        if count == 0 { unsafe self.ends = ends }
        unsafe starts[count] = UInt32(truncatingIfNeeded: start)
        unsafe recordEnds[count] = UInt32(truncatingIfNeeded: isEndAdded ? end : end &+ 1)
        unsafe lines[count] = Int64(line)
        // At least two fields, as the header has all that are needed.
        let lastEnd = unsafe ends + (fieldCount &- 1)
        let lastStart = unsafe Int(lastEnd[-1]) &+ 1
        var lineEnd = LineEnd.newline
        if isEndAdded {
            lineEnd = LineEnd.none
        } else if unsafe end > lastStart && base[end &- 1] == UInt8(ascii: "\r") {
            unsafe lastEnd[0] = UInt32(truncatingIfNeeded: end &- 1)
            lineEnd = LineEnd.carriageReturn
        }
        unsafe lineEnds[count] = lineEnd
        count &+= 1
    }

    /// The bytes of a record, its line end included.
    func record(_ row: Int) -> Range<Int> { unsafe Int(starts[row])..<Int(recordEnds[row]) }

    @inline(__always)
    func start(_ row: Int, _ column: Int) -> Int {
        unsafe column == 0 ? Int(starts[row]) : Int(ends[row &* fieldCount &+ column &- 1]) &+ 1
    }

    /// A field.
    @inline(__always)
    func field(_ row: Int, _ column: Int, _ base: UnsafePointer<UInt8>) -> (UnsafePointer<UInt8>, Int) {
        unsafe fields(row, column, column, base)
    }

    /// The text of neighbouring fields, the commas between them included.
    @inline(__always)
    func fields(
        _ row: Int, _ first: Int, _ last: Int, _ base: UnsafePointer<UInt8>
    ) -> (UnsafePointer<UInt8>, Int) {
        let start = start(row, first)
        return unsafe (base + start, Int(ends[row &* fieldCount &+ last]) &- start)
    }
}

/// What ends a record, as entries of the column `lineEnd`.
enum LineEnd {
    static let newline: UInt16 = 0
    static let carriageReturn: UInt16 = 1
    static let none: UInt16 = 2
    static let texts: [[UInt8]] = [[0x0A], [0x0D, 0x0A], []]
}
