import Credit
import CreditLedger
import Locking
import PluginHost
import Store

/// A line group that lacks columns of some rules.
struct GroupWork: Sendable {
    let header: LineGroupHeader
    let directory: LineDirectory
    /// The ledger's generation of its month, from which the columns are made.
    let generation: Int64
    /// Places in the pass's rules.
    let rules: [Int]
}

/// The columns that one rule derived from one group.
struct DerivedGroup: Sendable {
    let rule: Int
    let group: Int64
    let month: BillingMonth
    let generation: Int64
    let columns: [[UInt8]]
    let state: DerivedState
    let lines: Int
    let records: Int
    let failedRecords: Int
}

/// Lends one reader to threads, one at a time.
///
/// `@unchecked Sendable`: the lock sees to it that one thread uses the reader at a time, which is all that SQLite asks for
/// (Using SQLite In Multi-Threaded Applications).
final class SharedReader: @unchecked Sendable {
    private let lock = Lock(())
    private let reader: any LedgerReader

    init(_ reader: any LedgerReader) { self.reader = reader }

    func read<Result>(_ body: (any LedgerReader) throws -> Result) throws -> Result {
        try lock.withLock { _ in try body(reader) }
    }
}

/// Derives the columns of groups, one after the other. One for each thread.
struct GroupDeriver {
    private let rules: [TransformRule]
    private let reader: SharedReader
    private let inputs: GroupInputs
    private let encoder = ColumnEncoder()
    private var lines: [UInt32] = []

    init(_ rules: [TransformRule], _ reader: SharedReader, rounding: Dated<CreditPolicy.DailyRounding>) {
        self.rules = rules
        self.reader = reader
        inputs = GroupInputs(rounding: rounding)
    }

    /// Why a rule has no columns of a group for now.
    enum Obstacle: Sendable {
        /// The lines were not decided yet.
        case undecided
        /// The plugin cannot be asked at the moment.
        case paused(PluginProblem)
    }

    /// The columns of each rule, or why there are none now.
    mutating func derive(_ work: GroupWork) throws -> (found: [DerivedGroup], obstacles: [(rule: Int, Obstacle)]) {
        let wanted = Set(work.rules.flatMap { rules[$0].inputs })
        let header = work.header
        try inputs.open(rowCount: header.rowCount, columns: load(work, wanted), inputs: wanted)
        if lines.count != header.rowCount { lines = [UInt32](0..<UInt32(header.rowCount)) }
        var found: [DerivedGroup] = []
        var obstacles: [(rule: Int, Obstacle)] = []
        for number in work.rules {
            let rule = rules[number]
            if !inputs.isDecided, rule.inputs.contains(where: \.needsDecision) {
                obstacles.append((number, .undecided))
                continue
            }
            switch try columns(rule) {
            case .failure(let problem): obstacles.append((number, .paused(problem)))
            case .success(let made):
                found.append(
                    DerivedGroup(
                        rule: number, group: header.id, month: header.month, generation: work.generation,
                        columns: made.columns, state: made.isRetryable ? .retryable : .whole, lines: header.rowCount,
                        records: made.records, failedRecords: made.failed))
            }
        }
        return (found, obstacles)
    }

    private func load(_ work: GroupWork, _ wanted: Set<LineInput>) throws -> [(ColumnID, [UInt8])] {
        let header = work.header
        let present = Set(header.columns)
        let columns = work.directory.fetchList(GroupInputs.columns(wanted).map(\.id).filter { present.contains($0) })
        let ledger: [ColumnID] =
            wanted.contains(where: \.needsDecision) ? [LedgerColumn.reason.id, LedgerColumn.rate.id] : []
        return try reader.read { store in
            var blobs: [(ColumnID, [UInt8])] = []
            try store.lineColumns(columns.map { LineColumnKey(group: header.id, column: $0) }) { index, bytes in
                blobs.append((columns[index], bytes.copied()))
            }
            if ledger.isEmpty { return blobs }
            let keys = ledger.map { LineColumnKey(group: header.id, column: $0) }
            try store.ledgerColumns(keys, generation: work.generation) { index, bytes in
                blobs.append((ledger[index], bytes.copied()))
            }
            return blobs
        }
    }

    private struct Made {
        var columns: [[UInt8]]
        var records: Int
        var failed: Int
        var isRetryable: Bool
    }

    /// Each distinct record once, in batches.
    private func columns(_ rule: TransformRule) throws -> Result<Made, PluginProblem> {
        let tuples = try inputs.tuples(rule.inputs)
        let rows = tuples.firstRows
        var tables = rule.call.outputs.map { _ in EntryTable(capacity: rows.count) }
        var made = Made(columns: [], records: rows.count, failed: 0, isRetryable: false)
        var start = 0
        while start < rows.count {
            let end = min(start + PluginInstance.batchSize, rows.count)
            if let problem = try add(rows[start..<end], rule, &tables, &made) { return .failure(problem) }
            start = end
        }
        for table in tables { made.columns.append(table.encoded(encoder, tuples, lines: lines)) }
        return .success(made)
    }

    /// - Returns: why the plugin cannot be asked now.
    private func add(
        _ rows: ArraySlice<UInt32>, _ rule: TransformRule, _ tables: inout [EntryTable], _ made: inout Made
    ) throws -> PluginProblem? {
        let batch: PluginBatch
        do {
            batch = try inputs.batch(rows, rule.call, rule.inputs)
        } catch is DecimalError where rows.count > 1 {
            // Decimals without a scale in common; halves may have one.
            let middle = rows.startIndex + rows.count / 2
            if let problem = try add(rows[rows.startIndex..<middle], rule, &tables, &made) { return problem }
            return try add(rows[middle..<rows.endIndex], rule, &tables, &made)
        }
        let result = rule.plugin.instance.run(rule.index, batch)
        var failures: [Int: PluginProblem] = [:]
        for error in result.errors {
            switch error.problem.code {
            case .disabled, .system: return error.problem
            case .crash, .timeout: made.isRetryable = true
            default: break
            }
            failures[error.row] = error.problem
        }
        made.failed += failures.count
        for (index, output) in rule.call.outputs.enumerated() {
            tables[index].append(result.columns[index], output, failures: failures, rows: rows.count)
        }
        return nil
    }
}
