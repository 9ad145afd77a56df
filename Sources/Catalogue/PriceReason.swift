import Credit
import Store

/// Why the product behind a price never earns, as far as the sheet tells.
enum PriceReason {
    /// - Source: contract README section 2.2; pec.md section 4.
    static func reason(of record: PriceItemRecord, telcoProducts: Set<String>) -> CreditReason? {
        switch record.view {
        case .marketplace: return .marketplace
        case .azureReservations: return .reservation
        case .licenseBased, .software: return .notAzurePlan
        case .azureConsumption: break
        }
        let tags = record.tags.reduce(into: PriceTags()) { $0.formUnion(PriceTags(tag: $1)) }
        if tags.contains(.reservation) { return .reservation }
        if tags.contains(.thirdParty) { return .thirdParty }
        return telcoProducts.contains(record.productID.uppercased()) ? .telcoPayg : nil
    }
}
