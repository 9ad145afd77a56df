/// How a partner takes part in the Cloud Solution Provider programme.
/// - Source: model.md section 1.
package enum PartnerKind: UInt8, Sendable, Hashable, CaseIterable {
    case directBill = 0
    case indirectProvider = 1
    case indirectReseller = 2
    case advisor = 3
    case controlPanelVendor = 4

    /// The name in the API.
    package var code: String {
        switch self {
        case .directBill: "DIRECT_BILL"
        case .indirectProvider: "INDIRECT_PROVIDER"
        case .indirectReseller: "INDIRECT_RESELLER"
        case .advisor: "ADVISOR"
        case .controlPanelVendor: "CONTROL_PANEL_VENDOR"
        }
    }

    package init?(code: String) {
        guard let kind = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = kind
    }

    /// Whether Microsoft bills this kind of partner: only such partners earn the credit.
    /// - Source: pec.md section 2.
    package var isBilledByMicrosoft: Bool { self == .directBill || self == .indirectProvider }
}
