package import Credit
package import Store

/// Everything small, at one revision of the store: customers, plans, subscriptions, access, roles, prices, imports and
/// the partner. Immutable; requests keep the snapshot that they began with.
package final class Snapshot: Sendable {
    /// The store's revision that this shows.
    package let revision: Int64
    package let arena: TextArena
    package let partners: PartnerTable
    package let customers: CustomerTable
    package let plans: PlanTable
    package let subscriptions: SubscriptionTable
    package let roles: RoleTable
    package let links: LinkTable
    package let grants: GrantTable
    package let denials: DenyTable
    package let services: ServiceTable
    package let finance: CustomerFinance
    /// What decides credits; nil while no partner is known.
    package let decision: DecisionFacts?
    /// The reseller of record of an Azure plan, as a place in the decision's resellers.
    package let planResellers: [GUID: Int]
    /// Azure subscriptions of which a list of role assignments or a grant was imported.
    package let knownAccess: Set<GUID>
    package let prices: PriceTable
    package let imports: ImportTable
    /// Which usage lines count.
    package let visibility: UsageVisibility
    /// As they were published, by month and currency.
    package let exchangeRates: [BillingMonth: [ExchangeRateRow]]

    /// Rows of plans, subscriptions and resellers by customer; subscriptions by plan. Each in its table's order.
    package let plansOfCustomer: RowLists
    package let subscriptionsOfCustomer: RowLists
    package let resellersOfCustomer: RowLists
    package let subscriptionsOfPlan: RowLists
    package let servicesOfCustomer: RowLists
    /// Rows of grants by scope, then by begin: of a subscription also those that it inherits.
    package let grantsOfSubscription: RowLists
    package let grantsOfCustomer: RowLists

    init(parts: SnapshotParts) {
        revision = parts.revision
        arena = parts.arena
        partners = parts.partners
        customers = parts.customers
        plans = parts.plans
        subscriptions = parts.subscriptions
        roles = parts.roles
        links = parts.links
        grants = parts.grants
        denials = parts.denials
        services = parts.services
        finance = parts.finance
        decision = parts.facts.decision
        planResellers = parts.facts.planResellers
        knownAccess = parts.facts.knownAccess
        prices = parts.prices
        imports = parts.imports
        visibility = UsageVisibility(imports: parts.imports.records)
        exchangeRates = parts.exchangeRates
        let plans = parts.plans
        let subscriptions = parts.subscriptions
        plansOfCustomer = RowLists(
            count: customers.count, pairs: plans.customers.enumerated().map { ($1, Int32($0)) })
        subscriptionsOfCustomer = RowLists(
            count: customers.count, pairs: subscriptions.customers.enumerated().map { ($1, Int32($0)) })
        subscriptionsOfPlan = RowLists(
            count: plans.count,
            pairs: subscriptions.plans.enumerated().filter { $0.element >= 0 }.map { ($1, Int32($0)) })
        servicesOfCustomer = RowLists(
            count: customers.count, pairs: parts.services.customers.enumerated().map { ($1, Int32($0)) })
        let reached = GrantReach(parts.grants, subscriptions: subscriptions, decision: parts.facts.decision)
        grantsOfSubscription = RowLists(count: subscriptions.count, pairs: reached.bySubscription)
        grantsOfCustomer = RowLists(count: customers.count, pairs: reached.byCustomer)
        var resellers: Set<Pair> = []
        for row in 0..<plans.count where plans.resellers[row] >= 0 {
            resellers.insert(Pair(customer: plans.customers[row], reseller: plans.resellers[row]))
        }
        resellersOfCustomer = RowLists(
            count: customers.count,
            pairs: resellers.sorted { ($0.customer, $0.reseller) < ($1.customer, $1.reseller) }
                .map { ($0.customer, $0.reseller) })
    }

    /// The same state with another import that runs, or with none.
    private init(_ other: Snapshot, running: RunningImport?) {
        revision = other.revision
        arena = other.arena
        partners = other.partners
        customers = other.customers
        plans = other.plans
        subscriptions = other.subscriptions
        roles = other.roles
        links = other.links
        grants = other.grants
        denials = other.denials
        services = other.services
        finance = other.finance
        decision = other.decision
        planResellers = other.planResellers
        knownAccess = other.knownAccess
        prices = other.prices
        imports = other.imports.with(running: running)
        visibility = other.visibility
        exchangeRates = other.exchangeRates
        plansOfCustomer = other.plansOfCustomer
        subscriptionsOfCustomer = other.subscriptionsOfCustomer
        resellersOfCustomer = other.resellersOfCustomer
        subscriptionsOfPlan = other.subscriptionsOfPlan
        servicesOfCustomer = other.servicesOfCustomer
        grantsOfSubscription = other.grantsOfSubscription
        grantsOfCustomer = other.grantsOfCustomer
    }

    /// The same state of the store, beside which an import runs, or none.
    package func with(running: RunningImport?) -> Snapshot { Snapshot(self, running: running) }

    private struct Pair: Hashable {
        let customer: Int32
        let reseller: Int32
    }
}

/// A published rate, as JSON texts.
package struct ExchangeRateRow: Sendable {
    package let currency: TextRef
    package let rate: TextRef
    package let day: TextRef
}

/// What a loader hands to a new snapshot.
struct SnapshotParts {
    var revision: Int64
    var arena: TextArena
    var partners: PartnerTable
    var customers: CustomerTable
    var plans: PlanTable
    var subscriptions: SubscriptionTable
    var roles: RoleTable
    var links: LinkTable
    var grants: GrantTable
    var denials: DenyTable
    var services: ServiceTable
    var finance: CustomerFinance
    var facts: LoadedFacts
    var prices: PriceTable
    var imports: ImportTable
    var exchangeRates: [BillingMonth: [ExchangeRateRow]]
}
