internal import Credit
internal import Store

/// What one file of facts says, before it has an import id.
struct FactBatch: Sendable {
    var partners: [PartnerRecord] = []
    var customers: [CustomerRecord] = []
    var agreements: [AgreementRecord] = []
    var plans: [PlanRecord] = []
    var entitlements: [EntitlementRecord] = []
    var roleAssignments: [RoleAssignmentRecord] = []
    var roleSnapshots: [RoleSnapshotRecord] = []
    var accessGrants: [AccessGrantRecord] = []
    var partnerIDLinks: [PartnerIDLinkRecord] = []
    var priceItems: [PriceItemRecord] = []
    var exchangeRates: [ExchangeRateRecord] = []
    var roleEvents: [RoleAssignmentEvent] = []
    var denyAssignments: [DenyAssignmentRecord] = []
    var denySnapshots: [DenySnapshotRecord] = []
    var groupMembers: [GroupMemberRecord] = []
    var activations: [ActivationRecord] = []
    var managementGroups: [ManagementGroupRecord] = []
    var roleDefinitions: [RoleDefinitionRecord] = []
    var transfers: [TransferRecord] = []
    var transitions: [TransitionRecord] = []
    var budgets: [BudgetRecord] = []
    var creditBalances: [CreditBalanceRecord] = []
    var invoiceLines: [InvoiceLineRecord] = []
    var managedServices: [ManagedServiceRecord] = []
    var serviceChecks: [ServiceCheckRecord] = []
    var signIns: [SignInRecord] = []

    /// Rows that were taken.
    var rows = 0
    var problems: [RowProblem] = []
    /// What is strange about rows that were taken, without their texts.
    var notes: [RowProblem] = []
    /// Whose files these are, where they say so.
    var partnerTenants: Set<GUID> = []
    /// What the file replaces and is replaced for; empty where records are merged one by one.
    var scopes: [String] = []
    /// When the snapshot was taken.
    var at: Instant?
    var month: BillingMonth?
    var view: PriceSheetView?

    func write(importID id: Int64, to writer: any StoreWriter) throws(StoreError) {
        try writer.insert(Self.with(id, partners, \.origin))
        try writer.insert(Self.with(id, customers, \.origin))
        try writer.insert(Self.with(id, agreements, \.origin))
        try writer.insert(Self.with(id, plans, \.origin))
        try writer.insert(Self.with(id, entitlements, \.origin))
        try writer.insert(Self.with(id, roleAssignments, \.origin))
        try writer.insert(Self.with(id, roleSnapshots, \.origin))
        try writer.insert(Self.with(id, accessGrants, \.origin))
        try writer.insert(Self.with(id, partnerIDLinks, \.origin))
        try writer.insert(Self.with(id, priceItems, \.origin))
        try writer.insert(Self.with(id, exchangeRates, \.origin))
        try writer.insert(Self.with(id, roleEvents, \.origin))
        try writer.insert(Self.with(id, denyAssignments, \.origin))
        try writer.insert(Self.with(id, denySnapshots, \.origin))
        try writer.insert(Self.with(id, groupMembers, \.origin))
        try writer.insert(Self.with(id, activations, \.origin))
        try writer.insert(Self.with(id, managementGroups, \.origin))
        try writer.insert(Self.with(id, roleDefinitions, \.origin))
        try writer.insert(Self.with(id, transfers, \.origin))
        try writer.insert(Self.with(id, transitions, \.origin))
        try writer.insert(Self.with(id, budgets, \.origin))
        try writer.insert(Self.with(id, creditBalances, \.origin))
        try writer.insert(Self.with(id, invoiceLines, \.origin))
        try writer.insert(Self.with(id, managedServices, \.origin))
        try writer.insert(Self.with(id, serviceChecks, \.origin))
        try writer.insert(Self.with(id, signIns, \.origin))
        try writer.insert(notes.map { $0.record(importID: id) })
        try writer.insert(problems.map { $0.record(importID: id) })
    }

    private static func with<Record>(
        _ id: Int64, _ records: [Record], _ origin: WritableKeyPath<Record, FactOrigin>
    ) -> [Record] {
        records.map { record in
            var record = record
            record[keyPath: origin] = FactOrigin(importID: id, line: record[keyPath: origin].line)
            return record
        }
    }
}

/// What is known of a file beside its bytes.
struct FileContext: Sendable {
    let name: String
    let kind: ImportKind
    let options: ImportOptions
    /// When it is imported: what happened, happened before.
    let now: Instant

    /// The name without archive ending: what times and months are looked for in.
    var stem: String { FileNames.stem(name) }
}

extension FactOrigin {
    /// Before the import has an id.
    init(line: Int) { self.init(importID: 0, line: line) }
}
