import Credit
import Store

/// Facts, which no test of the ledger asks a store for.
extension MemoryStore {
    func roleEvents() throws(StoreError) -> [RoleAssignmentEvent] { [] }
    func denyAssignments() throws(StoreError) -> [DenyAssignmentRecord] { [] }
    func denySnapshots() throws(StoreError) -> [DenySnapshotRecord] { [] }
    func groupMembers() throws(StoreError) -> [GroupMemberRecord] { [] }
    func activations() throws(StoreError) -> [ActivationRecord] { [] }
    func managementGroups() throws(StoreError) -> [ManagementGroupRecord] { [] }
    func roleDefinitions() throws(StoreError) -> [RoleDefinitionRecord] { [] }
    func transfers() throws(StoreError) -> [TransferRecord] { [] }
    func transitions() throws(StoreError) -> [TransitionRecord] { [] }
    func auditEntries(_ query: AuditQuery) throws(StoreError) -> [AuditEntry] { [] }
    func auditCount(_ query: AuditQuery) throws(StoreError) -> Int { 0 }
    func auditEntry(id: Int64) throws(StoreError) -> AuditEntry? { nil }
    func auditEntry(
        actor: String, action: String, clientMutationID: String
    ) throws(StoreError) -> AuditEntry? { nil }
    func budgets() throws(StoreError) -> [BudgetRecord] { [] }
    func creditBalances() throws(StoreError) -> [CreditBalanceRecord] { [] }
    func invoiceLines(
        months: [BillingMonth], customers: [GUID]?, _ body: (InvoiceLineRecord) throws -> Void
    ) throws {}
    func invoiceMonths() throws(StoreError) -> [BillingMonth] { [] }
    func managedServices() throws(StoreError) -> [ManagedServiceRecord] { [] }
    func serviceChecks(
        services: [String], from: Instant, until: Instant, after: ServiceCheckPlace?, limit: Int
    ) throws(StoreError) -> [ServiceCheckRecord] { [] }
    func serviceCheckCounts(services: [String], from: Instant, until: Instant) throws(StoreError) -> [String: Int] {
        [:]
    }
    func latestServiceChecks(services: [String]) throws(StoreError) -> [ServiceCheckRecord] { [] }
    func signIns(through day: Day) throws(StoreError) -> [SignInRecord] { [] }
    func insert(_ records: [RoleAssignmentEvent]) throws(StoreError) {}
    func insert(_ records: [DenyAssignmentRecord]) throws(StoreError) {}
    func insert(_ records: [DenySnapshotRecord]) throws(StoreError) {}
    func insert(_ records: [GroupMemberRecord]) throws(StoreError) {}
    func insert(_ records: [ActivationRecord]) throws(StoreError) {}
    func insert(_ records: [ManagementGroupRecord]) throws(StoreError) {}
    func insert(_ records: [RoleDefinitionRecord]) throws(StoreError) {}
    func insert(_ records: [TransferRecord]) throws(StoreError) {}
    func insert(_ records: [TransitionRecord]) throws(StoreError) {}
    func insert(_ entry: AuditEntry) throws(StoreError) -> Int64 { 0 }
    func insert(_ records: [BudgetRecord]) throws(StoreError) {}
    func insert(_ records: [CreditBalanceRecord]) throws(StoreError) {}
    func insert(_ records: [InvoiceLineRecord]) throws(StoreError) {}
    func insert(_ records: [ManagedServiceRecord]) throws(StoreError) {}
    func insert(_ records: [ServiceCheckRecord]) throws(StoreError) {}
    func insert(_ records: [SignInRecord]) throws(StoreError) {}
}
