package import Credit

/// Which agreement a customer accepted.
package enum AgreementKind: UInt8, Sendable, Hashable, CaseIterable {
    case microsoftCustomerAgreement = 0
    case microsoftCloudAgreement = 1

    /// The name in the API.
    package var code: String {
        switch self {
        case .microsoftCustomerAgreement: "MICROSOFT_CUSTOMER_AGREEMENT"
        case .microsoftCloudAgreement: "MICROSOFT_CLOUD_AGREEMENT"
        }
    }
}

/// An attested agreement of a customer.
/// - Source: model.md section 4.
package struct AgreementRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var customer: GUID
    package var kind: AgreementKind
    /// When the customer accepted.
    package var agreedAt: Instant
    /// The partner's user who attested.
    package var userID: String?
    package var templateID: GUID?
    package var firstName: String?
    package var lastName: String?
    package var email: String?
    package var phone: String?
    package var link: String?

    package init(
        origin: FactOrigin, customer: GUID, kind: AgreementKind, agreedAt: Instant, userID: String? = nil,
        templateID: GUID? = nil, firstName: String? = nil, lastName: String? = nil, email: String? = nil,
        phone: String? = nil, link: String? = nil
    ) {
        self.origin = origin
        self.customer = customer
        self.kind = kind
        self.agreedAt = agreedAt
        self.userID = userID
        self.templateID = templateID
        self.firstName = firstName
        self.lastName = lastName
        self.email = email
        self.phone = phone
        self.link = link
    }
}
