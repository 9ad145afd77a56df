import Catalogue
import Credit
import GraphQLExecution
import Store

enum PartnerFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<PartnerKey>("Partner", key: PartnerKey.self) {
            Column("id") { $0.partners.ids }
            Column("tenantId") { $0.partners.tenantTexts }
            Column("name") { $0.partners.names }
            Column("partnerId") { $0.partners.partnerIDs }
            Text("kind") { key, context in context.snapshot.partners.records[key.index].kind.code }
            known("country", of: { $0.countryTexts })
            known("billingCurrency", of: { $0.currencyTexts })
            One("programAgreement") { level -> [ProgramAgreementKey?] in
                let day = try level.arguments.day("on") ?? level.context.today
                let partners = level.context.snapshot.partners
                return level.keys.map { key in
                    partners.agreement(of: key.row, on: day).map { ProgramAgreementKey($0) }
                }
            }
            One("mfa", waits: true) { level -> [MFACoverage?] in
                let owner = level.context.snapshot.partners.owner
                guard level.context.scope.isAll, level.keys.contains(where: { $0.row == owner }) else {
                    return level.keys.map { _ in nil }
                }
                let coverage = MFACoverage(try level.context.reader().signIns(through: level.context.today))
                return level.keys.map { $0.row == owner ? coverage : nil }
            }
        }
        Object<ProgramAgreementKey>("ProgramAgreement", key: ProgramAgreementKey.self) {
            Column("id") { $0.partners.agreements.map(\.id) }
            Text("from") { key, context in context.snapshot.partners.agreements[key.index].period.from.day.description }
            Text("until") { key, context -> String? in
                context.snapshot.partners.agreements[key.index].period.until?.day.description
            }
            Flag("active") { key, context in
                context.snapshot.partners.agreements[key.index].period.contains(context.now)
            }
            One("source") { key, context -> SourceKey? in
                let partners = context.snapshot.partners
                let partner = partners.agreements[key.index].partner
                return SourceKey(partners.records[Int(partner)].origin, in: context.snapshot)
            }
        }
        Object<AzurePlanKey>("AzurePlan", key: AzurePlanKey.self) {
            Column("id") { $0.plans.ids }
            One("customer") { key, context in CustomerKey(context.snapshot.plans.customers[key.index]) }
            One("reseller") { key, context in PartnerKey(known: context.snapshot.plans.resellers[key.index]) }
            Column("status") { $0.plans.statusTexts }
            Column("createdAt") { $0.plans.createdTexts }
            One("subscriptions") { level -> [RowPage<SubscriptionTable>] in
                let page = try level.arguments.page(level.context)
                let snapshot = level.context.snapshot
                return try level.keys.map { key in
                    let list = snapshot.subscriptionList(
                        snapshot.subscriptionsOfPlan[key.row], where: SubscriptionPredicate())
                    return try RowPage(list, .subscriptions, page)
                }
            }
        }
    }

    /// A field that the contract promises and a partner file may lack.
    private static func known(
        _ name: String, of column: @escaping @Sendable (PartnerTable) -> [TextRef]
    ) -> Leaf<RequestContext, PartnerKey> {
        Leaf(name) { level in
            let snapshot = level.context.snapshot
            let texts = column(snapshot.partners)
            let keys = level.keys
            return { (row, out) throws(FieldError) in
                let text = texts[keys[row].index]
                if text.isNone {
                    throw APIError.missingFact(
                        "The partner file says no \(name) of this partner. Add it and import the file again."
                    ).fieldError
                }
                out.text(text, in: snapshot.arena)
            }
        }
    }
}
