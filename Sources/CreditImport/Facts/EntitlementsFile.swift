internal import Credit
internal import JSON
internal import Store

/// ENTITLEMENTS: the Azure subscriptions under a customer's plans.
/// - Source: model.md section 6.
enum EntitlementsFile {
    static func read(_ items: JSONItems, customer: GUID) -> FactBatch {
        var batch = FactBatch()
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            batch.entitlements.append(
                EntitlementRecord(
                    origin: item.origin, id: try item.guid("id"), customer: customer,
                    planID: try item.optionalGUID("subscriptionId"), name: try item.optional("friendlyName") ?? "",
                    status: try item.optional("status") ?? "", createdAt: try item.optionalInstant("creationDate")))
        }
        return batch
    }
}
