import Catalogue
import Credit
import GraphQLExecution
import PluginHost
import Store

enum QueryFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<RootKey>("Query", key: RootKey.self) {
            OneOf("node", waits: true) { level in
                try level.context.requireRole()
                return try level.context.nodes([level.arguments.string("id") ?? ""])
            }
            ManyOf("nodes", waits: true) { level in
                try level.context.requireRole()
                let ids = level.arguments.strings("ids") ?? []
                if ids.count > level.context.pageLimit {
                    throw APIError.pageTooLarge(argument: "ids", value: ids.count, most: level.context.pageLimit)
                }
                var lists = Lists<AbstractKey?>(parents: 1)
                lists.append(try level.context.nodes(ids))
                return lists
            }
            One("viewer") { _, context in context.viewer }
            One("partner") { _, context -> PartnerKey? in
                try context.requireRole()
                return context.snapshot.partners.owner.map { PartnerKey($0) }
            }
            One("customer") { level -> [CustomerKey?] in
                try level.context.requireRole()
                guard let by = level.arguments.object("by") else { return [nil] }
                return [try level.context.customer(by).map { CustomerKey($0) }]
            }
            One("customers") { level in [try customers(level.arguments, level.context)] }
            One("subscription") { level -> [SubscriptionKey?] in
                try level.context.requireRole()
                guard let by = level.arguments.object("by") else { return [nil] }
                return [try level.context.subscription(by).map { SubscriptionKey($0) }]
            }
            One("subscriptions") { level in [try subscriptions(level.arguments, level.context)] }
            One("priceList") { level -> [PriceListKey?] in
                try level.context.requireRole()
                return [try priceList(level.arguments, level.context.snapshot)]
            }
            One("usage", waits: true) { level -> [LineConnection<UsageLineKey>] in
                try level.context.requireRole()
                let page = try level.arguments.page(level.context)
                return try level.context.linePages([try level.context.report(level.arguments)], page)
            }
            One("credits") { level -> [ReportKey] in
                try level.context.requireRole()
                return [try level.context.report(level.arguments)]
            }
            One("simulateCredits", waits: true) { level -> [SimulationKey] in
                try level.context.requireRole()
                return [try level.context.simulate(level.arguments)]
            }
            Leaf("months", waits: true) { level in
                try level.context.requireRole()
                let months = try level.context.reader().usageMonths().sorted(by: >)
                return { _, out in
                    out.byte(UInt8(ascii: "["))
                    for (index, month) in months.enumerated() {
                        if index > 0 { out.byte(UInt8(ascii: ",")) }
                        out.string(month.description)
                    }
                    out.byte(UInt8(ascii: "]"))
                }
            }
            Many("plugins") { level in
                try level.context.requireRole()
                var lists = Lists<PluginReport>(parents: 1)
                lists.append(level.context.plugins.reports)
                return lists
            }
            Many("exchangeRates") { level in
                try level.context.requireRole()
                let month = try level.arguments.month("month")
                var lists = Lists<ExchangeRateRow>(parents: 1)
                lists.append(level.context.snapshot.exchangeRates[month] ?? [])
                return lists
            }
            One("reconciliation", waits: true) { level -> [ReconciliationKey] in
                try level.context.requireRole()
                return [try level.context.reconciliation(level.arguments)]
            }
            Many("prices") { level in
                try level.context.requireRole()
                var lists = Lists<PriceKey>(parents: 1)
                lists.append(try level.context.prices(level.arguments))
                return lists
            }
            One("priceChanges") { level -> [ItemPage<PriceChangeKey>] in
                try level.context.requireRole()
                return [try level.context.priceChanges(level.arguments)]
            }
            Many("managedServices") { level in
                try level.context.requireRole()
                var lists = Lists<ServiceKey>(parents: 1)
                if let by = level.arguments.object("customer") {
                    lists.append(try level.context.customer(by).map { level.context.services(of: $0) } ?? [])
                } else {
                    lists.append(level.context.services(of: nil))
                }
                return lists
            }
            One("serviceFindings") { level -> [FindingsKey] in
                try level.context.requireRole()
                let context = level.context
                guard context.snapshot.decision != nil else { throw APIError.missingFact(APITexts.noPartner) }
                let day = try level.arguments.day("on") ?? context.today
                if let by = level.arguments.object("customer") {
                    return [FindingsKey(day: day, customers: try context.customer(by).map { [$0] } ?? [])]
                }
                let all = (0..<Int32(context.snapshot.customers.count)).filter { context.sees($0) }
                return [FindingsKey(day: day, customers: all)]
            }
            Many("azureRoles") { level in
                try level.context.requireRole()
                let snapshot = level.context.snapshot
                let search = level.arguments.string("search").map { FoldedText($0) }
                var lists = Lists<RoleKey>(parents: 1)
                lists.append(
                    snapshot.roles.published(
                        eligible: level.arguments.boolean("eligible"), search: search, in: snapshot.arena
                    ).map { RoleKey($0) })
                return lists
            }
            One("audit", waits: true) { level -> [AuditPage] in
                try level.context.requireRole()
                return [try level.context.audit(level.arguments)]
            }
            Many("azureOffers") { level in
                try level.context.requireRole()
                var lists = Lists<AzureOfferKind>(parents: 1)
                lists.append(AzureOfferKind.allCases)
                return lists
            }
            Many("salesRegions") { level in
                try level.context.requireRole()
                var lists = Lists<SalesRegionRow>(parents: 1)
                lists.append(SalesRegionRow.all)
                return lists
            }
            Many("glossary") { level in
                try level.context.requireRole()
                let locale = level.arguments.string("locale").flatMap { TextLocale(tag: $0) } ?? .english
                var lists = Lists<Term>(parents: 1)
                lists.append(Glossary.terms(in: locale, matching: level.arguments.string("search")))
                return lists
            }
            One("imports") { level -> [RowPage<ImportTable>] in
                try level.context.requireRole()
                let list = level.context.snapshot.importList(in: level.context.scope)
                return [try RowPage(list, .imports, try level.arguments.page(level.context))]
            }
        }
    }

    private static func customers(
        _ arguments: InputObject, _ context: RequestContext
    ) throws(APIError) -> RowPage<CustomerTable> {
        try context.requireRole()
        let order = arguments.object("orderBy")
        let sort: CustomerSort =
            switch order?.string("by") {
            case "COUNTRY": .country
            case "CREATED_AT": .createdAt
            default: .name
            }
        let isDescending = order?.string("direction") == "DESC"
        let filter = try arguments.object("filter").map { filter throws(APIError) in
            try context.customerPredicate(filter)
        }
        let list = context.snapshot.customerList(
            where: filter, in: context.scope, by: sort, descending: isDescending)
        return try RowPage(
            list, .customers, order: sort.rawValue << 1 | (isDescending ? 1 : 0), try arguments.page(context))
    }

    private static func subscriptions(
        _ arguments: InputObject, _ context: RequestContext
    ) throws(APIError) -> RowPage<SubscriptionTable> {
        try context.requireRole()
        let order = arguments.object("orderBy")
        let sort: SubscriptionSort = order?.string("by") == "CREATED_AT" ? .createdAt : .name
        let isDescending = order?.string("direction") == "DESC"
        let filter = try arguments.object("filter").map { filter throws(APIError) in
            try context.subscriptionPredicate(filter)
        }
        let list = context.snapshot.subscriptionList(
            where: filter ?? SubscriptionPredicate(), in: context.scope, by: sort, descending: isDescending)
        return try RowPage(
            list, .subscriptions, order: sort.rawValue << 1 | (isDescending ? 1 : 0), try arguments.page(context))
    }

    private static func priceList(
        _ arguments: InputObject, _ snapshot: Snapshot
    ) throws(APIError) -> PriceListKey? {
        let month = try arguments.month("month")
        let code = arguments.string("kind") ?? "AZURE_PLAN_CONSUMPTION"
        guard let market = arguments.string("market").flatMap({ CountryCode($0) }),
            let view = PriceSheetView.allCases.first(where: { view in view.priceListKind.map { "\($0)" } == code })
        else { return nil }
        return snapshot.prices.list(Catalogue.PriceListKey(market: market, month: month, view: view))
            .map { PriceListKey($0) }
    }
}
