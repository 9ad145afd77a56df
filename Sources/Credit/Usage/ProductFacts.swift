/// What a usage line says about the product that was used and how it was paid: the input of stages B and C.
///
/// Two lines with equal product facts get equal answers, so a column engine asks once per distinct value.
package struct ProductFacts: Sendable, Hashable {
    package var offer: OfferKind
    package var productID: String
    package var skuID: String
    /// The customer's country: the market of the price sheet; nil: not known.
    package var market: CountryCode?
    package var day: Day
    package var skuName: String
    package var meterName: String
    package var benefitType: String
    package var creditType: String
    /// Percent of the line that an Azure credit paid, as the file states it (0…100).
    package var creditPercentage: ExactDecimal
    /// AdditionalInfo names a reservation and the amount is zero.
    package var isPaidByReservation: Bool
    /// Facts that stand in for the price sheets.
    package var stated: StatedProduct?

    package init(
        offer: OfferKind = .azurePlan, productID: String, skuID: String, market: CountryCode?, day: Day,
        skuName: String = "", meterName: String = "", benefitType: String = "", creditType: String = "",
        creditPercentage: ExactDecimal = .zero, isPaidByReservation: Bool = false, stated: StatedProduct? = nil
    ) {
        self.offer = offer
        self.productID = productID
        self.skuID = skuID
        self.market = market
        self.day = day
        self.skuName = skuName
        self.meterName = meterName
        self.benefitType = benefitType
        self.creditType = creditType
        self.creditPercentage = creditPercentage
        self.isPaidByReservation = isPaidByReservation
        self.stated = stated
    }

    /// Percent of the line that an Azure credit paid. The API's samples repeat the rate of the partner's own credit
    /// in the same field; that is no Azure credit.
    /// - Source: pec.md sections 4 and 11 ([ACO], [APIDAY]).
    package var azureCreditPercentage: ExactDecimal {
        if creditPercentage.isZero { return .zero }
        let type = creditType.lowercased().filter { !$0.isWhitespace }
        return type == "partnerearnedcreditapplied" || type == "creditnotapplied" ? .zero : creditPercentage
    }
}

/// What a case of `decide` says of a product instead of the price sheets.
package struct StatedProduct: Sendable, Hashable {
    package var view: PriceSheetView
    package var tags: PriceTags
    package var isInPriceList: Bool
    package var isSpot: Bool
    package var isTelcoPayg: Bool

    package init(
        view: PriceSheetView = .azureConsumption, tags: PriceTags = [], isInPriceList: Bool = true,
        isSpot: Bool = false, isTelcoPayg: Bool = false
    ) {
        self.view = view
        self.tags = tags
        self.isInPriceList = isInPriceList
        self.isSpot = isSpot
        self.isTelcoPayg = isTelcoPayg
    }
}

/// The offer behind a subscription.
package enum OfferKind: UInt8, Sendable, Hashable, CaseIterable {
    case azurePlan = 0
    /// MS-AZR-0145P.
    case legacyAzure = 1
    /// Licences, software, anything that is not Azure consumption.
    case other = 2

    /// From a stated offer name or id (`Azure plan`, `MS-AZR-0145P`, `Microsoft 365`).
    package init(stated text: String) {
        let name = text.lowercased()
        self = Self.isLegacy(name) ? .legacyAzure : name.contains("azure plan") ? .azurePlan : .other
    }

    /// From a daily usage line, where every line is of an Azure plan, however the plan was renamed.
    package init(usageDescription text: String) { self = Self.isLegacy(text.lowercased()) ? .legacyAzure : .azurePlan }

    private static func isLegacy(_ name: String) -> Bool { name.contains("ms-azr-0145p") }
}
