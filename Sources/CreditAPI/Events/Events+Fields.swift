import Catalogue
import Credit
import GraphQLExecution
import Store

/// An import that went on, with the state that shows it.
struct ImportProgressEvent: Sendable {
    let importID: Int64
    let snapshot: Snapshot
}

/// A risk with the state in which it was found.
struct CreditRiskEvent: Sendable {
    let risk: CreditRisk
    let snapshot: Snapshot
}

/// The subscription type: what happens while a client listens.
enum EventFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<RootKey>("Events", key: RootKey.self) {
            Events(
                One("creditAtRisk") { (event: CreditRiskEvent, context: RequestContext) -> CreditRisk in
                    context.see(event.snapshot)
                    return event.risk
                }
            ) { arguments, context in try context.creditAtRisk(arguments) }
            Events(
                One("importProgress") { (event: ImportProgressEvent, context: RequestContext) -> ImportKey in
                    context.see(event.snapshot)
                    return ImportKey(event.snapshot.imports.row(id: event.importID) ?? 0)
                }
            ) { arguments, context in try context.importProgress(arguments) }
        }
        Object<CreditRisk>("CreditAtRisk", key: CreditRisk.self) {
            Text("at") { risk, _ in risk.at.description }
            One(outcomes: "customer", mayBeNull: false) { level in
                level.keys.map { risk in
                    level.context.snapshot.customers.row(tenant: risk.customer).map { .value(CustomerKey($0)) } ?? .null
                }
            }
            One("subscription") { risk, context -> SubscriptionKey? in
                risk.subscription.flatMap { context.snapshot.subscriptions.row(id: $0) }.map { SubscriptionKey($0) }
            }
            Text("reason") { risk, _ in risk.reason.code }
            One("perDay") { risk, _ in MoneyKey.exact(WideDecimal(risk.perDay), .usd) }
            Leaf("text") { level in
                let texts = level.context.texts(level.arguments)
                let (snapshot, keys) = (level.context.snapshot, level.keys)
                return { row, out in
                    out.string(texts.render(keys[row].text(name(of: keys[row], in: snapshot))))
                }
            }
        }
    }
}

extension EventFields {
    /// The name of what is at risk, or its id.
    private static func name(of risk: CreditRisk, in snapshot: Snapshot) -> String {
        if let id = risk.subscription {
            let row = snapshot.subscriptions.row(id: id)
            return row.flatMap { snapshot.arena.string(snapshot.subscriptions.names[Int($0)]) } ?? id.description
        }
        let row = snapshot.customers.row(tenant: risk.customer)
        return row.flatMap { snapshot.arena.string(snapshot.customers.names[Int($0)]) } ?? risk.customer.description
    }
}

extension RequestContext {
    /// Risks of the customers that the viewer may see, or of the one that is named.
    func creditAtRisk(_ arguments: InputObject) throws -> EventSource<CreditRiskEvent> {
        try requireRole()
        guard let feed = changes?.feed else { throw APIError.notOffered }
        var asked: GUID?
        if let by = arguments.object("customer") {
            guard let row = try customer(by) else {
                throw APIError.badID(argument: "customer", expected: "a customer that you may see")
            }
            asked = snapshot.customers.tenants[Int(row)]
        }
        let audience: ChangeFeed.Audience = { [viewer, asked] snapshot in
            let seen = viewer.scope(in: snapshot).tenants(in: snapshot).map { Set($0) }
            guard let asked else { return seen }
            return seen?.intersection([asked]) ?? [asked]
        }
        let number = FeedNumber(feed)
        let source = EventSource<CreditRiskEvent> { number.stop() }
        number.set(
            feed.onRisk(customers: audience, seesPartner: viewer.seesAll) { [weak source] risks, snapshot in
                for risk in risks {
                    if source?.publish(CreditRiskEvent(risk: risk, snapshot: snapshot)) != .accepted { break }
                }
            })
        return source
    }

    /// An import each time that its state, its rows or its refusals are others.
    func importProgress(_ arguments: InputObject) throws -> EventSource<ImportProgressEvent> {
        try requireRole()
        guard let feed = changes?.feed else { throw APIError.notOffered }
        let id = arguments.string("id").flatMap { GlobalID($0) }
        guard let id, id.type == .importedFile, let number = Int64(id.key),
            snapshot.imports.row(id: number).map({ snapshot.seesImport($0, scope) }) ?? scope.isAll
        else { throw APIError.badID(argument: "id", expected: "the id of an import that you may see") }
        let listener = FeedNumber(feed)
        let source = EventSource<ImportProgressEvent> { listener.stop() }
        listener.set(
            feed.onProgress(importID: number) { [weak source] importID, snapshot in
                _ = source?.publish(ImportProgressEvent(importID: importID, snapshot: snapshot))
            })
        return source
    }
}
