/// What a price sheet's Tags say, as far as it matters for the credit.
package struct PriceTags: OptionSet, Sendable, Hashable {
    package let rawValue: UInt8

    package init(rawValue: UInt8) { self.rawValue = rawValue }

    package static let reservation = PriceTags(rawValue: 1)
    package static let thirdParty = PriceTags(rawValue: 2)
    package static let azure = PriceTags(rawValue: 4)
    package static let consumption = PriceTags(rawValue: 8)

    /// Tags parted by commas, semicolons or bars; blanks, case and a plural s do not count.
    /// - Source: files.md section 5.1 (`Third Party` and `ThirdParty`, `Reservation` and `Reservations` both occur).
    package init(parsing text: String) {
        self = []
        for tag in text.split(whereSeparator: { ",;|[]\"".contains($0) }) { insert(PriceTags(tag: String(tag))) }
    }

    /// One tag.
    package init(tag: String) {
        var name = tag.lowercased().filter { !$0.isWhitespace && $0 != "-" }
        if name.hasSuffix("s") { name.removeLast() }
        self =
            switch name {
            case "reservation", "azurereservation": .reservation
            case "thirdparty": .thirdParty
            case "azure": .azure
            case "consumption": .consumption
            default: []
            }
    }
}

/// The sheets of Microsoft's price lists.
/// - Source: files.md section 5.
package enum PriceSheetView: UInt8, Sendable, Hashable, CaseIterable {
    case azureConsumption = 0
    case azureReservations = 1
    case marketplace = 2
    case licenseBased = 3
    case software = 4

    /// The name in Microsoft's API.
    package var code: String {
        switch self {
        case .azureConsumption: "azure_consumption"
        case .azureReservations: "azure_reservations"
        case .marketplace: "marketplace"
        case .licenseBased: "updatedlicensebased"
        case .software: "software"
        }
    }

    package init?(code: String) {
        guard let view = Self.allCases.first(where: { $0.code == code }) else { return nil }
        self = view
    }
}
