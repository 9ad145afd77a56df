package import Credit

/// A monthly exchange rate.
/// - Source: files.md section 6.
package struct ExchangeRateRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var currency: CurrencyCode
    package var month: BillingMonth
    /// US dollars for one unit of the currency.
    package var usdPerUnit: ExactDecimal

    package init(
        origin: FactOrigin, currency: CurrencyCode, month: BillingMonth, usdPerUnit: ExactDecimal
    ) {
        self.origin = origin
        self.currency = currency
        self.month = month
        self.usdPerUnit = usdPerUnit
    }
}
