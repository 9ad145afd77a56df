/// What kind of product a line of an invoice reconciliation bills.
/// - Source: files.md section 8, product category of a recon line.
package enum InvoiceLineCategory: UInt8, Sendable, Hashable, CaseIterable {
    case azurePlan = 0
    case reservation = 1
    case savingsPlan = 2
    case softwareSubscription = 3
    case license = 4
    case perpetualSoftware = 5
    case thirdParty = 6

    /// The name in the API.
    package var code: String {
        switch self {
        case .azurePlan: "AZURE_PLAN"
        case .reservation: "RESERVATION"
        case .savingsPlan: "SAVINGS_PLAN"
        case .softwareSubscription: "SOFTWARE_SUBSCRIPTION"
        case .license: "LICENSE"
        case .perpetualSoftware: "PERPETUAL_SOFTWARE"
        case .thirdParty: "THIRD_PARTY"
        }
    }

    /// Whether the daily usage files hold what it bills.
    package var isConsumption: Bool { self == .azurePlan || self == .thirdParty }

    /// - Parameters:
    ///   - hasChargeEnd: whether the line says when its period ends.
    package init(
        term: String, hasChargeEnd: Bool, publisher: String, publisherID: String, subscriptionDescription: String,
        isUsage: Bool
    ) {
        let text = term.lowercased()
        let first = publisher.lowercased()
        if text.contains("reservation") {
            self = .reservation
        } else if text.contains("savings plan") {
            self = .savingsPlan
        } else if subscriptionDescription.lowercased() == "azure plan" || isUsage {
            // A third party's product of the Azure consumption list is billed with the plan too.
            self =
                first.hasPrefix("microsoft") || first.isEmpty || publisherID.isEmpty || publisherID == "NA"
                ? .azurePlan : .thirdParty
        } else if text.contains("subscription") {
            self = .softwareSubscription
        } else if ["one-month", "one-year", "three-year", "1 month", "1 year", "3 year"].contains(where: text.contains)
        {
            self = .license
        } else if text.isEmpty && !hasChargeEnd {
            self = .perpetualSoftware
        } else {
            self = first.hasPrefix("microsoft") || publisherID.isEmpty ? .azurePlan : .thirdParty
        }
    }
}
