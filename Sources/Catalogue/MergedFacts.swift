import Credit
import Store

/// Customers, plans and subscriptions as files and usage lines together tell them. What a Partner Center file says goes
/// before what usage lines call it; what only usage, or another object, names exists too.
struct MergedFacts {
    private(set) var customers: [GUID: CustomerFacts] = [:]
    private(set) var plans: [GUID: PlanFacts] = [:]
    private(set) var subscriptions: [GUID: SubscriptionFacts] = [:]
    /// Whether any file of agreements counts.
    let agreementsImported: Bool

    init(_ reader: any StoreReader, imports: ImportTable) throws {
        agreementsImported = imports.records.contains { $0.kind == .agreements && $0.isVisible }
        for record in try reader.seenCustomers() { merge(record) }
        for record in try reader.customers() { merge(record) }
        for record in try reader.seenPlans() { merge(record) }
        for record in try reader.seenSubscriptions() { merge(record) }
        let commercial = try reader.plans()
        for record in commercial where record.isAzurePlan { merge(record) }
        for record in try reader.entitlements() { merge(record) }
        for record in commercial where record.isLegacyAzure && !record.isAzurePlan { mergeLegacy(record) }
        for record in try reader.transitions() { subscriptions[record.subscriptionID]?.transition = .init(record) }
        for record in try reader.agreements() { merge(record) }
        for plan in plans.values { mention(plan.customer) }
        for subscription in subscriptions.values { mention(subscription.customer) }
    }

    private mutating func mention(_ customer: GUID) {
        if customers[customer] == nil { customers[customer] = CustomerFacts() }
    }

    private mutating func merge(_ record: SeenCustomerRecord) {
        var facts = customers[record.tenantID] ?? CustomerFacts()
        if !record.name.isEmpty { facts.name = record.name }
        facts.domain = record.domain ?? facts.domain
        facts.country = record.country ?? facts.country
        customers[record.tenantID] = facts
    }

    private mutating func merge(_ record: CustomerRecord) {
        var facts = customers[record.tenantID] ?? CustomerFacts()
        if !record.name.isEmpty { facts.name = record.name }
        facts.domain = record.domain ?? facts.domain
        facts.country = record.country ?? facts.country
        facts.createdAt = record.createdAt ?? facts.createdAt
        if !record.tags.isEmpty { facts.tags = record.tags }
        facts.relationship = record.relationship ?? facts.relationship
        customers[record.tenantID] = facts
    }

    /// A customer agreement goes before its predecessor, a later one before an earlier one.
    private mutating func merge(_ record: AgreementRecord) {
        var facts = customers[record.customer] ?? CustomerFacts()
        if let known = facts.agreement {
            let isNewKind = record.kind == .microsoftCustomerAgreement && known.kind != record.kind
            let isLater = record.kind == known.kind && record.agreedAt >= known.agreedAt
            if isNewKind || isLater { facts.agreement = record }
        } else {
            facts.agreement = record
        }
        customers[record.customer] = facts
    }

    private mutating func merge(_ record: SeenPlanRecord) {
        var facts = plans[record.id] ?? PlanFacts(customer: record.customer)
        facts.customer = record.customer
        facts.resellerPartnerID = record.resellerPartnerID ?? facts.resellerPartnerID
        plans[record.id] = facts
    }

    private mutating func merge(_ record: PlanRecord) {
        var facts = plans[record.id] ?? PlanFacts(customer: record.customer)
        facts.customer = record.customer
        facts.status = PlanStatus(fileText: record.status)
        facts.createdAt = record.createdAt ?? record.effectiveFrom ?? facts.createdAt
        facts.resellerPartnerID = record.resellerPartnerID ?? facts.resellerPartnerID
        plans[record.id] = facts
    }

    private mutating func merge(_ record: SeenSubscriptionRecord) {
        var facts = subscriptions[record.id] ?? SubscriptionFacts(customer: record.customer)
        facts.customer = record.customer
        facts.planID = record.planID ?? facts.planID
        if !record.name.isEmpty { facts.name = record.name }
        subscriptions[record.id] = facts
    }

    private mutating func merge(_ record: EntitlementRecord) {
        var facts = subscriptions[record.id] ?? SubscriptionFacts(customer: record.customer)
        facts.customer = record.customer
        facts.planID = record.planID ?? facts.planID
        if !record.name.isEmpty { facts.name = record.name }
        facts.status = SubscriptionStatus(fileText: record.status)
        facts.createdAt = record.createdAt ?? facts.createdAt
        subscriptions[record.id] = facts
    }

    /// A subscription of the previous offer; one that moved under the Azure plan is known by its entitlement already.
    private mutating func mergeLegacy(_ record: PlanRecord) {
        let id = record.entitlementID ?? record.id
        if let moved = subscriptions[id] {
            subscriptions[id]?.transition = SubscriptionTransition(record, moved)
            return
        }
        var facts = SubscriptionFacts(customer: record.customer)
        facts.name = record.friendlyName ?? record.offerName
        facts.status = SubscriptionStatus(fileText: record.status)
        facts.offer = .legacy
        facts.createdAt = record.createdAt
        subscriptions[id] = facts
    }
}
