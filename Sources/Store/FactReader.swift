package import Credit

/// Facts of visible imports, oldest as-of first, so that a later record of the same key has precedence. Each call is
/// one statement. In a view of the past, the facts that were known then.
package protocol FactReader: AnyObject {
    // MARK: The tables of the catalogue

    func partners() throws(StoreError) -> [PartnerRecord]
    func customers() throws(StoreError) -> [CustomerRecord]
    func agreements() throws(StoreError) -> [AgreementRecord]
    func plans() throws(StoreError) -> [PlanRecord]
    func entitlements() throws(StoreError) -> [EntitlementRecord]
    func roleAssignments() throws(StoreError) -> [RoleAssignmentRecord]
    func roleSnapshots() throws(StoreError) -> [RoleSnapshotRecord]
    func accessGrants() throws(StoreError) -> [AccessGrantRecord]
    func partnerIDLinks() throws(StoreError) -> [PartnerIDLinkRecord]
    func priceItems() throws(StoreError) -> [PriceItemRecord]
    func exchangeRates() throws(StoreError) -> [ExchangeRateRecord]
    func seenCustomers() throws(StoreError) -> [SeenCustomerRecord]
    func seenPlans() throws(StoreError) -> [SeenPlanRecord]
    func seenSubscriptions() throws(StoreError) -> [SeenSubscriptionRecord]

    // MARK: Changes of access

    func roleEvents() throws(StoreError) -> [RoleAssignmentEvent]
    func denyAssignments() throws(StoreError) -> [DenyAssignmentRecord]
    func denySnapshots() throws(StoreError) -> [DenySnapshotRecord]
    func groupMembers() throws(StoreError) -> [GroupMemberRecord]
    func activations() throws(StoreError) -> [ActivationRecord]
    func managementGroups() throws(StoreError) -> [ManagementGroupRecord]
    func roleDefinitions() throws(StoreError) -> [RoleDefinitionRecord]

    // MARK: Customers and invoices

    func transfers() throws(StoreError) -> [TransferRecord]
    func transitions() throws(StoreError) -> [TransitionRecord]
    func budgets() throws(StoreError) -> [BudgetRecord]
    func creditBalances() throws(StoreError) -> [CreditBalanceRecord]
    /// Calls `body` with each line of these months, and of these customers where not all are asked for.
    func invoiceLines(
        months: [BillingMonth], customers: [GUID]?, _ body: (InvoiceLineRecord) throws -> Void) throws
    /// Months that have invoice lines, ascending.
    func invoiceMonths() throws(StoreError) -> [BillingMonth]

    // MARK: Services and sign-ins

    func managedServices() throws(StoreError) -> [ManagedServiceRecord]
    /// The checks of these services in a stretch of time, by service, time and metric, each once; of every service the
    /// first `limit` behind a place.
    func serviceChecks(
        services: [String], from: Instant, until: Instant, after: ServiceCheckPlace?, limit: Int
    ) throws(StoreError) -> [ServiceCheckRecord]
    /// How many checks each service has in a stretch of time; those without are left out.
    func serviceCheckCounts(services: [String], from: Instant, until: Instant) throws(StoreError) -> [String: Int]
    /// The newest check of each service that has one.
    func latestServiceChecks(services: [String]) throws(StoreError) -> [ServiceCheckRecord]
    /// Of the days up to this one: each account's newest row and all rows of the last seven days with data.
    func signIns(through day: Day) throws(StoreError) -> [SignInRecord]
}

/// Where a check stands in the list of its service.
package struct ServiceCheckPlace: Sendable, Hashable {
    package let at: Instant
    package let metric: String

    package init(at: Instant, metric: String) {
        self.at = at
        self.metric = metric
    }
}
