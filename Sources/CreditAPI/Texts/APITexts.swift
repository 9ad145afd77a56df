import Catalogue
import Credit
import CreditLedger

/// Sentences of the API itself, in English. Those of decisions are in Credit's `TextCatalogue`.
enum APITexts {
    static let noPartner =
        "No partner is known, so nothing can be decided. Import the partner file (ImportKind PARTNER)."

    static let undecided =
        "This line has no decision yet: the partner file is newer than the ledger of its month. Run creditgraph compute."

    /// What was missing, and what to do about it.
    static func missing(_ fact: MissingFact, in snapshot: Snapshot) -> String {
        switch fact {
        case .partner: return noPartner
        case .priceSheet(let market, let month):
            guard let market else {
                return
                    "The customer's country is not known, so no price list was looked into. Import the customers (CUSTOMERS)."
            }
            return """
                No consumption price sheet of market \(market) for \(month) was imported, so nobody checked whether the \
                products are in it. Import that price sheet (PRICE_SHEET).
                """
        case .access(let id):
            let name = snapshot.subscriptions.row(id: id).flatMap {
                snapshot.arena.string(snapshot.subscriptions.names[Int($0)])
            }
            return """
                No list of role assignments and no access grant of subscription \(name ?? id.description) was imported, so \
                its lines count as without access. Import its role assignments (ROLE_ASSIGNMENTS).
                """
        }
    }

    /// What stands for lines that have no key of that dimension.
    static func noKey(_ dimension: CreditDimension) -> String {
        switch dimension {
        case .reseller: "Direct sale"
        case .resourceGroup: "No resource group"
        case .country: "Country not known"
        case .meterCategory: "No meter category"
        case .day, .month, .customer, .subscription, .product, .reason: "Not known"
        }
    }

    static func label(of reason: CreditReason) -> String {
        switch reason {
        case .okEligible: "Earns credit"
        case .partnerNotBilled: "Partner is not billed"
        case .programAgreementInactive: "Programme agreement inactive"
        case .legacyOffer: "Previous Azure offer"
        case .notAzurePlan: "Not Azure plan usage"
        case .reservation: "Reservation"
        case .savingsPlan: "Savings plan"
        case .spotVM: "Spot virtual machine"
        case .marketplace: "Marketplace product"
        case .thirdParty: "Third-party product"
        case .telcoPayg: "Telco pay-as-you-go"
        case .notInPriceList: "Not in the price list"
        case .azureCreditApplied: "Paid by Azure credit"
        case .noAccess: "No access"
        case .wrongPartnerAccess: "Access of another partner"
        case .scopeMismatch: "Access elsewhere"
        case .roleNotEligible: "Role does not earn"
        case .roleUnknown: "Role not listed"
        case .aoboGroupMismatch: "Foreign principal of another group"
        case .partnerIDNotLinked: "Partner id not linked"
        case .partnerIDWrongOrg: "Partner id of another organisation"
        case .denyAssignment: "Deny assignment"
        case .jitNotActive: "Just-in-time role not active"
        case .accessNotYetGranted: "Access not yet granted"
        case .accessRemoved: "Access removed"
        case .accessNotFullDay: "Access for part of the day"
        }
    }
}
