/// What people may do in Partner Center, and with which roles.
/// - Source: model.md section 2, the "appropriate roles" lines of the pages of 2019 to 2023. Pages of 2024 and later drop
///   the global admin from many of them; the table is the default, and data.
package struct PartnerFunction: Sendable, Hashable {
    package let name: String
    /// One of them is enough.
    package let roles: [PartnerRole]
    /// Key of the page.
    package let source: String

    private init(_ name: String, _ roles: [PartnerRole], _ source: String) {
        self.name = name
        self.roles = roles
        self.source = source
    }

    package static let credit = PartnerFunction(
        "PEC overview, calculation, FAQ, troubleshooting",
        [.globalAdmin, .userManagementAdmin, .adminAgent, .billingAdmin, .salesAgent], "EXP")
    package static let startAzurePlan = PartnerFunction("Start with Azure plan", [.adminAgent, .salesAgent], "START")
    package static let buyAzurePlan = PartnerFunction(
        "Buy Azure plan", [.globalAdmin, .userManagementAdmin, .salesAgent], "BUY")
    package static let priceList = PartnerFunction("Price list", PartnerRole.allCases, "PRICE")
    package static let priceAPI = PartnerFunction(
        "Price and exchange-rate API", [.globalAdmin, .adminAgent, .salesAgent], "SHEET")
    package static let billing = PartnerFunction(
        "Azure plan billing, charge types, credit balance", [.globalAdmin, .adminAgent, .billingAdmin], "BILL22")
    package static let reconciliation = PartnerFunction(
        "Recon file guide", [.globalAdmin, .billingAdmin], "USE")
    package static let dailyUsage = PartnerFunction(
        "Daily usage guide", [.adminAgent, .billingAdmin, .salesAgent, .helpdeskAgent], "DAILY22")
    package static let manageSubscriptions = PartnerFunction(
        "Manage subscriptions under the plan, budgets, tags, transfers, activity log", [.adminAgent], "MANAGE")
    package static let moveToAzurePlan = PartnerFunction("Move to Azure plan", PartnerRole.allCases, "TRANS")
    package static let attest = PartnerFunction("Attest customer agreement", [.adminAgent, .salesAgent], "MCA")
    /// From the roles themselves: a global admin has the agreements, a sales agent views those of customers.
    package static let viewAgreements = PartnerFunction(
        "View customer agreements", [.globalAdmin, .adminAgent, .salesAgent], "PERM")
    /// Ours: no page names who records checks of managed services.
    package static let recordServices = PartnerFunction(
        "Record managed services", [.adminAgent, .helpdeskAgent], "DERIVED")
    /// Ours: the page on the compliance report has no line of roles; those who look after users and agents.
    package static let mfaReport = PartnerFunction(
        "Security requirements status", [.globalAdmin, .userManagementAdmin, .adminAgent], "DERIVED")

    /// Ours: plugins are not Partner Center's.
    package static let plugins = PartnerFunction("Transform plugins", [.globalAdmin, .adminAgent], "DERIVED")

    /// All rows that one role is enough for. (Cancelling a subscription needs two at once and is not offered here.)
    package static let all = [
        credit, startAzurePlan, buyAzurePlan, priceList, priceAPI, billing, reconciliation, dailyUsage,
        manageSubscriptions, moveToAzurePlan, attest, viewAgreements, recordServices, mfaReport,
        plugins,
    ]
}
