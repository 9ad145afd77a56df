/// Why a line of the sample earns or does not, decided by the generator's own simple rules.
///
/// - Source: pec.md section 13. Deliberately not `Credit`'s type: a mistake in one shows in the other.
package enum SampleReason: UInt8, Sendable, Hashable, CaseIterable {
    case eligible
    case programAgreementInactive
    case reservation, savingsPlan, spotVirtualMachine, thirdParty, notInPriceList
    case azureCreditApplied
    case noAccess, wrongPartnerAccess, scopeMismatch, roleNotEligible, roleUnknown, groupMismatch
    case partnerIDNotLinked, partnerIDWrongOrganization, denyAssignment, justInTimeNotActive
    case accessNotYetGranted, accessRemoved, accessNotFullDay

    /// Whether right access alone would have made the line earn.
    package var isAboutAccess: Bool { rawValue >= SampleReason.noAccess.rawValue }

    /// The stable code, as in the ledger.
    package var code: String {
        switch self {
        case .eligible: "OK_ELIGIBLE"
        case .programAgreementInactive: "PROGRAM_AGREEMENT_INACTIVE"
        case .reservation: "RESERVATION"
        case .savingsPlan: "SAVINGS_PLAN"
        case .spotVirtualMachine: "SPOT_VM"
        case .thirdParty: "THIRD_PARTY"
        case .notInPriceList: "NOT_IN_PRICE_LIST"
        case .azureCreditApplied: "AZURE_CREDIT_APPLIED"
        case .noAccess: "NO_ACCESS"
        case .wrongPartnerAccess: "WRONG_PARTNER_ACCESS"
        case .scopeMismatch: "SCOPE_MISMATCH"
        case .roleNotEligible: "ROLE_NOT_ELIGIBLE"
        case .roleUnknown: "ROLE_UNKNOWN"
        case .groupMismatch: "AOBO_GROUP_MISMATCH"
        case .partnerIDNotLinked: "PARTNER_ID_NOT_LINKED"
        case .partnerIDWrongOrganization: "PARTNER_ID_WRONG_ORG"
        case .denyAssignment: "DENY_ASSIGNMENT"
        case .justInTimeNotActive: "JIT_NOT_ACTIVE"
        case .accessNotYetGranted: "ACCESS_NOT_YET_GRANTED"
        case .accessRemoved: "ACCESS_REMOVED"
        case .accessNotFullDay: "ACCESS_NOT_FULL_DAY"
        }
    }
}
