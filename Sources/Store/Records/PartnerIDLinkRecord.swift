package import Credit

/// A partner-id link (PAL) of an identity.
/// - Source: contract README section 2.
package struct PartnerIDLinkRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var objectID: GUID
    package var tenantID: GUID
    package var partnerID: String
    package var period: Interval
    package var statedBy: String?

    package init(
        origin: FactOrigin, objectID: GUID, tenantID: GUID, partnerID: String, period: Interval,
        statedBy: String? = nil
    ) {
        self.origin = origin
        self.objectID = objectID
        self.tenantID = tenantID
        self.partnerID = partnerID
        self.period = period
        self.statedBy = statedBy
    }
}
