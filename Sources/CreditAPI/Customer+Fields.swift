import Catalogue
import Credit
import GraphQLExecution
import Store

enum CustomerFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        customer
        pageBindings("Customer", of: CustomerTable.self)
        agreement
    }

    @ObjectBuilder<RequestContext> private static var customer: [BoundObject<RequestContext>] {
        Object<CustomerKey>("Customer", key: CustomerKey.self) {
            Column("id") { $0.customers.ids }
            Column("tenantId") { $0.customers.tenantTexts }
            Column("name") { $0.customers.names }
            Column("domain") { $0.customers.domains }
            Column("country") { $0.customers.countryTexts }
            Column("createdAt") { $0.customers.createdTexts }
            Column("tags") { $0.customers.tags }
            One("budget") { level -> [BudgetKey?] in try level.context.budgets(level.keys, level.arguments) }
            Many("managedServices") { key, context in context.services(of: key.row) }
            Many("transfers") { key, context in
                context.snapshot.finance.transfers(of: context.snapshot.customers.tenants[key.index])
            }
            One("agreement") { key, context in
                context.snapshot.customers.agreementStates[key.index] == nil ? nil : CustomerAgreementKey(key.row)
            }
            Many("orderBlockers") { key, context in context.orderBlockers(ofCustomer: key.row) }
            Many("azurePlans") { level in
                var lists = Lists<AzurePlanKey>(parents: level.keys.count)
                let plans = level.context.snapshot.plansOfCustomer
                for key in level.keys { lists.append(plans[key.row].lazy.map { AzurePlanKey($0) }) }
                return lists
            }
            One("subscriptions") { level -> [RowPage<SubscriptionTable>] in
                let page = try level.arguments.page(level.context)
                let filter = try level.arguments.object("filter").map { try level.context.subscriptionPredicate($0) }
                let snapshot = level.context.snapshot
                let lists = snapshot.subscriptionsOfCustomer
                guard let filter else {
                    return try level.keys.map { key in
                        try RowPage(snapshot.subscriptionList(lists[key.row]), .subscriptions, page)
                    }
                }
                return try level.keys.map { key in
                    // A filter for another customer fits none of this one's.
                    let rows = filter.customer.map { $0 == key.row } ?? true ? lists[key.row] : []
                    return try RowPage(snapshot.subscriptionList(rows, where: filter), .subscriptions, page)
                }
            }
            Many("resellers") { level in
                var lists = Lists<PartnerKey>(parents: level.keys.count)
                let resellers = level.context.snapshot.resellersOfCustomer
                for key in level.keys { lists.append(resellers[key.row].lazy.map { PartnerKey($0) }) }
                return lists
            }
            One("accessGrants") { level -> [RowPage<GrantTable>] in
                let page = try level.arguments.page(level.context)
                let day = try level.arguments.day("on")
                let snapshot = level.context.snapshot
                return try level.keys.map { key in
                    try RowPage(
                        snapshot.grantList(snapshot.grantsOfCustomer[key.row], on: day), .accessGrants, page)
                }
            }
            One("credits") { level -> [ReportKey] in
                try level.context.reports(ofCustomers: level.keys, level.arguments)
            }
        }
    }

    @ObjectBuilder<RequestContext> private static var agreement: [BoundObject<RequestContext>] {
        Object<CustomerAgreementKey>("CustomerAgreement", key: CustomerAgreementKey.self) {
            Column("state") { $0.customers.agreementTexts }
            Text("kind") { key, context in
                (context.snapshot.customers.agreements[key.index]?.kind ?? .microsoftCustomerAgreement).code
            }
            Text("acceptedOn") { key, context -> String? in
                context.snapshot.customers.agreements[key.index]?.agreedAt.day.description
            }
            One("acceptedBy") { key, context in
                context.snapshot.customers.agreements[key.index]?.email == nil ? nil : ContactKey(key.row)
            }
            Text("confirmedAt") { key, context -> String? in
                // A record without the partner's user was signed by the customer directly.
                guard let record = context.snapshot.customers.agreements[key.index], record.userID != nil else {
                    return nil
                }
                return record.agreedAt.description
            }
        }
        Object<ContactKey>("Contact", key: ContactKey.self) {
            Text("firstName") { key, context in context.snapshot.customers.agreements[key.index]?.firstName ?? "" }
            Text("lastName") { key, context in context.snapshot.customers.agreements[key.index]?.lastName ?? "" }
            Text("email") { key, context in context.snapshot.customers.agreements[key.index]?.email ?? "" }
            Text("phone") { key, context -> String? in context.snapshot.customers.agreements[key.index]?.phone }
        }
    }
}

extension RequestContext {
    /// What a `CustomerFilter` asks for.
    func customerPredicate(_ filter: InputObject) throws(APIError) -> CustomerPredicate {
        var parts: [CustomerPredicate] = []
        if let text = filter.string("search"), !text.isEmpty { parts.append(.search(FoldedText(text))) }
        if let codes = filter.strings("country") { parts.append(.country(Set(codes.compactMap { CountryCode($0) }))) }
        if let state = filter.string("agreement") {
            parts.append(.agreement(state == "CONFIRMED" ? .confirmed : .missing))
        }
        if let wanted = filter.boolean("hasAzurePlan") { parts.append(.hasAzurePlan(wanted)) }
        if filter.string("reseller") != nil { parts.append(.reseller(filter.partner("reseller", in: snapshot))) }
        if let all = filter.objects("and") {
            parts.append(.all(try all.map { part throws(APIError) in try customerPredicate(part) }))
        }
        if let any = filter.objects("or") {
            parts.append(.any(try any.map { part throws(APIError) in try customerPredicate(part) }))
        }
        if let not = filter.object("not") { parts.append(.not(try customerPredicate(not))) }
        return .all(parts)
    }
}
