/// The monthly exchange table of Partner Center.
/// - Source: developer/get-foreign-exchange-rates.md; files.md section 6 (the inverse is derived).
package enum ExchangeTable {
    /// Units of a currency for one US dollar, with 15 significant digits; only for estimates, as each line has its rate.
    /// - Throws: `.divisionByZero`, `.overflow`.
    package static func pricingToBilling(usdPerUnit: ExactDecimal) throws(DecimalError) -> ExactDecimal {
        try ExactDecimal.one.divided(by: usdPerUnit, significantDigits: 15)
    }
}
