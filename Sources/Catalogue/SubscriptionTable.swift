package import Credit
import Store

/// The Azure subscriptions of a snapshot; rows are sorted by name without regard to case, then by subscription id.
package struct SubscriptionTable: Sendable {
    package let subscriptionIDs: [GUID]
    /// JSON texts: id, subscription id, name; `createdTexts` may be none.
    package let ids: [TextRef]
    package let subscriptionIDTexts: [TextRef]
    package let names: [TextRef]
    package let createdTexts: [TextRef]
    package let createdAt: [Instant?]
    package let statuses: [SubscriptionStatus]
    package let offers: [AzureOfferKind]
    package let statusTexts: [TextRef]
    package let offerTexts: [TextRef]
    package let transitions: [SubscriptionTransition?]
    /// Rows of the customers.
    package let customers: [Int32]
    /// Rows of the plans; −1 where no file says.
    package let plans: [Int32]
    let foldedNames: [TextRef]
    /// Rows in their own order, and in that of creation; rows without an instant come last.
    let byName: [Int32]
    let byCreation: [Int32]
    private let rowsByID: [GUID: Int32]

    package var count: Int { subscriptionIDs.count }
    package func row(id: GUID) -> Int32? { rowsByID[id] }

    /// The offer that usage of a day is billed by: what was used before a transition ended, and on that day as long as it
    /// did not end at its very begin, belongs to the previous one.
    /// - Source: model.md section 8.
    package func offer(_ row: Int32, on day: Day) -> AzureOfferKind {
        guard offers[Int(row)] == .azurePlan, let transition = transitions[Int(row)] else { return offers[Int(row)] }
        guard let exit = transition.finishedAt, exit <= day.start else { return .legacy }
        return .azurePlan
    }
}

/// What is known of one subscription, merged from files and usage.
struct SubscriptionFacts {
    var customer: GUID
    var planID: GUID?
    var name: String?
    var status = SubscriptionStatus.unknown
    var offer = AzureOfferKind.azurePlan
    var createdAt: Instant?
    var transition: SubscriptionTransition?
}

/// How a subscription of the previous offer came under the Azure plan.
///
/// - Source: model.md section 8: the commerce subscription of the previous offer is suspended; the id is kept. The files
///   give no time of the transition itself, so it is read from what changes with it.
package struct SubscriptionTransition: Sendable, Hashable {
    package let startedAt: Instant
    /// nil while the previous subscription is still active.
    package let finishedAt: Instant?

    /// As it was recorded when it was made here.
    init(_ record: TransitionRecord) {
        startedAt = record.startedAt
        finishedAt = record.finishedAt
    }

    /// - Parameters:
    ///   - legacy: the commerce subscription of the previous offer.
    ///   - moved: the Azure subscription as it is known under the plan.
    init?(_ legacy: PlanRecord, _ moved: SubscriptionFacts) {
        guard moved.planID != nil else { return nil }
        let ended = legacy.commitmentEnd.flatMap { $0.day.components.year < 9000 ? $0 : nil }
        guard let at = moved.createdAt ?? ended ?? legacy.effectiveFrom ?? legacy.createdAt else { return nil }
        startedAt = at
        let isOver = ["suspended", "deleted", "expired", "disabled"].contains(legacy.status.lowercased())
        finishedAt = isOver ? max(at, ended ?? at) : nil
    }
}

extension SubscriptionTable {
    init(
        _ facts: [GUID: SubscriptionFacts], customers table: CustomerTable, planRows: [GUID: Int32],
        into texts: inout TextArenaBuilder
    ) {
        let order = facts.map {
            (key: FoldedText($0.value.name ?? $0.key.description).bytes, id: $0.key, facts: $0.value)
        }
        .sorted { $0.key == $1.key ? $0.id < $1.id : $0.key.lexicographicallyPrecedes($1.key) }
        let ids = order.map(\.id)
        subscriptionIDs = ids
        self.ids = ids.map { id in texts.uniqueJSON { GlobalID(.subscription, id.description).write(into: &$0) } }
        subscriptionIDTexts = ids.map { id in texts.uniqueJSON { id.write(into: &$0) } }
        let names = order.map { $0.facts.name ?? $0.id.description }
        self.names = names.map { texts.json($0) }
        foldedNames = names.map { texts.folded($0) }
        createdAt = order.map(\.facts.createdAt)
        createdTexts = order.map { texts.json($0.facts.createdAt?.description) }
        statuses = order.map(\.facts.status)
        offers = order.map(\.facts.offer)
        statusTexts = statuses.map { texts.name($0.code) }
        offerTexts = offers.map { texts.name($0.code) }
        transitions = order.map(\.facts.transition)
        // Every customer that a fact names has a row: SnapshotLoader adds the missing ones.
        customers = order.map { table.row(tenant: $0.facts.customer) ?? 0 }
        plans = order.map { $0.facts.planID.flatMap { planRows[$0] } ?? -1 }
        byName = Array(0..<Int32(ids.count))
        byCreation = RowOrder.sorted(order.map { $0.facts.createdAt?.microseconds }, ties: ids)
        rowsByID = Dictionary(uniqueKeysWithValues: ids.enumerated().map { ($1, Int32($0)) })
    }
}
