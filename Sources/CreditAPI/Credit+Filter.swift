import Catalogue
import Credit
import CreditLedger
import GraphQLExecution

/// Filters of the API as filters of lines. Everything starts from what the viewer may see.
extension RequestContext {
    /// All lines that the viewer may see.
    func visibleLines() -> LineFilter {
        var filter = LineFilter()
        if let customers = visibleTenants { filter.customers = Set(customers) }
        return filter
    }

    /// What a `CreditFilter` or a `UsageFilter` asks for: they share names.
    /// - Parameter view: another ledger than the stored one, whose lines are asked for.
    func lineFilter(_ input: InputObject?, in view: LedgerView? = nil) throws -> LineFilter {
        var filter = visibleLines()
        guard let input else { return filter }
        if let by = input.object("customer") {
            filter.restrict(customers: Set(try customer(by).map { [snapshot.customers.tenants[Int($0)]] } ?? []))
        }
        if let by = input.object("subscription") {
            filter.subscriptions = Set(
                try subscription(by).map { [snapshot.subscriptions.subscriptionIDs[Int($0)]] } ?? [])
        }
        if let codes = input.strings("country") {
            let countries = Set(codes.compactMap { CountryCode($0) })
            let table = snapshot.customers
            let rows = table.tenants.indices.filter { table.countries[$0].map(countries.contains) ?? false }
            filter.restrict(customers: Set(rows.map { table.tenants[$0] }))
        }
        if input.string("reseller") != nil {
            let reseller = input.partner("reseller", in: snapshot)
            let plans = snapshot.plans
            let rows = plans.planIDs.indices.filter { plans.resellers[$0] == reseller ?? -2 }
            filter.plans = Set(rows.map { plans.planIDs[$0] })
        }
        filter.isEligible = input.boolean("eligible")
        filter.reasons = input.strings("reason").map { Set($0.compactMap { CreditReason(code: $0) }) }
        filter.meterCategories = input.strings("meterCategory").map { Set($0) }
        filter.meterName = input.string("meterName")
        filter.productID = input.string("productId")
        filter.resourceGroup = input.string("resourceGroup")
        filter.tag = input.object("tag").map { TagFilter(name: $0.string("name") ?? "", value: $0.string("value")) }
        filter.agrees = input.boolean("agrees")
        filter.search = input.string("search").flatMap { $0.isEmpty ? nil : $0 }
        if let text = input.string("import") {
            // An id of nothing fits no line.
            filter.importID = GlobalID(text).flatMap { $0.type == .importedFile ? Int64($0.key) : nil } ?? -1
        }
        filter.derived = try derivedConditions(input, in: view)
        return filter
    }

    /// The report of all that the viewer may see.
    func report(_ arguments: InputObject) throws -> ReportKey {
        let view = try past(arguments)?.view
        return ReportKey(
            period: try arguments.period(), filter: try lineFilter(arguments.object("filter"), in: view), view: view)
    }

    /// The reports of all customers of a level, answered together.
    func reports(ofCustomers keys: [CustomerKey], _ arguments: InputObject) throws -> [ReportKey] {
        let period = try arguments.period()
        var filter = try lineFilter(arguments.object("filter"))
        let tenants = keys.map { snapshot.customers.tenants[$0.index] }
        filter.restrict(customers: Set(tenants))
        return tenants.map { tenant in
            ReportKey(
                period: period, filter: filter, within: [GroupPath(dimension: .customer, key: .id(tenant))])
        }
    }

    /// The reports of all subscriptions of a level, answered together.
    func reports(ofSubscriptions keys: [SubscriptionKey], _ arguments: InputObject) throws -> [ReportKey] {
        let period = try arguments.period()
        var filter = try lineFilter(arguments.object("filter"))
        let ids = keys.map { snapshot.subscriptions.subscriptionIDs[$0.index] }
        filter.subscriptions = filter.subscriptions.map { $0.intersection(ids) } ?? Set(ids)
        return ids.map { id in
            ReportKey(period: period, filter: filter, within: [GroupPath(dimension: .subscription, key: .id(id))])
        }
    }
}

extension AccountNaming {
    /// Countries and resellers as the snapshot knows them.
    init(_ snapshot: Snapshot) {
        self.init(
            country: { tenant in
                snapshot.customers.row(tenant: tenant).flatMap { snapshot.customers.countries[Int($0)] }
            },
            reseller: { _, plan in
                plan.flatMap { snapshot.plans.row(id: $0) }.flatMap { snapshot.plans.resellerPartnerIDs[Int($0)] }
            })
    }
}
