package import Credit
package import Store

/// Sorts the line groups of a month by subscription over the whole month: a page of a subscription then reads one or two
/// groups instead of all.
///
/// Lines keep their import and line number, and what the ledger says of them. The join works in steps of about a million
/// lines: each is computed over a view, without any lock, and laid beside the groups in force in a transaction of its
/// own. The last transaction puts all of them into force. A join that was stopped or killed goes on where it was; one
/// whose month changed meanwhile begins again. Memory does not grow with the month.
package struct LineJoin: Sendable {
    package enum Outcome: Sendable, Hashable {
        /// All groups are joined as far as they should be.
        case nothing
        case joined(lines: Int, groups: Int, from: Int)
        /// `isStopped` said so; what was done is kept.
        case stopped
        /// Another process joins this month at the same time.
        case overtaken
    }

    /// A month that is imported into all the time is left for the next run.
    private static let attempts = 5

    let store: any LineJoinStore
    let limits: JoinLimits

    package init(store: any LineJoinStore, limits: JoinLimits = JoinLimits()) {
        self.store = store
        self.limits = limits
    }

    /// Months with something to join, ascending.
    package func months(_ policy: JoinPolicy) throws -> [BillingMonth] {
        try store.readJoin { reader in
            let begun = Set(try reader.lineJoins().map(\.month))
            return try reader.usageMonths().filter { month in
                try begun.contains(month) || !JoinBasis(month, reader).sources(policy).isEmpty
            }
        }
    }

    /// Joins a month.
    /// - Parameters:
    ///   - progress: is told the steps that are done, and how many there are.
    ///   - isStopped: asked many times a second.
    /// - Throws: `StoreError`.
    package func run(
        _ month: BillingMonth, _ policy: JoinPolicy, progress: (Int, Int) -> Void = { _, _ in },
        isStopped: @escaping () -> Bool = { false }
    ) throws -> Outcome {
        for _ in 0..<Self.attempts {
            do {
                let outcome = try attempt(month, policy, progress, isStopped)
                try clear(isStopped)
                return outcome
            } catch is Changed {
                continue
            } catch is Overtaken {
                return .overtaken
            } catch is JoinStep.Stopped {
                return .stopped
            }
        }
        return .overtaken
    }

    /// Clears away what is left of groups that are gone, a few in each transaction.
    package func clear(_ isStopped: () -> Bool = { false }) throws {
        while try !isStopped() && store.readJoin({ try $0.hasLineGarbage() }) {
            try store.prepareJoin { try $0.clearLineGarbage(groups: limits.clearedGroups) }
        }
    }

    /// The month is another than when the join began.
    private struct Changed: Error {}
    private struct Overtaken: Error {}

    private func attempt(
        _ month: BillingMonth, _ policy: JoinPolicy, _ progress: (Int, Int) -> Void, _ isStopped: @escaping () -> Bool
    ) throws -> Outcome {
        guard var record = try begin(month, policy) else { return .nothing }
        let (basis, plans) = try store.readJoin { reader in
            let basis = try current(record, reader)
            return (basis, try basis.classes(of: basis.groups(of: record)).map { try JoinPlan($0, limits, reader) })
        }
        let steps = plans.enumerated().flatMap { plan in plan.element.windows.indices.map { (plan.offset, $0) } }
        progress(min(record.steps, steps.count), steps.count)
        while record.steps < steps.count {
            if isStopped() { return .stopped }
            let (plan, window) = steps[record.steps]
            let groups = try store.readJoin { reader in
                try JoinStep.run(plans[plan], window: window, basis, reader, isStopped: isStopped)
            }
            record = try store.prepareJoin { writer in try lay(groups, record, writer) }
            progress(record.steps, steps.count)
        }
        if isStopped() { return .stopped }
        return try store.writeJoin { writer in
            _ = try current(record, writer)
            let before = try writer.lineGroups(months: [month]).count
            try writer.finishLineJoin(month: month, replacing: record.sources)
            let sources = basis.groups(of: record)
            let after = try writer.lineGroups(months: [month]).count
            return .joined(
                lines: sources.reduce(0) { $0 + $1.rowCount }, groups: after - before + sources.count,
                from: sources.count)
        }
    }

    /// The join to go on with, or a new one; nil where nothing is to do.
    private func begin(_ month: BillingMonth, _ policy: JoinPolicy) throws -> LineJoinRecord? {
        let (basis, known) = try store.readJoin { reader in
            (try JoinBasis(month, reader), try reader.lineJoins().first { $0.month == month })
        }
        if let known, known.basis == basis.text { return known }
        let sources = basis.sources(policy)
        if known == nil && sources.isEmpty { return nil }
        let record = LineJoinRecord(month: month, basis: basis.text, sources: sources, steps: 0)
        try store.prepareJoin { writer in
            guard try writer.lineJoins().first(where: { $0.month == month }) == known else { throw Overtaken() }
            if known != nil { try writer.abandonLineJoin(month: month) }
            if !sources.isEmpty { try writer.set(record) }
        }
        return sources.isEmpty ? nil : record
    }

    /// - Throws: `Changed`, `Overtaken`.
    private func current(_ record: LineJoinRecord, _ reader: any LineJoinReader) throws -> JoinBasis {
        guard try reader.lineJoins().contains(record) else { throw Overtaken() }
        let basis = try JoinBasis(record.month, reader)
        guard basis.text == record.basis else { throw Changed() }
        return basis
    }

    private func lay(
        _ groups: [JoinedGroup], _ record: LineJoinRecord, _ writer: any LineJoinWriter
    ) throws -> LineJoinRecord {
        _ = try current(record, writer)
        for joined in groups {
            var header = joined.group.header
            header.id = try writer.nextLineGroupID()
            try unsafe writer.stage(header, directory: joined.group.directory.span.bytes)
            for (column, blob) in joined.group.columns {
                try unsafe writer.insertLineColumn(
                    LineColumnKey(group: header.id, column: column), month: header.month, bucket: header.bucket,
                    blob.span.bytes)
            }
            for version in joined.ledger {
                let key = LineColumnKey(group: header.id, column: version.column)
                try unsafe writer.insert(
                    LedgerColumnVersion(key: key, from: version.from, until: version.until), version.blob.span.bytes)
            }
            for version in joined.derived {
                let key = DerivedColumnKey(plugin: version.plugin, group: header.id, output: version.output)
                try unsafe writer.insert(
                    DerivedColumnVersion(key: key, from: version.from, until: version.until, state: version.state),
                    version.blob.span.bytes)
            }
        }
        var next = record
        next.steps += 1
        try writer.set(next)
        return next
    }
}
