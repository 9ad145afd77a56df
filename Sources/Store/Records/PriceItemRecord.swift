package import Credit

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
