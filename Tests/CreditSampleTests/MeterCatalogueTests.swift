import Testing

@testable import CreditSample

struct MeterCatalogueTests {
    private let catalogue = MeterCatalogue(draw: Draw(seed: 1))

    /// The amounts of a line are made in 128 bits without checks.
    @Test func productsStayIn128Bits() {
        for meter in catalogue.meters {
            for price in meter.prices {
                #expect(!price.multipliedReportingOverflow(by: 100).overflow)
                let amount = UInt128(price * 100).multipliedReportingOverflow(by: UInt128(meter.largestQuantity))
                #expect(!amount.overflow)
                #expect(!amount.partialValue.multipliedReportingOverflow(by: 11_000_000_000).overflow)
            }
        }
    }

    @Test func weightsNameFamilies() {
        #expect(catalogue.weights.count == 64)
        #expect(Set(catalogue.weights) == Set((0..<catalogue.families.count).map(UInt8.init)))
        for family in catalogue.families {
            #expect(catalogue.meters.indices.contains(family.meters.0))
            #expect(catalogue.meters.indices.contains(family.meters.1))
        }
    }

    @Test func idsDiffer() {
        #expect(Set(catalogue.meters.map(\.productID)).count == catalogue.meters.count)
        #expect(catalogue.meters.allSatisfy { $0.productID.count == 12 && $0.skuID.count == 4 })
    }
}
