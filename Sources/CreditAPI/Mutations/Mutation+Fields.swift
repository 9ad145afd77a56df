import Catalogue
import Credit
import GraphQLExecution
import Store

enum MutationFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<MutationKey>("Mutation", key: MutationKey.self) {
            mutation("confirmCustomerAgreement") { try $0.confirmCustomerAgreement($1, $2) }
            mutation("createAzurePlan") { try $0.createAzurePlan($1, $2) }
            mutation("addSubscription") { try $0.addSubscription($1, $2) }
            mutation("transitionSubscription") { try $0.transitionSubscription($1, $2) }
            mutation("recordAccessGrant") { try $0.recordAccessGrant($1, $2) }
            mutation("removeAccess") { try $0.removeAccess($1, $2) }
            mutation("linkPartnerId") { try $0.linkPartnerId($1, $2) }
            mutation("recordServiceCheck") { try $0.recordServiceCheck($1, $2) }
            PluginListFields.reload
        }
        Object<UserProblem>("UserError", key: UserProblem.self) {
            Text("code") { problem, _ in problem.code }
            Leaf("message") { level in
                let texts = TextCatalogue.of(level.context.locale)
                let keys = level.keys
                return { row, out in out.string(texts.render(keys[row].text)) }
            }
            Leaf("path") { level in
                let keys = level.keys
                return { row, out in
                    if keys[row].path.isEmpty { return out.null() }
                    out.byte(UInt8(ascii: "["))
                    for (index, name) in keys[row].path.enumerated() {
                        if index > 0 { out.byte(UInt8(ascii: ",")) }
                        out.string(name)
                    }
                    out.byte(UInt8(ascii: "]"))
                }
            }
        }
        payload("ConfirmCustomerAgreementPayload", "customer") { id, snapshot in
            id.guid.flatMap { snapshot.customers.row(tenant: $0) }.map { CustomerKey($0) }
        }
        payload("CreateAzurePlanPayload", "azurePlan") { id, snapshot in
            id.guid.flatMap { snapshot.plans.row(id: $0) }.map { AzurePlanKey($0) }
        }
        payload("AddSubscriptionPayload", "subscription", Self.subscription)
        payload("TransitionSubscriptionPayload", "subscription", Self.subscription)
        payload("RecordAccessGrantPayload", "grant", Self.grant)
        payload("RemoveAccessPayload", "grant", Self.grant)
        payload("LinkPartnerIdPayload", "link") { id, snapshot in
            id.line.flatMap { snapshot.links.row(origin: FactOrigin(importID: $0.importID, line: $0.line)) }
                .map { LinkKey($0) }
        }
        payload("RecordServiceCheckPayload", "service") { id, snapshot in
            snapshot.services.row(serviceID: id.key).map { ServiceKey($0) }
        }
    }

    private static func subscription(_ id: GlobalID, _ snapshot: Snapshot) -> SubscriptionKey? {
        id.guid.flatMap { snapshot.subscriptions.row(id: $0) }.map { SubscriptionKey($0) }
    }

    private static func grant(_ id: GlobalID, _ snapshot: Snapshot) -> GrantKey? {
        snapshot.grants.row(key: id.key).map { GrantKey($0) }
    }

    private static func mutation(
        _ name: String,
        _ decide: @escaping @Sendable (RequestContext, InputObject, any StoreReader) throws -> ChangeDecision
    ) -> One<RequestContext, MutationKey> {
        One(name, waits: true) { level -> [ChangePayload] in
            let context = level.context
            return [
                try context.change(name, level.arguments) { try decide(context, $0, $1) }
            ]
        }
    }

    /// The changed object is looked up in the state after the change, by its id.
    private static func payload<Key: Sendable>(
        _ type: String, _ field: String, _ find: @escaping @Sendable (GlobalID, Snapshot) -> Key?
    ) -> [BoundObject<RequestContext>] {
        @ObjectBuilder<RequestContext> var objects: [BoundObject<RequestContext>] {
            Object<ChangePayload>(type, key: ChangePayload.self) {
                One(field) { payload, context -> Key? in
                    payload.object.flatMap { find($0, context.snapshot) }
                }
                Many("userErrors") { payload, _ in payload.problems }
            }
        }
        return objects
    }
}

/// The key of `Mutation`.
typealias MutationKey = RootKey
