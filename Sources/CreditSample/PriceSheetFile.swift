/// Writes `price-sheet-<market>-<yyyymm>.csv`: every field quoted, tiers from the top down.
///
/// - Source: files.md section 5.1.
struct PriceSheetFile {
    let world: SampleWorld
    let market: String
    let month: CivilDate

    private static let header = [
        "ProductTitle", "ProductId", "SkuId", "SkuTitle", "Publisher", "SkuDescription", "UnitOfMeasure",
        "TermDuration", "Market", "Currency", "UnitPrice", "PricingTierRangeMin", "PricingTierRangeMax",
        "EffectiveStartDate", "EffectiveEndDate", "MeterIds", "MeterType", "Tags",
    ]
    private static let opening = "3/1/2018 12:00:00 AM"
    private static let openEnd = "11/30/9999 11:59:59 PM"

    /// Lines written.
    func write(to writer: inout ByteWriter) -> Int {
        writer.text(Self.row(Self.header))
        var lines = 0
        for meter in world.catalogue.meters where meter.kind != .notInSheet {
            for fields in rows(of: meter) {
                writer.text(Self.row(fields))
                lines += 1
            }
        }
        writer.text(Self.row(reservation))
        return lines + 1
    }

    private func rows(of meter: SampleMeter) -> [[String]] {
        if meter.isTiered {
            return meter.tiers.indices.reversed().map { index in
                let start = meter.tiers[index].start
                let end = index + 1 < meter.tiers.count ? "\(meter.tiers[index + 1].start)" : SampleMeter.noLimit
                return row(
                    meter, price: meter.tiers[index].price, range: (index == 0 ? "1" : "\(start + 1)", end),
                    period: (Self.opening, Self.openEnd))
            }
        }
        guard let later = meter.laterPrice else {
            return [row(meter, price: meter.tiers[0].price, range: ("", ""), period: (Self.opening, Self.openEnd))]
        }
        let change = SampleMeter.priceChange
        let eve = CivilDate(dayNumber: change.dayNumber - 1)
        let first = row(
            meter, price: meter.tiers[0].price, range: ("", ""),
            period: (Self.opening, eve.american + " 11:59:59 PM"))
        let second = row(
            meter, price: later, range: ("", ""), period: (change.american + " 12:00:00 AM", Self.openEnd))
        // A month's sheet holds what is valid on any of its days.
        let monthStart = month.dayNumber
        let next = CivilDate(dayNumber: monthStart + 31)
        let monthEnd = CivilDate(year: next.year, month: next.month, day: 1).dayNumber
        return (monthStart < change.dayNumber ? [first] : []) + (change.dayNumber < monthEnd ? [second] : [])
    }

    private func row(
        _ meter: SampleMeter, price: UInt64, range: (String, String), period: (String, String)
    ) -> [String] {
        let isThirdParty = meter.kind == .thirdParty
        return [
            meter.product, meter.productID, meter.skuID, meter.sku, isThirdParty ? "Tailspin Toys, Inc." : "Microsoft",
            "\(meter.category), \(meter.name)", meter.unit, "payG-1", market, "USD",
            FieldText.decimal(Int128(price), scale: 16), range.0, range.1, period.0, period.1, meter.meterID,
            meter.type, isThirdParty ? "Azure,Third Party" : "Azure,Consumption",
        ]
    }

    /// A reservation that is sold through the plan; its tag excludes it from the credit.
    private var reservation: [String] {
        let product = world.catalogue.reservation
        return [
            product.product, product.productID, product.skuID, product.sku, "Microsoft", "Reserved capacity",
            product.unit, "P1Y", market, "USD", FieldText.decimal(Int128(product.prices[0]), scale: 16), "", "",
            Self.opening, Self.openEnd, "", "Reservation", "Azure,Reservation",
        ]
    }

    private static func row(_ fields: [String]) -> String {
        fields.map(FieldText.quoted).joined(separator: ",") + "\r\n"
    }
}
