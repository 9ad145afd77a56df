internal import CByteScan
internal import Credit
internal import Store

/// Turns blocks of records into line groups: scans, looks up each field in its column's dictionary, checks what is new,
/// and encodes when enough lines are gathered.
///
/// Fields are taken 128 lines at a time, column by column, so that one dictionary is in the cache and the misses of its
/// look-ups overlap. Columns that follow another one (the subscription's or the meter's) guess their value from its last
/// line; which do is learnt from the first lines.
@safe final class UsageWorker {
    struct Limits: Sendable {
        /// Lines of a group.
        var rows = 98_304
        /// Bytes of all dictionaries of a group.
        var textBytes = 6 << 20
        /// Distinct texts of a column.
        var entries = unsafe Interner.entryLimit
        /// Bytes of a rejected row that are kept: all, so that an export gives it back.
        var rejectedBytes = 4 << 20
        /// Bytes of the file that a worker takes at once.
        var blockBytes = 1 << 20
        /// A record may have this many bytes; more is a quote that never ends, or no CSV.
        var recordBytes = 4 << 20
    }

    static let batchRows = 128
    private static let problemBytes = 1 << 20
    /// Blank lines of a worker; more are rejected rows, so that memory has a bound.
    private static let blankLimit = 10_000

    let index: Int
    let importID: Int64
    let header: UsageHeader
    let limits: Limits
    let pipe: UsagePipe
    let seen: UsageSeen
    let columns: UsageColumns
    /// Where the columns are that name things.
    let namingPositions: [UsageColumn: Int]

    // What is gathered.
    var rowCount = 0
    var isRejected: [Bool]
    var rejectedRows = 0
    var problems: [RowProblem] = []
    var problemSize = 0
    var rejectedCount = 0
    var blankLines: [UsageFileFormat.BlankLine] = []
    var lastBlock = 0
    private var sequence = 0
    private var blankCount = 0

    // What is kept from group to group.
    let packer = ColumnPacker()
    lazy var encoder = ColumnEncoder(packer: packer)
    var totalRows = 0

    init(
        index: Int, importID: Int64, header: UsageHeader, limits: Limits, pipe: UsagePipe, seen: UsageSeen
    ) {
        self.seen = seen
        var positions: [UsageColumn: Int] = [:]
        for (position, id) in header.columns.enumerated() {
            if let column = UsageColumn(id), column.form == .text { positions[column] = position }
        }
        namingPositions = positions
        self.index = index
        self.importID = importID
        self.header = header
        self.limits = limits
        self.pipe = pipe
        columns = UsageColumns(header, rowCapacity: limits.rows)
        isRejected = Array(repeating: false, count: limits.rows)
    }

    /// Works until the input ends or the import is given up.
    func run() {
        let batch = RecordBatch(fieldCount: header.columns.count)
        while let block = pipe.pop(worker: index) {
            lastBlock = block.number
            scan(block, batch)
            pipe.release(block, worker: index)
        }
        lastBlock = .max
        post(isLast: true)
        pipe.endWorker(index)
    }

    /// Finds the fields of each record. A record begins outside quotes, and so does a block.
    private func scan(_ block: RecordBlock, _ batch: RecordBatch) {
        let base = unsafe block.base
        let count = block.count
        let fieldCount = batch.fieldCount
        let stride = batch.stride
        let isEndAdded = block.isEndAdded
        var ends = unsafe batch.ends
        var start = 0
        var fields = 0
        var carry: UInt64 = 0
        var line = block.firstLine
        /// Newlines within quotes since the record began.
        var inner = 0
        var at = 0
        var row = 0
        while at < count {
            var quotes: UInt64 = 0
            var commas: UInt64 = 0
            var breaks: UInt64 = 0
            unsafe byte_scan_csv_masks(base + at, &quotes, &commas, &breaks)
            let inside = QuoteParity.inside(quotes) ^ carry
            carry = UInt64(bitPattern: Int64(bitPattern: inside) &>> 63)
            var marks = (commas | breaks) & ~inside
            var innerBreaks = breaks & inside
            while marks != 0 {
                let bit = marks.trailingZeroBitCount
                marks &= marks &- 1
                let place = at &+ bit
                if place >= count { break }
                unsafe ends[fields] = UInt32(truncatingIfNeeded: place)
                if fields <= fieldCount { fields &+= 1 }
                if breaks &>> UInt64(truncatingIfNeeded: bit) & 1 == 0 { continue }
                if innerBreaks != 0 {
                    let before: UInt64 = (1 &<< UInt64(truncatingIfNeeded: bit)) &- 1
                    inner &+= (innerBreaks & before).nonzeroBitCount
                    innerBreaks &= ~before
                }
                let isAdded = isEndAdded && place == count &- 1
                if fields == fieldCount {
                    unsafe batch.take(row, start: start, end: place, line: line, base: base, isEndAdded: isAdded)
                    unsafe ends += stride
                    row &+= 1
                    if row == Self.batchRows {
                        batch.count = row
                        row = 0
                        unsafe take(batch, base: UnsafePointer(base))
                        unsafe ends = batch.ends
                    }
                } else {
                    unsafe refuse(base: base, start: start, end: place, line: line, isEndAdded: isAdded)
                }
                line &+= 1 &+ inner
                inner = 0
                start = place &+ 1
                fields = 0
            }
            inner &+= innerBreaks.nonzeroBitCount
            at &+= 64
        }
        if row > 0 {
            batch.count = row
            unsafe take(batch, base: UnsafePointer(base))
        }
    }

