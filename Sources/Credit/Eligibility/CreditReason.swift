/// Why a usage line earns credit or not, in the order of the API; raw values are stored and never change.
/// - Source: pec.md section 13.
package enum CreditReason: UInt8, Sendable, Hashable, CaseIterable {
    case okEligible = 0
    case partnerNotBilled = 1
    case programAgreementInactive = 2
    case legacyOffer = 3
    case notAzurePlan = 4
    case reservation = 5
    case savingsPlan = 6
    case spotVM = 7
    case marketplace = 8
    case thirdParty = 9
    case telcoPayg = 10
    case notInPriceList = 11
    case azureCreditApplied = 12
    case noAccess = 13
    case wrongPartnerAccess = 14
    case scopeMismatch = 15
    case roleNotEligible = 16
    case roleUnknown = 17
    case aoboGroupMismatch = 18
    case partnerIDNotLinked = 19
    case partnerIDWrongOrg = 20
    case denyAssignment = 21
    case jitNotActive = 22
    case accessNotYetGranted = 23
    case accessRemoved = 24
    case accessNotFullDay = 25

    /// The name in the API and in reports: `NO_ACCESS`.
    package var code: String {
        switch self {
        case .okEligible: "OK_ELIGIBLE"
        case .partnerNotBilled: "PARTNER_NOT_BILLED"
        case .programAgreementInactive: "PROGRAM_AGREEMENT_INACTIVE"
        case .legacyOffer: "LEGACY_OFFER"
        case .notAzurePlan: "NOT_AZURE_PLAN"
        case .reservation: "RESERVATION"
        case .savingsPlan: "SAVINGS_PLAN"
        case .spotVM: "SPOT_VM"
        case .marketplace: "MARKETPLACE"
        case .thirdParty: "THIRD_PARTY"
        case .telcoPayg: "TELCO_PAYG"
        case .notInPriceList: "NOT_IN_PRICE_LIST"
        case .azureCreditApplied: "AZURE_CREDIT_APPLIED"
        case .noAccess: "NO_ACCESS"
        case .wrongPartnerAccess: "WRONG_PARTNER_ACCESS"
        case .scopeMismatch: "SCOPE_MISMATCH"
        case .roleNotEligible: "ROLE_NOT_ELIGIBLE"
        case .roleUnknown: "ROLE_UNKNOWN"
        case .aoboGroupMismatch: "AOBO_GROUP_MISMATCH"
        case .partnerIDNotLinked: "PARTNER_ID_NOT_LINKED"
        case .partnerIDWrongOrg: "PARTNER_ID_WRONG_ORG"
        case .denyAssignment: "DENY_ASSIGNMENT"
        case .jitNotActive: "JIT_NOT_ACTIVE"
        case .accessNotYetGranted: "ACCESS_NOT_YET_GRANTED"
        case .accessRemoved: "ACCESS_REMOVED"
        case .accessNotFullDay: "ACCESS_NOT_FULL_DAY"
        }
    }

    package init?(code: String) {
        guard let reason = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = reason
    }

    /// The stage of the check that failed; nil for `OK_ELIGIBLE`.
    package var stage: CreditStage? {
        switch rawValue {
        case 0: nil
        case 1...2: .partner
        case 3...11: .product
        case 12: .azureCredit
        default: .access
        }
    }

    package var isEligible: Bool { self == .okEligible }

    /// Whether access alone would have earned the credit: the only lines with missed credit.
    package var isMissed: Bool { stage == .access }
}

/// The stages of the decision, in their order.
/// - Source: pec.md section 13.
package enum CreditStage: String, Sendable, Hashable, CaseIterable {
    case partner = "A"
    case product = "B"
    case azureCredit = "C"
    case access = "D"
}
