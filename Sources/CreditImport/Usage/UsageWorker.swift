internal import CByteScan
internal import Credit
internal import Store

/// Reads blocks of records and turns them into line groups: finds the fields, looks up the text of each span in its
/// dictionary, checks what is new, and encodes when enough lines are gathered.
@safe final class UsageWorker {
    struct Limits: Sendable {
        /// Lines of a group.
        var rows = 98_304
        /// Bytes of all dictionaries of a group.
        var textBytes = 13 << 20
        /// Distinct texts of a span.
        var entries = unsafe Interner.entryLimit - 1
        /// Bytes of a rejected row that are kept: all, so that an export gives it back.
        var rejectedBytes = 4 << 20
        /// Bytes of the file that a worker takes at once: they stay in its processor's cache.
        var blockBytes = 512 << 10
        /// A record may have this many bytes; more is a quote that never ends, or no CSV.
        var recordBytes = 4 << 20
        /// Lines from which a worker learns which columns go together; they are a group of their own.
        var trainingRows = LeaderTraining.rows
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
    private(set) var columns: UsageColumns
    /// nil once the plan is made.
    private var training: LeaderTraining?
    let namings: LineNamings

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
    /// Bytes of the texts when the group began, and when three quarters of its lines were there.
    private var firstBytes = 0
    private var lateBytes = 0

    // What is kept from group to group.
    let packer = ColumnPacker()
    let encoder: ColumnEncoder
    let spanRuns: SpanRuns
    var totalRows = 0

    init(
        index: Int, importID: Int64, header: UsageHeader, limits: Limits, pipe: UsagePipe, seen: UsageSeen
    ) {
        self.seen = seen
        self.index = index
        self.importID = importID
        self.header = header
        self.limits = limits
        self.pipe = pipe
        encoder = ColumnEncoder(packer: packer)
        spanRuns = SpanRuns(encoder)
        training = LeaderTraining(header)
        let learned = min(limits.trainingRows, LeaderTraining.rows) + Self.batchRows
        columns = UsageColumns(
            header, .single(header), rowCapacity: min(limits.rows, learned), isLearning: true)
        namings = LineNamings(header)
        isRejected = Array(repeating: false, count: limits.rows)
    }

    /// Works until the input ends or the import is given up.
    func run() {
        let fields = FieldScanner(fieldCount: header.columns.count)
        var block = RecordBlock(capacity: limits.blockBytes + 1)
        while pipe.read(block, worker: index) {
            lastBlock = block.number
            scan(block, fields)
            // A block that grew for one long record is let go.
            if block.capacity > 2 * limits.blockBytes { block = RecordBlock(capacity: limits.blockBytes + 1) }
        }
        lastBlock = .max
        post(isLast: true)
        pipe.endWorker(index)
    }

    /// Takes the records of a block. A record begins outside quotes, and so does a block.
    private func scan(_ block: RecordBlock, _ fields: FieldScanner) {
        fields.begin(block)
        while fields.next() {
            if fields.batch.count > 0 { unsafe take(fields.batch, base: UnsafePointer(block.base)) }
            if let odd = fields.odd {
                unsafe refuse(
                    base: block.base, start: odd.bytes.lowerBound, end: odd.bytes.upperBound, line: odd.line)
            }
        }
    }

    /// A record with another number of fields than the header.
    private func refuse(base: UnsafeMutablePointer<UInt8>, start: Int, end: Int, line: Int) {
        let text = unsafe [UInt8](UnsafeBufferPointer(start: base + start, count: end - start))
        if header.isTranslated {
            // What is no bad item is a blank line among the items.
            guard let item = BadUsageItem(record: text) else { return }
            rejectedCount += 1
            return reject(line: line, column: item.column, message: item.message, text: item.text)
        }
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
        training?.learn(columns, row: rowCount, count: batch.count, columns.slots)
        if columns.hasProblems { unsafe rejectRows(batch, base: base) }
        if rowCount < columns.rowCapacity / 4 * 3 { lateBytes = columns.textBytes }
        rowCount += batch.count
        totalRows += batch.count
        if rowCount > columns.rowCapacity - Self.batchRows || columns.textBytes > limits.textBytes
            || columns.mostEntries > limits.entries - Self.batchRows
        {
            flush()
        }
    }

    private func rejectRows(_ batch: RecordBatch, base: UnsafePointer<UInt8>) {
        for row in 0..<batch.count {
            let found = columns.problems(row: rowCount + row)
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
        beginGroup()
        rowCount = 0
        pipe.post(output)
    }

    /// Makes room for the next group.
    private func beginGroup() {
        if let training, totalRows >= limits.trainingRows {
            commitNamings()
            let plan = training.plan(columns, rowCount: rowCount)
            columns = UsageColumns(header, plan, rowCapacity: limits.rows, isLearning: false)
            self.training = nil
            return
        }
        training?.forgetLines()
        // Texts stay while those that another group adds will have room: as many as this one added, or, where it began
        // without texts, half as many as it would at the pace of its last quarter. Where these are more, the next group
        // is the smaller for it.
        let grown = firstBytes > 0 ? columns.textBytes - firstBytes : 2 * (columns.textBytes - lateBytes)
        defer { firstBytes = columns.textBytes }
        if columns.textBytes + grown > limits.textBytes || columns.mostEntries > limits.entries / 4 * 3 {
            commitNamings()
            columns.removeAll()
        }
    }

    private func post(isLast: Bool) {
        if isLast {
            flush()
            commitNamings()
        }
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
