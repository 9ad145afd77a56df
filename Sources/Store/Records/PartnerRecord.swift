package import Credit

/// The partner itself, or a reseller, as the PARTNER file gives it.
/// - Source: contract README section 2, model.md section 1.
package struct PartnerRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// False for the one partner whose store this is.
    package var isReseller: Bool
    package var tenantID: GUID
    package var name: String
    package var kind: PartnerKind
    /// PartnerIDs (formerly MPN ids), the first is the one to show.
    package var partnerIDs: [String]
    /// What groups the PartnerIDs of one firm; nil: the tenant stands for itself.
    package var organization: String?
    package var country: CountryCode?
    package var billingCurrency: CurrencyCode?
    /// When the partner programme agreement was active.
    package var programAgreement: [Interval]
    /// Object ids of the AdminAgents groups.
    package var adminAgents: [GUID]
    /// Object ids of the HelpdeskAgents groups.
    package var helpdeskAgents: [GUID]

    package init(
        origin: FactOrigin, isReseller: Bool, tenantID: GUID, name: String, kind: PartnerKind,
        partnerIDs: [String], organization: String? = nil, country: CountryCode? = nil,
        billingCurrency: CurrencyCode? = nil, programAgreement: [Interval], adminAgents: [GUID],
        helpdeskAgents: [GUID]
    ) {
        self.origin = origin
        self.isReseller = isReseller
        self.tenantID = tenantID
        self.name = name
        self.kind = kind
        self.partnerIDs = partnerIDs
        self.organization = organization
        self.country = country
        self.billingCurrency = billingCurrency
        self.programAgreement = programAgreement
        self.adminAgents = adminAgents
        self.helpdeskAgents = helpdeskAgents
    }
}
