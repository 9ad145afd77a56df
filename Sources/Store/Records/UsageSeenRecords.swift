package import Credit

/// A customer as usage lines name it; a CUSTOMERS file has precedence.
package struct SeenCustomerRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var tenantID: GUID
    package var name: String
    package var domain: String?
    package var country: CountryCode?

    package init(
        origin: FactOrigin, tenantID: GUID, name: String, domain: String? = nil, country: CountryCode? = nil
    ) {
        self.origin = origin
        self.tenantID = tenantID
        self.name = name
        self.domain = domain
        self.country = country
    }
}

/// An Azure plan as usage lines name it; a SUBSCRIPTIONS file has precedence.
package struct SeenPlanRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var id: GUID
    package var customer: GUID
    package var description: String
    /// nil when blank.
    package var resellerPartnerID: String?

    package init(
        origin: FactOrigin, id: GUID, customer: GUID, description: String, resellerPartnerID: String? = nil
    ) {
        self.origin = origin
        self.id = id
        self.customer = customer
        self.description = description
        self.resellerPartnerID = resellerPartnerID
    }
}

/// An Azure subscription as usage lines name it; an ENTITLEMENTS file has precedence.
package struct SeenSubscriptionRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var id: GUID
    package var customer: GUID
    package var planID: GUID?
    package var name: String

    package init(
        origin: FactOrigin, id: GUID, customer: GUID, planID: GUID? = nil, name: String
    ) {
        self.origin = origin
        self.id = id
        self.customer = customer
        self.planID = planID
        self.name = name
    }
}
