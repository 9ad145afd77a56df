/// What Microsoft's file itself says of the credit of a line.
package struct StatedCredit: Sendable, Hashable {
    /// `PartnerEarnedCreditPercentage`, 0 or 15; nil in `basic` exports, which leave it out.
    package var percentage: ExactDecimal?
    package var unitPrice: ExactDecimal
    /// `EffectiveUnitPrice`; nil where the file has none.
    package var effectiveUnitPrice: ExactDecimal?

    package init(percentage: ExactDecimal?, unitPrice: ExactDecimal, effectiveUnitPrice: ExactDecimal?) {
        self.percentage = percentage
        self.unitPrice = unitPrice
        self.effectiveUnitPrice = effectiveUnitPrice
    }

    /// Whether the file says the same as the decision. Without a percentage the two prices tell: a lower effective
    /// price means credit; where the list price is zero, or nothing is stated, nothing contradicts.
    /// - Source: files.md section 3.2 (`basic`); pec.md section 11.
    package func agrees(withRate rate: ExactDecimal) -> Bool {
        if let percentage {
            guard let stated = try? percentage.multiplied(by: ExactDecimal(unchecked: 1, scale: 2)) else {
                return false
            }
            return stated == rate
        }
        guard let effectiveUnitPrice, !unitPrice.isZero else { return true }
        return (effectiveUnitPrice.magnitude < unitPrice.magnitude) == !rate.isZero
    }
}
