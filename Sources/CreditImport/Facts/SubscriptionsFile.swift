internal import Credit
internal import JSON
internal import Store

/// SUBSCRIPTIONS: commerce subscriptions of a customer, Azure plans among them.
/// - Source: model.md sections 5 to 7.
enum SubscriptionsFile {
    private static let azurePlanProduct = "DZH318Z0BPS6"
    private static let legacyProduct = "9DEA7946-EC2C-441E-9FFD-E3B275F7E838"

    static func read(_ items: JSONItems, customer: GUID) -> FactBatch {
        var batch = FactBatch()
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            let offerID = try item.optional("offerId")
            let offerName = try item.optional("offerName")
            let offer = "\(offerID ?? "") \(offerName ?? "")".uppercased()
            let partnerID = try item.optional("partnerId")
            batch.plans.append(
                PlanRecord(
                    origin: item.origin, id: try item.guid("id"), customer: customer, offerID: offerID,
                    offerName: offerName, friendlyName: try item.optional("friendlyName"),
                    status: try item.optional("status") ?? "", createdAt: try item.optionalInstant("creationDate"),
                    effectiveFrom: try item.optionalInstant("effectiveStartDate"),
                    commitmentEnd: try item.optionalInstant("commitmentEndDate"),
                    resellerPartnerID: partnerID == "-1" ? nil : partnerID,
                    entitlementID: try item.optionalGUID("entitlementId"),
                    parentID: try item.optionalGUID("parentSubscriptionId"), orderID: try item.optional("orderId"),
                    billingType: try item.optional("billingType"),
                    isAzurePlan: offer.hasPrefix(azurePlanProduct) || offer.hasSuffix(" AZURE PLAN")
                        || offer.contains("MS-AZR-0017G"),
                    isLegacyAzure: offer.contains("MS-AZR-0145P") || offer.hasPrefix(legacyProduct)))
        }
        return batch
    }
}
