package import Credit

/// The view of Partner Center that a price sheet was exported from.
package enum PriceSheetView: UInt8, Sendable, Hashable, CaseIterable {
    case azureConsumption = 0
    case azureReservations = 1
    case marketplace = 2
    case licenceBased = 3
    case software = 4

    /// Microsoft's name of the view, the value of `--view`.
    package var code: String {
        switch self {
        case .azureConsumption: "azure_consumption"
        case .azureReservations: "azure_reservations"
        case .marketplace: "marketplace"
        case .licenceBased: "updatedlicensebased"
        case .software: "software"
        }
    }

    /// Any case; `azure_marketplace` is taken too.
    package init?(code: String) {
        let wanted = code.lowercased()
        guard
            let view = Self.allCases.first(where: { $0.code == wanted })
                ?? (wanted == "azure_marketplace" ? .marketplace : nil)
        else { return nil }
        self = view
    }
}

/// A row of a price sheet: one price, or one tier of it.
/// - Source: files.md section 5.
package struct PriceItemRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var view: PriceSheetView
    package var market: CountryCode
    /// The month of the sheet.
    package var month: BillingMonth
    package var currency: CurrencyCode
    package var productID: String
    package var skuID: String
    package var productTitle: String
    package var skuTitle: String
    package var publisher: String
    package var skuDescription: String
    package var unitOfMeasure: String
    package var termDuration: String
    /// List price in `currency`, without the credit.
    package var unitPrice: ExactDecimal
    /// nil: no tiers.
    package var tierFrom: ExactDecimal?
    /// nil: no tiers, or no limit.
    package var tierTo: ExactDecimal?
    /// An open end is nil.
    package var effective: Interval
    package var meterIDs: [String]
    package var meterType: String
    package var tags: [String]

    package init(
        origin: FactOrigin, view: PriceSheetView, market: CountryCode, month: BillingMonth,
        currency: CurrencyCode, productID: String, skuID: String, productTitle: String, skuTitle: String,
        publisher: String, skuDescription: String, unitOfMeasure: String, termDuration: String,
        unitPrice: ExactDecimal, tierFrom: ExactDecimal? = nil, tierTo: ExactDecimal? = nil, effective: Interval,
        meterIDs: [String], meterType: String, tags: [String]
    ) {
        self.origin = origin
        self.view = view
        self.market = market
        self.month = month
        self.currency = currency
        self.productID = productID
        self.skuID = skuID
        self.productTitle = productTitle
        self.skuTitle = skuTitle
        self.publisher = publisher
        self.skuDescription = skuDescription
        self.unitOfMeasure = unitOfMeasure
        self.termDuration = termDuration
        self.unitPrice = unitPrice
        self.tierFrom = tierFrom
        self.tierTo = tierTo
        self.effective = effective
        self.meterIDs = meterIDs
        self.meterType = meterType
        self.tags = tags
    }
}
