/// Where the fields of some records are in their block.
@safe final class RecordBatch {
    let fieldCount: Int
    /// Room of a record in `ends`: its fields, and one for a field too many.
    let stride: Int
    /// Where each field ends; the first begins at `starts`, the others one byte behind the one before.
    let ends: UnsafeMutablePointer<UInt32>
    let starts: UnsafeMutablePointer<UInt32>
    /// Where each record ends, its line end included.
    private let recordEnds: UnsafeMutablePointer<UInt32>
    let lines: UnsafeMutablePointer<Int64>
    /// Numbers of `LineEnd`.
    let lineEnds: UnsafeMutablePointer<UInt16>
    var count = 0

    init(fieldCount: Int) {
        self.fieldCount = fieldCount
        stride = fieldCount + 2
        let rows = UsageWorker.batchRows
        unsafe ends = .allocate(capacity: stride * (rows + 1))
        unsafe starts = .allocate(capacity: rows)
        unsafe recordEnds = .allocate(capacity: rows)
        unsafe lines = .allocate(capacity: rows)
        unsafe lineEnds = .allocate(capacity: rows)
    }

    deinit {
        unsafe ends.deallocate()
        unsafe starts.deallocate()
        unsafe recordEnds.deallocate()
        unsafe lines.deallocate()
        unsafe lineEnds.deallocate()
    }

    /// Takes the record whose field ends are in place as the given row; `end` is its newline. `count` stays.
    @inline(__always)
    func take(
        _ row: Int, start: Int, end: Int, line: Int, base: UnsafeMutablePointer<UInt8>, isEndAdded: Bool
    ) {
        unsafe starts[row] = UInt32(truncatingIfNeeded: start)
        unsafe recordEnds[row] = UInt32(truncatingIfNeeded: isEndAdded ? end : end &+ 1)
        unsafe lines[row] = Int64(line)
        // At least two fields, as the header has all that are needed.
        let lastEnd = unsafe ends + (row &* stride &+ fieldCount &- 1)
        let lastStart = unsafe Int(lastEnd[-1]) &+ 1
        var lineEnd = LineEnd.newline
        if isEndAdded {
            lineEnd = LineEnd.none
        } else if unsafe end > lastStart && base[end &- 1] == UInt8(ascii: "\r") {
            unsafe lastEnd[0] = UInt32(truncatingIfNeeded: end &- 1)
            lineEnd = LineEnd.carriageReturn
        }
        unsafe lineEnds[row] = lineEnd
    }

    /// The bytes of a record, its line end included.
    func record(_ row: Int) -> Range<Int> { unsafe Int(starts[row])..<Int(recordEnds[row]) }
}

/// What ends a record, as entries of the column `lineEnd`.
enum LineEnd {
    static let newline: UInt16 = 0
    static let carriageReturn: UInt16 = 1
    static let none: UInt16 = 2
    static let texts: [[UInt8]] = [[0x0A], [0x0D, 0x0A], []]
}
