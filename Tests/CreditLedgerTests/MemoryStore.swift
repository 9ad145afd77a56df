import Credit
import Store

/// A store in memory with the line groups, the ledger and the imports; facts are not asked for here.
/// Counts its questions as a database would count statements.
final class MemoryStore: StoreWriter {
    private var importList: [ImportRecord] = []
    private var headers: [LineGroupHeader] = []
    private var directoryBlobs: [Int64: [UInt8]] = [:]
    private var columnBlobs: [LineColumnKey: [UInt8]] = [:]
    private var ledgerBlobs: [LineColumnKey: [(generation: Int64, blob: [UInt8])]] = [:]
    private var sums: [SumTableKey: [UInt8]] = [:]
    private var months: [LedgerMonthRecord] = []
    private var lastGroup: Int64 = 0
    private(set) var statements = 0
    /// Ledger columns stored so far.
    private(set) var ledgerWrites = 0

    /// Bytes of the ledger and the sums that are in force, for figures.
    var ledgerSize: (columns: Int, sums: Int) {
        (ledgerBlobs.values.reduce(0) { $0 + ($1.last?.blob.count ?? 0) }, sums.values.reduce(0) { $0 + $1.count })
    }

    func sumSizes() -> [Int: Int] {
        Dictionary(sums.map { ($0.key.kind, $0.value.count) }, uniquingKeysWith: +)
    }

    /// A store with one visible usage import.
    func addUsage(
        _ groups: [EncodedGroup], id: Int64, invoices: [String] = [], days: [Day] = [], replacedAt: Instant? = nil
    ) throws {
        importList.append(
            ImportRecord(
                id: id, setID: id, kind: .dailyRatedUsage, name: "usage\(id).csv", sha256: [UInt8(id)], state: .done,
                startedAt: Instant(microseconds: 0), finishedAt: Instant(microseconds: 1), replacedAt: replacedAt,
                rows: 0, rejected: 0, bytes: 0, asOf: Instant(microseconds: id), scopes: [],
                usage: UsageCoverage(
                    invoices: invoices, hasUnbilled: invoices.isEmpty, currencies: [.usd], days: days, format: [])))
        for group in groups { _ = try insert(group) }
    }

    func replaceImport(_ id: Int64) {
        for index in importList.indices where importList[index].id == id {
            importList[index].state = .replaced
            importList[index].replacedAt = Instant(microseconds: 2)
        }
    }

    // MARK: Reading

    func revision() throws(StoreError) -> Int64 { 1 }
    func imports() throws(StoreError) -> [ImportRecord] { importList }
    func importID(sha256: [UInt8], kind: ImportKind) throws(StoreError) -> Int64? { nil }
    func importErrors(imports: [Int64], limit: Int) throws(StoreError) -> [ImportErrorRecord] { [] }
    func raw(import: Int64, _ body: (RawSpan) throws -> Void) throws {}
    func partners() throws(StoreError) -> [PartnerRecord] { [] }
    func customers() throws(StoreError) -> [CustomerRecord] { [] }
    func agreements() throws(StoreError) -> [AgreementRecord] { [] }
    func plans() throws(StoreError) -> [PlanRecord] { [] }
    func entitlements() throws(StoreError) -> [EntitlementRecord] { [] }
    func roleAssignments() throws(StoreError) -> [RoleAssignmentRecord] { [] }
    func roleSnapshots() throws(StoreError) -> [RoleSnapshotRecord] { [] }
    func accessGrants() throws(StoreError) -> [AccessGrantRecord] { [] }
    func partnerIDLinks() throws(StoreError) -> [PartnerIDLinkRecord] { [] }
    func priceItems() throws(StoreError) -> [PriceItemRecord] { [] }
    func exchangeRates() throws(StoreError) -> [ExchangeRateRecord] { [] }
    func seenCustomers() throws(StoreError) -> [SeenCustomerRecord] { [] }
    func seenPlans() throws(StoreError) -> [SeenPlanRecord] { [] }
    func seenSubscriptions() throws(StoreError) -> [SeenSubscriptionRecord] { [] }

    func usageMonths() throws(StoreError) -> [BillingMonth] {
        statements += 1
        return Set(headers.map(\.month)).sorted()
    }

    func lineGroups(months: [BillingMonth]) throws(StoreError) -> [LineGroupHeader] {
        statements += 1
        return headers.filter { months.contains($0.month) }.sorted { ($0.month, $0.id) < ($1.month, $1.id) }
    }

    func directories(groups: [Int64], _ body: (Int, RawSpan) throws -> Void) throws {
        statements += 1
        for (index, group) in groups.enumerated() {
            if let blob = directoryBlobs[group] { try body(index, blob.span.bytes) }
        }
    }

