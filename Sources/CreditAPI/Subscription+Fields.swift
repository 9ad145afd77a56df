import Catalogue
import Credit
import GraphQLExecution

enum SubscriptionFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<SubscriptionKey>("Subscription", key: SubscriptionKey.self) {
            Column("id") { $0.subscriptions.ids }
            Column("subscriptionId") { $0.subscriptions.subscriptionIDTexts }
            Column("name") { $0.subscriptions.names }
            Column("status") { $0.subscriptions.statusTexts }
            Column("offer") { $0.subscriptions.offerTexts }
            One("customer") { key, context in CustomerKey(context.snapshot.subscriptions.customers[key.index]) }
            One("azurePlan") { key, context in AzurePlanKey(known: context.snapshot.subscriptions.plans[key.index]) }
            Column("createdAt") { $0.subscriptions.createdTexts }
            One("transition") { key, context in context.snapshot.subscriptions.transitions[key.index] }
            One("accessGrants") { level -> [RowPage<GrantTable>] in
                let page = try level.arguments.page(level.context)
                let day = try level.arguments.day("on")
                let snapshot = level.context.snapshot
                return try level.keys.map { key in
                    try RowPage(
                        snapshot.grantList(snapshot.grantsOfSubscription[key.row], on: day), .accessGrants, page)
                }
            }
            One(outcomes: "eligibility", mayBeNull: false) { level in
                guard let day = try level.arguments.day("on") else {
                    throw APIError.badPeriod("`on` is missing.")
                }
                let scope = level.arguments.string("scope")
                let past = try level.context.past(level.arguments)
                return level.keys.map { key in
                    do throws(APIError) {
                        return .value(try EligibilityKey(key, on: day, scope: scope, past, level.context))
                    } catch {
                        return .failed(error.fieldError)
                    }
                }
            }
            One("usage", waits: true) { level -> [LineConnection<UsageLineKey>] in
                let page = try level.arguments.page(level.context)
                let reports = try level.context.reports(ofSubscriptions: level.keys, level.arguments)
                return try level.context.linePages(reports, page)
            }
            One("credits") { level -> [ReportKey] in
                try level.context.reports(ofSubscriptions: level.keys, level.arguments)
            }
        }
        Object<SubscriptionTransition>("Transition", key: SubscriptionTransition.self) {
            Text("from") { _, _ in "\(AzureOfferKind.legacy.code)" }
            Text("to") { _, _ in "\(AzureOfferKind.azurePlan.code)" }
            Text("startedAt") { transition, _ in transition.startedAt.description }
            Text("finishedAt") { transition, _ -> String? in transition.finishedAt?.description }
        }
        pageBindings("Subscription", of: SubscriptionTable.self)
    }
}

extension RequestContext {
    /// What a `SubscriptionFilter` asks for.
    func subscriptionPredicate(_ filter: InputObject) throws(APIError) -> SubscriptionPredicate {
        var predicate = SubscriptionPredicate()
        if let text = filter.string("search"), !text.isEmpty { predicate.search = FoldedText(text) }
        if let codes = filter.strings("status") {
            predicate.statuses = Set(SubscriptionStatus.allCases.filter { codes.contains("\($0.code)") })
        }
        if let code = filter.string("offer") {
            predicate.offer = AzureOfferKind.allCases.first { "\($0.code)" == code }
        }
        if let by = filter.object("customer") { predicate.customer = try customer(by) ?? -1 }
        if let day = try filter.day("earningOn") {
            let snapshot = snapshot
            predicate.earning = { snapshot.accessDecision(ofSubscription: $0, on: day)?.reason.isEligible ?? false }
        }
        return predicate
    }
}
