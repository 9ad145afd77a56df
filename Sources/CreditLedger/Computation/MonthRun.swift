import Credit
import Glibc
import Store
import Synchronization

/// One computation of one month.
struct MonthRun {
    let month: BillingMonth
    let facts: LedgerFacts
    let visibility: UsageVisibility
    let source: LineSource
    let previous: LedgerMonthRecord?

    private var nextGeneration: Int64 { (previous?.generation ?? 0) + 1 }

    func run(now: Instant, threads: Int) throws -> LedgerComputation.Outcome {
        let began = ContinuousClock.now
        let groups = try source.withWriter { try MonthGroups(month: month, visibility: visibility, reader: $0) }
        let access = try facts.decision.map { decision in
            try AccessTable(facts: facts, decision: decision, month: month, accounts: groups.accounts)
        }
        let grants = try GrantEntries(facts.grantKeys, count: facts.decision?.grants.count ?? 0)
        var found = try compute(groups, access, grants, threads)
        let missing = try MissingTable(found.flatMap(\.missing))
        let changed = found.reduce(0) { $0 + $1.changedColumns }
        let tables = try Self.tables(of: &found, groups, grants: grantKeys(found, grants))
        let policy = facts.decision?.policy.text ?? ""
        let (parts, summary) = try tables.encoded(month: month, missing: missing, policy: policy)
        let blobs = parts.map { (key: $0.kind.key(month: month, generation: 0, part: $0.part), bytes: $0.bytes) }
        let isChanged = try source.withWriter { writer in
            guard try changed > 0 || hasChanged(blobs, summary, writer) else { return false }
            for blob in blobs {
                var key = blob.key
                key.generation = nextGeneration
                try unsafe writer.insertSumTable(key, blob.bytes.span.bytes)
            }
            if let previous, try MonthSummary(previous).policy != policy {
                // Amounts can follow another policy where no decision is another.
                try writer.endDerivedColumns(groups: groups.groups.map(\.header.id), generation: nextGeneration)
            }
            try writer.insert(
                LedgerMonthRecord(
                    month: month, generation: nextGeneration, computedAt: now, lines: tables.lines,
                    summary: summary.encoded()))
            return true
        }
        let before = previous.flatMap { try? MonthSummary($0) }
        return LedgerComputation.Outcome(
            month: month, generation: isChanged ? nextGeneration : previous?.generation ?? 0, lines: tables.lines,
            changedColumns: changed, isChanged: isChanged,
            previousPolicy: before.flatMap { $0.policy.isEmpty ? nil : $0.policy },
            isUpgrade: before?.isOfOlderVersion ?? false, duration: ContinuousClock.now - began)
    }

    /// Puts the sums of the threads together; they are gone then.
    private static func tables(
        of found: inout [ThreadResult], _ groups: MonthGroups, grants: [String]
    ) throws -> MonthTables {
        let sums = found.map(\.sums)
        found = []
        return try MonthTables(
            sums, accounts: groups.accounts, grants: grants, cellLimit: CellDetail.limit(lines: groups.rowCount))
    }

    /// What one thread found.
    private struct ThreadResult: Sendable {
        var sums: ThreadSums
        var usedGrants: [UInt8]
        var missing: [MissingLines] = []
        var changedColumns = 0
    }

    /// Decides all lines: each thread takes the next group that no other has taken.
    private func compute(
        _ groups: MonthGroups, _ access: AccessTable?, _ grants: GrantEntries, _ threads: Int
    ) throws -> [ThreadResult] {
        let next = Atomic<Int>(0)
        let run = self
        return try Parallel.map(max(1, min(threads, groups.groups.count))) { _ in
            var worker = GroupWorker(run: run, groups: groups, access: access, grants: grants)
            var missing: [MissingLines] = []
            var changed = 0
            let reader = run.source.reader()
            let lines = LineGroupReader()
            do {
                while true {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    guard index < groups.groups.count else { break }
                    let group = groups.groups[index]
                    try lines.open(group.header)
                    let columns = NeededColumns.columns(
                        of: group.header, directory: group.directory,
                        withResources: run.facts.needsResources || group.hasLinesWithoutSubscription)
                    try run.load(columns, of: group, reader, into: lines)
                    let result = try worker.run(group.header, group.runs, lines) { more in
                        let wanted = NeededColumns.present(more.map(\.id), group.header, group.directory)
                        try run.load(wanted.filter { !lines.isLoaded($0) }, of: group, reader, into: lines)
                    }
                    missing += result.missing
                    changed += try run.write(result, reader)
                }
            } catch {
                // The other threads end with the group that they have.
                next.store(groups.groups.count, ordering: .relaxed)
                throw error
            }
            return ThreadResult(
                sums: worker.sums, usedGrants: worker.decider.usedGrants, missing: missing, changedColumns: changed)
        }
    }

    private func load(
        _ columns: [ColumnID], of group: MonthGroups.Group, _ reader: ThreadReader, into lines: LineGroupReader
    ) throws {
        if columns.isEmpty { return }
        let keys = columns.map { LineColumnKey(group: group.header.id, column: $0) }
        try reader.read { store in
            try store.lineColumns(keys) { index, bytes in try lines.load(keys[index].column, bytes) }
        }
    }

    /// Stores the columns of a group that are not what they were.
    private func write(_ result: GroupResult, _ reader: ThreadReader) throws -> Int {
        if result.columns.isEmpty { return 0 }
        let keys = result.columns.map { LineColumnKey(group: result.group, column: $0.0.id) }
        var isKnown = [Bool](repeating: false, count: keys.count)
        if let previous {
            try reader.read { store in
                try store.ledgerColumns(keys, generation: previous.generation) { index, bytes in
                    isKnown[index] = result.columns[index].1.equals(bytes)
                }
            }
        }
        let changed = result.columns.indices.filter { !isKnown[$0] }
        if changed.isEmpty { return 0 }
        try source.withWriter { writer in
            for index in changed {
                let blob = result.columns[index].1
                try unsafe writer.setLedgerColumn(keys[index], generation: nextGeneration, blob.span.bytes)
            }
            try writer.endDerivedColumns(groups: [result.group], generation: nextGeneration)
        }
        return changed.count
    }

    private func grantKeys(_ found: [ThreadResult], _ grants: GrantEntries) -> [String] {
        let used = facts.grantKeys.indices.filter { grant in
            found.contains { grant + 1 < $0.usedGrants.count && $0.usedGrants[grant + 1] != 0 }
        }
        return used.sorted { grants.ids[$0 + 1] < grants.ids[$1 + 1] }.map { facts.grantKeys[$0] }
    }

    private func hasChanged(
        _ blobs: [(key: SumTableKey, bytes: [UInt8])], _ summary: MonthSummary, _ reader: any LedgerReader
    ) throws -> Bool {
        guard let previous else { return true }
        if previous.summary != summary.encoded() { return true }
        let keys = blobs.map { blob in
            var key = blob.key
            key.generation = previous.generation
            return key
        }
        var isKnown = [Bool](repeating: false, count: keys.count)
        try reader.sumTables(keys) { index, bytes in isKnown[index] = blobs[index].bytes.equals(bytes) }
        return isKnown.contains(false)
    }
}

extension [UInt8] {
    fileprivate func equals(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount == count else { return false }
        return unsafe bytes.withUnsafeBytes { theirs in
            unsafe withUnsafeBytes { mine in
                guard let mine = mine.baseAddress, let theirs = theirs.baseAddress else { return true }
                return unsafe memcmp(mine, theirs, count) == 0
            }
        }
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
