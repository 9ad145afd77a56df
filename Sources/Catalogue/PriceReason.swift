import Credit
import Store

/// Why the product behind a price never earns, as far as the sheet tells.
enum PriceReason {
    /// - Source: contract README section 2.2; tags are compared without blanks and plural s (files.md section 5.1).
    static func reason(of record: PriceItemRecord) -> CreditReason? {
        switch record.view {
        case .marketplace: return .marketplace
        case .azureReservations: return .reservation
        case .licenceBased, .software: return .notAzurePlan
        case .azureConsumption: break
        }
        for tag in record.tags {
            switch folded(tag) {
            case "reservation": return .reservation
            case "thirdparty": return .thirdParty
            default: continue
            }
        }
        return nil
    }

    private static func folded(_ tag: String) -> String {
        let text = tag.lowercased().filter { $0 != " " }
        return text.hasSuffix("s") ? String(text.dropLast()) : text
    }
}
