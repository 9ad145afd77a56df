/// A role of a person in Partner Center; not an Azure role and without effect on the credit.
/// - Source: model.md section 2.
package enum PartnerRole: UInt8, Sendable, Hashable, CaseIterable {
    case globalAdmin = 0
    case userManagementAdmin = 1
    case adminAgent = 2
    case billingAdmin = 3
    case salesAgent = 4
    case helpdeskAgent = 5

    /// The name in the API.
    package var code: String {
        switch self {
        case .globalAdmin: "GLOBAL_ADMIN"
        case .userManagementAdmin: "USER_MANAGEMENT_ADMIN"
        case .adminAgent: "ADMIN_AGENT"
        case .billingAdmin: "BILLING_ADMIN"
        case .salesAgent: "SALES_AGENT"
        case .helpdeskAgent: "HELPDESK_AGENT"
        }
    }

    package init?(code: String) {
        guard let role = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = role
    }
}
