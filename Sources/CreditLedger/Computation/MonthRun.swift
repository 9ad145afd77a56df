import Credit
import Dispatch
import Store

/// One computation of one month.
struct MonthRun {
    let month: BillingMonth
    let facts: LedgerFacts
    let visibility: UsageVisibility
    let writer: any LedgerWriter
    let previous: LedgerMonthRecord?

    /// Groups that are read ahead of the workers: a few megabytes of packed columns.
    private static let groupsPerBatch = 3

    private var nextGeneration: Int64 { (previous?.generation ?? 0) + 1 }

    func run(now: Instant, threads: Int) throws -> LedgerComputation.Outcome {
        let groups = try MonthGroups(month: month, visibility: visibility, reader: writer)
        let sums = SumLedger(accounts: groups.accounts, lines: groups.rowCount)
        let (changed, missing) = try compute(groups, sums, threads)
        let tables = try sums.finish()
        let missingTable = try MissingTable(missing)
        let (parts, summary) = try tables.encoded(month: month, missing: missingTable)
        let blobs = parts.map { (key: $0.kind.key(month: month, generation: 0, part: $0.part), bytes: $0.bytes) }
        let isChanged = try changed > 0 || hasChanged(blobs, summary)
        if isChanged {
            for blob in blobs {
                var key = blob.key
                key.generation = nextGeneration
                try unsafe writer.insertSumTable(key, blob.bytes.span.bytes)
            }
            try writer.insert(
                LedgerMonthRecord(
                    month: month, generation: nextGeneration, computedAt: now, lines: tables.lines,
                    summary: summary.encoded()))
        }
        return LedgerComputation.Outcome(
            month: month, generation: isChanged ? nextGeneration : previous?.generation ?? 0, lines: tables.lines,
            changedColumns: changed, isChanged: isChanged)
    }

    /// Decides all lines: this thread reads and writes, the others decide.
    private func compute(
        _ groups: MonthGroups, _ sums: SumLedger, _ threads: Int
    ) throws -> (changed: Int, missing: [MissingLines]) {
        let jobs = Channel<GroupJob>(capacity: threads + 1)
        let results = Channel<Result<GroupResult, any Error>>(capacity: groups.groups.count + 1)
        for thread in 0..<threads {
            DispatchQueue.global().async { [facts, month, visibility] in
                var worker = GroupWorker(facts: facts, month: month, sums: sums, visibility: visibility)
                while let job = jobs.receive() {
                    results.send(Result { try worker.run(job, start: thread * 4) })
                }
            }
        }
        defer { for _ in 0..<threads { jobs.finish() } }
        var changed = 0
        var missing: [MissingLines] = []
        var pending = 0
        func collect(downTo limit: Int) throws {
            while pending > limit, let result = results.receive() {
                pending -= 1
                let done = try result.get()
                missing += done.missing
                changed += try write(done)
            }
        }
        do {
            var start = 0
            while start < groups.groups.count {
                let batch = groups.groups[start..<min(groups.groups.count, start + Self.groupsPerBatch)]
                for job in try read(batch) {
                    jobs.send(job)
                    pending += 1
                }
                try collect(downTo: threads + 1)
                start += batch.count
            }
            try collect(downTo: 0)
        } catch {
            // The workers finish what they have; nobody reads it.
            while pending > 0, results.receive() != nil { pending -= 1 }
            throw error
        }
        return (changed, missing)
    }

    private func read(_ batch: ArraySlice<MonthGroups.Group>) throws -> [GroupJob] {
        let needsResources = facts.needsResources
        var jobs: [GroupJob] = []
        var keys: [LineColumnKey] = []
        var owners: [Int] = []
        for group in batch {
            let columns = NeededColumns.columns(
                of: group.header, directory: group.directory,
                withResources: needsResources || group.hasLinesWithoutSubscription)
            for column in columns {
                keys.append(LineColumnKey(group: group.header.id, column: column))
                owners.append(jobs.count)
            }
            jobs.append(GroupJob(header: group.header, runs: group.runs, columns: []))
        }
        try writer.lineColumns(keys) { index, bytes in
            jobs[owners[index]].columns.append((keys[index].column, bytes.copied()))
        }
        return jobs
    }

    /// Stores the columns of a group that are not what they were.
    private func write(_ result: GroupResult) throws -> Int {
        let keys = result.columns.map { LineColumnKey(group: result.group, column: $0.0.id) }
        var known = [[UInt8]?](repeating: nil, count: keys.count)
        if let previous { known = try writer.ledgerColumns(keys, generation: previous.generation) }
        var changed = 0
        for (index, column) in result.columns.enumerated() where known[index] != column.1 {
            try unsafe writer.setLedgerColumn(keys[index], generation: nextGeneration, column.1.span.bytes)
            changed += 1
        }
        return changed
    }

    private func hasChanged(_ blobs: [(key: SumTableKey, bytes: [UInt8])], _ summary: MonthSummary) throws -> Bool {
        guard let previous else { return true }
        if previous.summary != summary.encoded() { return true }
        let keys = blobs.map { blob in
            var key = blob.key
            key.generation = previous.generation
            return key
        }
        let known = try writer.sumTables(keys)
        return zip(blobs, known).contains { $0.bytes != $1 }
    }
}

extension LedgerFacts {
    /// Whether an answer of stage D can depend on the resource.
    var needsResources: Bool {
        guard let decision else { return false }
        return decision.grants.contains { !$0.scope.isSubscriptionOrAbove }
            || decision.denyAssignments.contains { !$0.scope.isSubscriptionOrAbove }
    }
}
