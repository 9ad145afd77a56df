package import Credit
package import Store

/// A ledger computed from other facts than the stored ones and kept in memory for as long as somebody asks it: what lies
/// under it is read, never written.
///
/// Only what differs takes room: the columns of groups with other decisions, and the sums of their months.
package final class SimulatedLedger: LedgerWriter {
    private let base: any LedgerReader
    private var columns: [LineColumnKey: [UInt8]] = [:]
    private var sums: [SumTableKey: [UInt8]] = [:]
    private var months: [BillingMonth: LedgerMonthRecord] = [:]

    /// - Parameter base: one consistent view that lasts as long as this.
    package init(over base: any LedgerReader) { self.base = base }

    // MARK: Read through

    package func imports() throws(StoreError) -> [ImportRecord] { try base.imports() }
    package func usageMonths() throws(StoreError) -> [BillingMonth] { try base.usageMonths() }

    package func lineGroups(months: [BillingMonth]) throws(StoreError) -> [LineGroupHeader] {
        try base.lineGroups(months: months)
    }

    package func directories(groups: [Int64], _ body: (Int, RawSpan) throws -> Void) throws {
        try base.directories(groups: groups, body)
    }

    package func lineColumns(_ keys: [LineColumnKey], _ body: (Int, RawSpan) throws -> Void) throws {
        try base.lineColumns(keys, body)
    }

    // MARK: Ledger

    package func ledgerMonths() throws(StoreError) -> [LedgerMonthRecord] {
        var found = try base.ledgerMonths().map { months[$0.month] ?? $0 }
        let known = Set(found.map(\.month))
        found += months.values.filter { !known.contains($0.month) }
        return found.sorted { $0.month < $1.month }
    }

    package func ledgerColumns(
        _ keys: [LineColumnKey], generation: Int64, _ body: (Int, RawSpan) throws -> Void
    ) throws {
        // Generations of this ledger lie above those of the store, whose newest columns hold where none is here.
        let missing = keys.filter { columns[$0] == nil }
        if missing.count == keys.count { return try base.ledgerColumns(keys, generation: generation, body) }
        try give(keys, columns, try base.ledgerColumns(missing, generation: generation), body)
    }

    package func sumTables(_ keys: [SumTableKey], _ body: (Int, RawSpan) throws -> Void) throws {
        let missing = keys.filter { sums[$0] == nil }
        if missing.count == keys.count { return try base.sumTables(keys, body) }
        try give(keys, sums, try base.sumTables(missing), body)
    }

    /// What is here, and for the other keys what lies below, in the order of the keys.
    private func give<Key: Hashable>(
        _ keys: [Key], _ own: [Key: [UInt8]], _ below: [[UInt8]?], _ body: (Int, RawSpan) throws -> Void
    ) throws {
        var next = 0
        for (index, key) in keys.enumerated() {
            if let bytes = own[key] {
                try unsafe body(index, bytes.span.bytes)
                continue
            }
            if let bytes = below[next] { try unsafe body(index, bytes.span.bytes) }
            next += 1
        }
    }

    // MARK: Derived columns

    // Those of the store were made from other decisions.
    package func pluginGenerations() throws(StoreError) -> [PluginGenerationRecord] { [] }
    package func pluginsInForce() throws(StoreError) -> [PluginGenerationRecord] { [] }
    package func derivedStates(plugin: Int64, groups: [Int64]) throws(StoreError) -> [Int64: DerivedState] { [:] }
    package func derivedColumns(
        _ keys: [DerivedColumnKey], generation: Int64, _ body: (Int, RawSpan) throws -> Void
    ) throws {}
    package func derivedVersions(groups: [Int64]) throws(StoreError) -> [DerivedColumnVersion] { [] }
    package func endDerivedColumns(groups: [Int64], generation: Int64) throws(StoreError) {}

    // MARK: Written

    package func setLedgerColumn(_ key: LineColumnKey, generation: Int64, _ blob: RawSpan) throws(StoreError) {
        columns[key] = blob.copied()
    }

    package func insertSumTable(_ key: SumTableKey, _ blob: RawSpan) throws(StoreError) { sums[key] = blob.copied() }

    package func insert(_ record: LedgerMonthRecord) throws(StoreError) { months[record.month] = record }
}
