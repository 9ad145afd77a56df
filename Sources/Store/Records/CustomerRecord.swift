package import Credit

/// A customer as Partner Center returns it.
/// - Source: model.md section 3.
package struct CustomerRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var tenantID: GUID
    package var name: String
    package var domain: String?
    package var country: CountryCode?
    package var createdAt: Instant?
    package var commerceID: GUID?
    /// `reseller`, `advisor`, … as in the file.
    package var relationship: String?
    /// PartnerID of the indirect reseller.
    package var associatedPartnerID: String?
    package var allowsDelegatedAccess: Bool?
    package var tags: [String]

    package init(
        origin: FactOrigin, tenantID: GUID, name: String, domain: String? = nil, country: CountryCode? = nil,
        createdAt: Instant? = nil, commerceID: GUID? = nil, relationship: String? = nil,
        associatedPartnerID: String? = nil, allowsDelegatedAccess: Bool? = nil, tags: [String] = []
    ) {
        self.origin = origin
        self.tenantID = tenantID
        self.name = name
        self.domain = domain
        self.country = country
        self.createdAt = createdAt
        self.commerceID = commerceID
        self.relationship = relationship
        self.associatedPartnerID = associatedPartnerID
        self.allowsDelegatedAccess = allowsDelegatedAccess
        self.tags = tags
    }
}
