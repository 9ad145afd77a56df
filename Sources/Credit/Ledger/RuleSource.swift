/// The page that a rule comes from.
/// - Source: pec.md section 14, which has the list.
package enum RuleSource: String, Sendable, Hashable, CaseIterable {
    case explanation = "EXP"
    case troubleshooting = "TRB"
    case roles = "ROLES22"
    case faq = "FAQ"
    case priceList = "PRICE"
    case savings = "SAVE"
    case creditOffer = "ACO"
    case telco = "TELCO"
    case partnerLink = "PAL"
    case lighthouse = "LH"
    case billing = "BILL22"
    case daily = "DAILY22"
    case recon = "RECON22"
    case useRecon = "USE"
    case unitPrice = "UNIT"
    case scenarios = "SCEN"
    case exchange = "FX"
    case security = "SEC"
    case transfer = "TRANSFER"
    case derived = "DERIVED"

    /// The page and its date.
    package var title: String {
        switch self {
        case .explanation: "partner-earned-credit-explanation.md (2023-04-13)"
        case .troubleshooting: "partner-earned-credit-troubleshoot.md (2022-01-25)"
        case .roles: "azure-roles-perms-pec.md (2022-11-08)"
        case .faq: "partner-earned-credit-faq.md (2022-07-18)"
        case .priceList: "azure-plan-price-list.md (2023-06-05)"
        case .savings: "azure-savings.md (2022-10-11)"
        case .creditOffer: "azure-credit-offer-balance.md (2022-07-27)"
        case .telco: "new-commerce-telco-payg.md (2023-06-30)"
        case .partnerLink: "link-partner-id.md (2022-10-27)"
        case .lighthouse: "lighthouse/how-to/partner-earned-credit.md"
        case .billing: "azure-plan-billing.md (2022-07-18)"
        case .daily: "daily-rated-usage-recon-files.md (2022-11-08)"
        case .recon: "modern-invoice-reconciliation-file.md (2022-01-18)"
        case .useRecon: "use-the-reconciliation-files.md (2023-10-12)"
        case .unitPrice: "announcements/2023-october: reconciliation-data-unit-price.md (2023-10-03)"
        case .scenarios: "common-billing-scenarios-onetime-recurring.md (2022-11-08)"
        case .exchange: "developer/get-foreign-exchange-rates.md"
        case .security: "partner-security-compliance.md (2022-09-16)"
        case .transfer: "transfer-azure-subscriptions-under-azure-plan.md (2023-09-14)"
        case .derived: "derived by creditgraph; behind a policy where it can be chosen"
        }
    }
}
