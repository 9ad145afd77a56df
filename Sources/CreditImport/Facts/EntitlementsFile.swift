internal import Credit
internal import JSON
internal import Store

/// ENTITLEMENTS: the Azure subscriptions under a customer's plans.
/// A key `transition` of ours, `{"startedAt", "finishedAt"}`, tells when one came from the previous offer.
/// - Source: model.md sections 6 and 8.
enum EntitlementsFile {
    static func read(_ items: JSONItems, customer: GUID) -> FactBatch {
        var batch = FactBatch()
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            let id = try item.guid("id")
            if let startedAt = try item.optionalInstant("transition.startedAt") {
                batch.transitions.append(
                    TransitionRecord(
                        origin: item.origin, subscriptionID: id, startedAt: startedAt,
                        finishedAt: try item.optionalInstant("transition.finishedAt")))
            }
            batch.entitlements.append(
                EntitlementRecord(
                    origin: item.origin, id: id, customer: customer,
                    planID: try item.optionalGUID("subscriptionId"), name: try item.optional("friendlyName") ?? "",
                    status: try item.optional("status") ?? "", createdAt: try item.optionalInstant("creationDate")))
        }
        return batch
    }
}
