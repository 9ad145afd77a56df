/// The kinds of files that can be imported.
/// - Source: contract README section 2.
package enum ImportKind: UInt8, Sendable, Hashable, CaseIterable {
    case partner = 0
    case dailyRatedUsage = 1
    case invoiceReconciliation = 2
    case priceSheet = 3
    case exchangeRates = 4
    case customers = 5
    case agreements = 6
    case subscriptions = 7
    case roleAssignments = 8
    case activityLog = 9
    case accessGrants = 10
    case partnerIDLinks = 11
    case denyAssignments = 12
    case entitlements = 13
    case groupMembers = 14
    case activations = 15
    case managementGroups = 16
    case roleDefinitions = 17
    case transfers = 18
    case budgets = 19
    case azureCreditBalance = 20
    case managedServices = 21
    case serviceChecks = 22
    case signIns = 23

    /// The name in the API and the value of `--as`.
    package var code: String {
        switch self {
        case .partner: "PARTNER"
        case .dailyRatedUsage: "DAILY_RATED_USAGE"
        case .invoiceReconciliation: "INVOICE_RECONCILIATION"
        case .priceSheet: "PRICE_SHEET"
        case .exchangeRates: "EXCHANGE_RATES"
        case .customers: "CUSTOMERS"
        case .agreements: "AGREEMENTS"
        case .subscriptions: "SUBSCRIPTIONS"
        case .roleAssignments: "ROLE_ASSIGNMENTS"
        case .activityLog: "ACTIVITY_LOG"
        case .accessGrants: "ACCESS_GRANTS"
        case .partnerIDLinks: "PARTNER_ID_LINKS"
        case .denyAssignments: "DENY_ASSIGNMENTS"
        case .entitlements: "ENTITLEMENTS"
        case .groupMembers: "GROUP_MEMBERS"
        case .activations: "ACTIVATIONS"
        case .managementGroups: "MANAGEMENT_GROUPS"
        case .roleDefinitions: "ROLE_DEFINITIONS"
        case .transfers: "TRANSFERS"
        case .budgets: "BUDGETS"
        case .azureCreditBalance: "AZURE_CREDIT_BALANCE"
        case .managedServices: "MANAGED_SERVICES"
        case .serviceChecks: "SERVICE_CHECKS"
        case .signIns: "SIGN_INS"
        }
    }

    /// Any case, `-` for `_`; nil for anything else.
    package init?(code: String) {
        let wanted = String(code.uppercased().map { $0 == "-" ? "_" : $0 })
        guard let kind = Self.allCases.first(where: { $0.code == wanted }) else { return nil }
        self = kind
    }
}
