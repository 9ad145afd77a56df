package import Credit
import CreditLedger
import Locking
package import PluginHost
package import Store
import Synchronization

/// What a pass did for one plugin.
package struct TransformOutcome: Sendable, Hashable {
    package let name: String
    package let version: String
    package var groups = 0
    package var lines = 0
    /// Distinct records that the plugin was asked for.
    package var records = 0
    package var failedRecords = 0
    /// Groups that still lack columns, and why the first of them does; nil: their lines were not decided.
    package var left = 0
    package var obstacle: String?
    /// Whether this version answers since this pass.
    package var wasPutInForce = false
}

/// Fills what line groups lack of the columns of a set of plugins.
///
/// Columns are kept under name, version and content of the plugin. Where every group in force has those of a version, that
/// version answers from then on; until then the one before does.
package struct TransformPass: Sendable {
    package let rules: [TransformRule]
    private let rounding: Dated<CreditPolicy.DailyRounding>
    private let threads: Int

    /// - Parameter policy: what the ledger is computed with: amounts can be rounded by it.
    package init(_ plugins: PluginSet, policy: CreditPolicy, threads: Int = 2) {
        rules = plugins.plugins.compactMap { TransformRule($0) }
        rounding = policy.dailyRounding
        self.threads = threads
    }

    package var isEmpty: Bool { rules.isEmpty }

    // MARK: In a transaction

    /// Fills months inside the transaction that computed them, and puts in force what is whole then.
    /// - Parameter retries: whether records that ended a plugin are tried again.
    /// - Throws: `StoreError`; a plugin that fails fails no transaction.
    package func fill(
        _ months: [BillingMonth], _ writer: any StoreWriter, now: Instant, retries: Bool = false
    ) throws -> [TransformOutcome] {
        if isEmpty { return [] }
        let ids = try generations(writer, now: now)
        let work = try plan(months, writer, ids, retries: retries)
        var outcomes = rules.map {
            TransformOutcome(name: $0.plugin.manifest.name, version: $0.plugin.manifest.version)
        }
        let shared = SharedReader(writer)
        let sink = WriterSink(writer, ids)
        for part in try derive(work, shared, { group in try shared.read { _ in try sink.store(group) } }) {
            part.add(to: &outcomes)
        }
        for number in try putInForce(writer, ids, now: now) { outcomes[number].wasPutInForce = true }
        return outcomes
    }

    /// The transaction's other half: writes under the lock of the reader, which is the same session.
    private final class WriterSink: @unchecked Sendable {
        private let writer: any StoreWriter
        private let ids: [Int64]

        init(_ writer: any StoreWriter, _ ids: [Int64]) {
            self.writer = writer
            self.ids = ids
        }

        func store(_ group: DerivedGroup) throws { try TransformPass.store(group, ids, writer) }
    }

    // MARK: Beside requests

    /// Fills what groups lack, a few in each transaction, until nothing is left or `isStopped`. No answer changes before
    /// the last transaction puts what is whole in force.
    package func fill(
        _ store: any DerivedStore, now: () -> Instant, isStopped: () -> Bool
    ) throws -> [TransformOutcome] {
        if isEmpty { return [] }
        var outcomes = rules.map {
            TransformOutcome(name: $0.plugin.manifest.name, version: $0.plugin.manifest.version)
        }
        // What could not be done is left for the next call.
        var skipped: Set<GroupRule> = []
        while !isStopped() {
            let ids = try store.prepare { try generations($0, now: now()) }
            let view = store.view()
            defer { view.close() }
            let all = try plan(try view.usageMonths(), view, ids, retries: false).compactMap { work in
                let rules = work.rules.filter { !skipped.contains(GroupRule(group: work.header.id, rule: $0)) }
                return rules.isEmpty
                    ? nil
                    : GroupWork(
                        header: work.header, directory: work.directory, generation: work.generation, rules: rules)
            }
            if all.isEmpty { break }
            let found = Lock([DerivedGroup]())
            let parts = try derive(Array(all.prefix(threads)), SharedReader(view)) { group in
                found.withLock { $0.append(group) }
            }
            let groups = found.withLock { $0 }
            try store.prepare { writer in
                let months = Set(groups.map(\.month)).sorted()
                let ledger = try writer.ledgerMonths()
                let inForce = Set(try writer.lineGroups(months: months).map(\.id))
                // What was computed or joined meanwhile is filled in the next round.
                for group in groups
                where inForce.contains(group.group)
                    && group.generation == ledger.last(where: { $0.month == group.month })?.generation ?? 0
                {
                    try Self.store(group, ids, writer)
                }
            }
            for part in parts {
                part.add(to: &outcomes)
                for (group, rule) in part.blocked { skipped.insert(GroupRule(group: group, rule: rule)) }
            }
        }
        if isStopped() { return outcomes }
        let isWaiting = try store.read { reader in
            guard let ids = try known(reader) else { return false }
            return try !whole(reader, ids).isEmpty
        }
        guard isWaiting else { return outcomes }
        for number in try store.write({ try putInForce($0, try generations($0, now: now()), now: now()) }) {
            outcomes[number].wasPutInForce = true
        }
        return outcomes
    }

    private struct GroupRule: Hashable {
        let group: Int64
        let rule: Int
    }

    // MARK: Parts

    /// The id of each rule's version; new ones are noted.
    private func generations(_ writer: any StoreWriter, now: Instant) throws -> [Int64] {
        let known = try writer.pluginGenerations()
        return try rules.map { rule in
            try rule.generation(in: known)?.id ?? writer.insert(rule.record(at: now))
        }
    }

    private func known(_ reader: any DerivedReader) throws -> [Int64]? {
        let known = try reader.pluginGenerations()
        let ids = rules.compactMap { $0.generation(in: known)?.id }
        return ids.count == rules.count ? ids : nil
    }

    /// Groups in force whose lines may count.
    private func groups(_ months: [BillingMonth], _ reader: any LedgerReader) throws -> [LineGroupHeader] {
        let visibility = UsageVisibility(imports: try reader.imports())
        return try reader.lineGroups(months: months).filter { header in
            header.imports.contains { visibility.isVisible(import: $0) }
        }
    }

    private func plan(
        _ months: [BillingMonth], _ reader: any LedgerReader, _ ids: [Int64], retries: Bool
    ) throws -> [GroupWork] {
        let headers = try groups(months, reader)
        let generations = Dictionary(try reader.ledgerMonths().map { ($0.month, $0.generation) }) { _, last in last }
        var lacking: [Int64: [Int]] = [:]
        for (number, id) in ids.enumerated() {
            let states = try reader.derivedStates(plugin: id, groups: headers.map(\.id))
            for header in headers {
                switch states[header.id] {
                case .whole: continue
                case .retryable where !retries: continue
                case .retryable, .partial, nil: lacking[header.id, default: []].append(number)
                }
            }
        }
        let wanted = headers.filter { lacking[$0.id] != nil }
        let directories = try reader.directories(groups: wanted.map(\.id))
        return try zip(wanted, directories).map { header, blob in
            guard let blob else { throw StoreError.corrupt(detail: "line group \(header.id) has no directory") }
            return GroupWork(
                header: header, directory: try LineDirectory(decoding: blob),
                generation: generations[header.month] ?? 0, rules: lacking[header.id] ?? [])
        }
    }

    /// What one thread did.
    private struct Part: Sendable {
        var outcomes: [TransformOutcome]
        var blocked: [(group: Int64, rule: Int)] = []

        func add(to all: inout [TransformOutcome]) {
            for (index, own) in outcomes.enumerated() {
                all[index].groups += own.groups
                all[index].lines += own.lines
                all[index].records += own.records
                all[index].failedRecords += own.failedRecords
                all[index].left += own.left
                all[index].obstacle = all[index].obstacle ?? own.obstacle
            }
        }
    }

    /// Each thread takes the next group that no other has taken.
    private func derive(
        _ work: [GroupWork], _ reader: SharedReader, _ sink: @escaping @Sendable (DerivedGroup) throws -> Void
    ) throws -> [Part] {
        let next = Atomic<Int>(0)
        let (rules, rounding) = (rules, rounding)
        return try Parallel.map(max(1, min(threads, work.count))) { _ in
            var deriver = GroupDeriver(rules, reader, rounding: rounding)
            var part = Part(
                outcomes: rules.map {
                    TransformOutcome(name: $0.plugin.manifest.name, version: $0.plugin.manifest.version)
                })
            do {
                while true {
                    let index = next.add(1, ordering: .relaxed).oldValue
                    guard index < work.count else { break }
                    let (found, obstacles) = try deriver.derive(work[index])
                    for group in found {
                        try sink(group)
                        part.outcomes[group.rule].groups += 1
                        part.outcomes[group.rule].lines += group.lines
                        part.outcomes[group.rule].records += group.records
                        part.outcomes[group.rule].failedRecords += group.failedRecords
                    }
                    for (rule, obstacle) in obstacles {
                        part.blocked.append((work[index].header.id, rule))
                        part.outcomes[rule].left += 1
                        if case .paused(let problem) = obstacle { part.outcomes[rule].obstacle = "\(problem)" }
                    }
                }
            } catch {
                // The other threads end with the group that they have.
                next.store(work.count, ordering: .relaxed)
                throw error
            }
            return part
        }
    }

    private static func store(_ group: DerivedGroup, _ ids: [Int64], _ writer: any DerivedWriter) throws {
        for (output, blob) in group.columns.enumerated() {
            let key = DerivedColumnKey(plugin: ids[group.rule], group: group.group, output: output)
            try unsafe writer.setDerivedColumn(
                key, generation: group.generation, state: group.state, blob.span.bytes)
        }
    }

    /// Rules of which every group has columns, and that do not answer yet.
    private func whole(_ reader: any LedgerReader, _ ids: [Int64]) throws -> [Int] {
        let inForce = Set(try reader.pluginsInForce().map(\.id))
        let candidates = rules.indices.filter { !inForce.contains(ids[$0]) }
        if candidates.isEmpty { return [] }
        let groups = try groups(try reader.usageMonths(), reader).map(\.id)
        if groups.isEmpty { return [] }
        return try candidates.filter { number in
            let states = try reader.derivedStates(plugin: ids[number], groups: groups)
            return groups.allSatisfy { group in states[group].map { $0 != .partial } ?? false }
        }
    }

    private func putInForce(_ writer: any StoreWriter, _ ids: [Int64], now: Instant) throws -> [Int] {
        let numbers = try whole(writer, ids)
        for number in numbers {
            var record = rules[number].record(at: now)
            record.id = ids[number]
            try writer.setInForce(record, at: now)
        }
        return numbers
    }
}