    func lineColumns(_ keys: [LineColumnKey], _ body: (Int, RawSpan) throws -> Void) throws {
        statements += 1
        for (index, key) in keys.enumerated() {
            if let blob = columnBlobs[key] { try body(index, blob.span.bytes) }
        }
    }

    func ledgerMonths() throws(StoreError) -> [LedgerMonthRecord] {
        statements += 1
        var newest: [BillingMonth: LedgerMonthRecord] = [:]
        for record in months { newest[record.month] = record }
        return newest.values.sorted { $0.month < $1.month }
    }

    func ledgerColumns(_ keys: [LineColumnKey], generation: Int64, _ body: (Int, RawSpan) throws -> Void) throws {
        statements += 1
        for (index, key) in keys.enumerated() {
            if let item = ledgerBlobs[key]?.last(where: { $0.generation <= generation }) {
                try body(index, item.blob.span.bytes)
            }
        }
    }

    func sumTables(_ keys: [SumTableKey], _ body: (Int, RawSpan) throws -> Void) throws {
        statements += 1
        for (index, key) in keys.enumerated() {
            if let blob = sums[key] { try body(index, blob.span.bytes) }
        }
    }

    func apiKey(hash: [UInt8]) throws(StoreError) -> APIKeyRecord? { nil }
    func apiKeys() throws(StoreError) -> [APIKeyRecord] { [] }

    // MARK: Writing

    func insert(_ record: ImportRecord) throws(StoreError) -> Int64 {
        importList.append(record)
        return record.id
    }
    func update(_ record: ImportRecord) throws(StoreError) {}
    func replace(sets: [Int64], by set: Int64, at: Instant) throws(StoreError) {}
    func insert(_ errors: [ImportErrorRecord]) throws(StoreError) {}
    func insertRaw(import: Int64, part: Int, _ bytes: RawSpan) throws(StoreError) {}
    func insert(_ records: [PartnerRecord]) throws(StoreError) {}
    func insert(_ records: [CustomerRecord]) throws(StoreError) {}
    func insert(_ records: [AgreementRecord]) throws(StoreError) {}
    func insert(_ records: [PlanRecord]) throws(StoreError) {}
    func insert(_ records: [EntitlementRecord]) throws(StoreError) {}
    func insert(_ records: [RoleAssignmentRecord]) throws(StoreError) {}
    func insert(_ records: [RoleSnapshotRecord]) throws(StoreError) {}
    func insert(_ records: [AccessGrantRecord]) throws(StoreError) {}
    func insert(_ records: [PartnerIDLinkRecord]) throws(StoreError) {}
    func insert(_ records: [PriceItemRecord]) throws(StoreError) {}
    func insert(_ records: [ExchangeRateRecord]) throws(StoreError) {}
    func insert(_ records: [SeenCustomerRecord]) throws(StoreError) {}
    func insert(_ records: [SeenPlanRecord]) throws(StoreError) {}
    func insert(_ records: [SeenSubscriptionRecord]) throws(StoreError) {}

    func nextLineGroupID() throws(StoreError) -> Int64 {
        lastGroup += 1
        return lastGroup
    }

    func insert(_ header: LineGroupHeader, directory: RawSpan) throws(StoreError) {
        headers.append(header)
        directoryBlobs[header.id] = directory.copied()
    }

    func insertLineColumn(
        _ key: LineColumnKey, month: BillingMonth, bucket: Int, _ blob: RawSpan
    ) throws(StoreError) {
        columnBlobs[key] = blob.copied()
    }

    func deleteLineGroups(_ ids: [Int64]) throws(StoreError) {
        headers.removeAll { ids.contains($0.id) }
        for key in columnBlobs.keys where ids.contains(key.group) { columnBlobs[key] = nil }
        for key in ledgerBlobs.keys where ids.contains(key.group) { ledgerBlobs[key] = nil }
    }

    func setLedgerColumn(_ key: LineColumnKey, generation: Int64, _ blob: RawSpan) throws(StoreError) {
        ledgerWrites += 1
        ledgerBlobs[key, default: []].append((generation, blob.copied()))
    }

    func insertSumTable(_ key: SumTableKey, _ blob: RawSpan) throws(StoreError) { sums[key] = blob.copied() }
    func insert(_ record: LedgerMonthRecord) throws(StoreError) { months.append(record) }
    func insert(_ key: APIKeyRecord) throws(StoreError) {}
    func revokeAPIKey(hash: [UInt8], at: Instant) throws(StoreError) {}

    func corruptColumn(_ column: ColumnID) {
        for key in columnBlobs.keys where key.column == column { columnBlobs[key]?[20] ^= 1 }
    }
}
