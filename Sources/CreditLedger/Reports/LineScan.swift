import Credit
import Dispatch
import Store

/// Sums lines for questions that no table of sums answers: directories first, then only the columns that are asked for.
struct LineScan {
    let reader: any LedgerReader
    let visibility: UsageVisibility

    /// Below this many lines the caller's thread does it alone.
    private static let parallelFrom = 300_000
    private static let threads = 2

    /// One group and the questions that can have lines in it.
    struct Task: Sendable {
        var header: LineGroupHeader
        var directory: LineDirectory
        var ledger: [(ColumnID, [UInt8])] = []
        var columns: [(ColumnID, [UInt8])] = []
        var jobs: [Int]
    }

    func add(_ wanted: [(job: Int, month: BillingMonth)], to jobs: inout [ReportJob]) throws {
        var tasks = try tasks(wanted, jobs)
        try readLedger(&tasks, jobs)
        var keys: [LineColumnKey] = []
        var owners: [Int] = []
        for (index, task) in tasks.enumerated() {
            var columns = ScanWorker.columns
            for job in task.jobs {
                columns += ScanWorker(jobs[job].question, visibility)
                    .columns(task.header, task.directory, rounds: jobs[job].rounding != nil)
            }
            let present = Set(task.header.columns)
            for column in task.directory.fetchList(columns.filter { present.contains($0) }) {
                keys.append(LineColumnKey(group: task.header.id, column: column))
                owners.append(index)
            }
        }
        let lines = tasks.reduce(0) { $0 + $1.header.rowCount }
        if lines < Self.parallelFrom {
            var state = ScanState(jobs, visibility)
            try stream(&tasks, keys, owners) { task in try state.add(task.open(), task.jobs) }
            for index in jobs.indices { try jobs[index].merge(state.jobs[index]) }
            return
        }
        try scanInParallel(&tasks, keys, owners, &jobs)
    }

    private func tasks(_ wanted: [(job: Int, month: BillingMonth)], _ jobs: [ReportJob]) throws -> [Task] {
        let months = Set(wanted.map(\.month)).sorted()
        var jobsOf: [BillingMonth: [Int]] = [:]
        for item in wanted { jobsOf[item.month, default: []].append(item.job) }
        let masks = jobs.map { RowMask(filter: $0.question.filter, period: $0.question.period, visibility: visibility) }
        let headers = try reader.lineGroups(months: months).filter { header in
            (jobsOf[header.month] ?? []).contains { job in
                masks[job].period.overlaps(header.firstDay...header.lastDay) && masks[job].matchesImports(header)
            }
        }
        var tasks: [Task] = []
        try reader.directories(groups: headers.map(\.id)) { index, bytes in
            let directory = try LineDirectory(decoding: bytes)
            let matching = (jobsOf[headers[index].month] ?? []).filter { masks[$0].mayMatch(headers[index], directory) }
            if !matching.isEmpty {
                tasks.append(Task(header: headers[index], directory: directory, jobs: matching))
            }
        }
        return tasks
    }

    /// Decisions take a few bits a line, so they are held for all groups.
    private func readLedger(_ tasks: inout [Task], _ jobs: [ReportJob]) throws {
        var keys: [LineColumnKey] = []
        var owners: [Int] = []
        for (index, task) in tasks.enumerated() {
            for column in [LedgerColumn.reason, .rate, .agrees] {
                keys.append(LineColumnKey(group: task.header.id, column: column.id))
                owners.append(index)
            }
        }
        try reader.ledgerColumns(keys, generation: LedgerColumn.newest) { index, bytes in
            tasks[owners[index]].ledger.append((keys[index].column, bytes.copied()))
        }
        let wanted = tasks.map { task in
            task.jobs.flatMap { ScanWorker(jobs[$0].question, visibility).derivedColumns }
        }
        for (index, columns) in try reader.derived(wanted, of: tasks.map(\.header)).enumerated() {
            tasks[index].ledger += columns
        }
    }

    /// Gives each group when its columns have come.
    private func stream(
        _ tasks: inout [Task], _ keys: [LineColumnKey], _ owners: [Int], _ body: (Task) throws -> Void
    ) throws {
        var current = 0
        var pending: [(ColumnID, [UInt8])] = []
        func flush() throws {
            guard current < tasks.count else { return }
            var task = tasks[current]
            task.columns = pending
            pending = []
            tasks[current].ledger = []
            try body(task)
        }
        try reader.lineColumns(keys) { index, bytes in
            if owners[index] != current {
                try flush()
                current = owners[index]
            }
            pending.append((keys[index].column, bytes.copied()))
        }
        try flush()
    }

    private func scanInParallel(
        _ tasks: inout [Task], _ keys: [LineColumnKey], _ owners: [Int], _ jobs: inout [ReportJob]
    ) throws {
        let queue = Channel<Task>(capacity: Self.threads + 1)
        let results = Channel<Result<[ReportJob], any Error>>(capacity: Self.threads)
        for _ in 0..<Self.threads {
            DispatchQueue.global().async { [jobs, visibility] in
                var state = ScanState(jobs, visibility)
                var problem: (any Error)?
                while let task = queue.receive() {
                    if problem != nil { continue }
                    do { try state.add(task.open(), task.jobs) } catch { problem = error }
                }
                results.send(problem.map { .failure($0) } ?? .success(state.jobs))
            }
        }
        var problem: (any Error)?
        do { try stream(&tasks, keys, owners) { queue.send($0) } } catch { problem = error }
        for _ in 0..<Self.threads { queue.finish() }
        // Both workers are done before anything is thrown.
        var found: [[ReportJob]] = []
        for _ in 0..<Self.threads {
            switch results.receive() {
            case .success(let jobs): found.append(jobs)
            case .failure(let error): problem = problem ?? error
            case nil: break
            }
        }
        if let problem { throw problem }
        for index in jobs.indices {
            for part in found { try jobs[index].merge(part[index]) }
        }
    }
}

extension LineScan.Task {
    func open() throws -> OpenGroup {
        let group = try OpenGroup(header, directory)
        for (column, bytes) in ledger + columns { try group.reader.load(column, bytes) }
        return group
    }
}

/// The questions of a scan with what one thread found for them.
private struct ScanState {
    var jobs: [ReportJob]
    private var workers: [ScanWorker]

    init(_ jobs: [ReportJob], _ visibility: UsageVisibility) {
        self.jobs = jobs.map(\.emptied)
        workers = jobs.map { ScanWorker($0.question, visibility) }
    }

    mutating func add(_ group: OpenGroup, _ numbers: [Int]) throws {
        for number in numbers { try workers[number].add(group, to: &jobs[number]) }
    }
}
