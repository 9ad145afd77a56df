package import Credit

/// A commerce subscription of Partner Center: an Azure plan, or a legacy Azure offer.
/// - Source: model.md sections 5 and 6.
package struct PlanRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// `SubscriptionId` of the usage files.
    package var id: GUID
    package var customer: GUID
    package var offerID: String?
    package var offerName: String?
    package var friendlyName: String?
    /// As in the file: active, suspended, …
    package var status: String
    package var createdAt: Instant?
    package var effectiveFrom: Instant?
    package var commitmentEnd: Instant?
    /// PartnerID of the reseller of record; nil when sold directly.
    package var resellerPartnerID: String?
    package var entitlementID: GUID?
    package var parentID: GUID?
    package var orderID: String?
    package var billingType: String?
    /// Product DZH318Z0BPS6 or the offer name Azure plan.
    package var isAzurePlan: Bool
    /// MS-AZR-0145P.
    package var isLegacyAzure: Bool

    package init(
        origin: FactOrigin, id: GUID, customer: GUID, offerID: String? = nil, offerName: String? = nil,
        friendlyName: String? = nil, status: String, createdAt: Instant? = nil, effectiveFrom: Instant? = nil,
        commitmentEnd: Instant? = nil, resellerPartnerID: String? = nil, entitlementID: GUID? = nil,
        parentID: GUID? = nil, orderID: String? = nil, billingType: String? = nil, isAzurePlan: Bool,
        isLegacyAzure: Bool
    ) {
        self.origin = origin
        self.id = id
        self.customer = customer
        self.offerID = offerID
        self.offerName = offerName
        self.friendlyName = friendlyName
        self.status = status
        self.createdAt = createdAt
        self.effectiveFrom = effectiveFrom
        self.commitmentEnd = commitmentEnd
        self.resellerPartnerID = resellerPartnerID
        self.entitlementID = entitlementID
        self.parentID = parentID
        self.orderID = orderID
        self.billingType = billingType
        self.isAzurePlan = isAzurePlan
        self.isLegacyAzure = isLegacyAzure
    }
}