    /// A record with another number of fields than the header. Rare, and kept out of the loop above: its accesses to the
    /// worker's state would be checked there for every 64 bytes.
    @inline(never)
    private func refuse(base: UnsafeMutablePointer<UInt8>, start: Int, end: Int, line: Int, isEndAdded: Bool) {
        let text = unsafe [UInt8](UnsafeBufferPointer(start: base + start, count: end - start + (isEndAdded ? 0 : 1)))
        if text.allSatisfy({ $0 == 0x0A || $0 == 0x0D }), blankCount < Self.blankLimit {
            blankCount += 1
            blankLines.append(UsageFileFormat.BlankLine(line: line, bytes: text))
            return
        }
        let count = UsageHeader.fields(text[...]).count
        rejectedCount += 1
        reject(
            line: line, column: nil, message: "has \(count) columns where the header has \(header.columns.count)",
            text: text)
    }

    func reject(line: Int, column: String?, message: String, text: [UInt8]) {
        let kept = text.count > limits.rejectedBytes ? Array(text.prefix(limits.rejectedBytes)) : text
        problems.append(RowProblem(line: line, column: column, message: message, text: kept))
        problemSize += kept.count + 200
        if problemSize > Self.problemBytes { post(isLast: false) }
    }

    /// Takes a batch of records of the right number of fields.
    @inline(never)
    private func take(_ batch: RecordBatch, base: UnsafePointer<UInt8>) {
        unsafe columns.append(batch, base: base, at: rowCount)
        if let bad = columns.takeProblems() { unsafe rejectRows(bad, batch, base: base) }
        rowCount += batch.count
        totalRows += batch.count
        batch.count = 0
        if rowCount > limits.rows - Self.batchRows || columns.textBytes > limits.textBytes
            || columns.mostEntries > limits.entries - Self.batchRows
        {
            flush()
        }
    }

    private func rejectRows(_ bad: BadEntries, _ batch: RecordBatch, base: UnsafePointer<UInt8>) {
        for row in 0..<batch.count {
            let found = columns.problems(row: rowCount + row, bad)
            if found.isEmpty { continue }
            isRejected[rowCount + row] = true
            rejectedRows += 1
            rejectedCount += 1
            let record = batch.record(row)
            for (number, problem) in found.enumerated() {
                let text =
                    number == 0
                    ? unsafe [UInt8](
                        UnsafeBufferPointer(
                            rebasing: UnsafeBufferPointer(start: base, count: record.upperBound)[record])) : []
                reject(
                    line: Int(unsafe batch.lines[row]), column: header.names[problem.column], message: problem.message,
                    text: text)
            }
        }
    }

    /// Encodes what is gathered and hands it on.
    func flush() {
        if rowCount == 0 { return }
        let groups = encode()
        var output = output()
        output.groups = groups
        output.rows = rowCount - rejectedRows
        if rejectedRows > 0 { isRejected = Array(repeating: false, count: limits.rows) }
        rejectedRows = 0
        rowCount = 0
        columns.removeAll()
        pipe.post(output)
    }

    private func post(isLast: Bool) {
        if isLast { flush() }
        if !problems.isEmpty || !blankLines.isEmpty { pipe.post(output()) }
    }

    private func output() -> UsageOutput {
        sequence += 1
        var output = UsageOutput(
            worker: index, position: UsageOutput.Position(block: lastBlock, worker: index, sequence: sequence))
        output.problems = problems
        output.blankLines = blankLines
        output.rejected = rejectedCount
        problems = []
        blankLines = []
        problemSize = 0
        rejectedCount = 0
        return output
    }
}
