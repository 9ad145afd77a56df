/// A meter in the open month, as the portal shows it until the period closes.
/// - Source: pec.md section 10 formula 4 (azure-plan-billing.md 2022-07-18). The page prints the quotient the other way
///   round; its own numbers prove cost ÷ units.
package struct MeterMonth: Sendable, Hashable {
    /// Units × price × (1 − rate), cut to 2 decimals.
    package let billableCost: ExactDecimal
    /// Cost ÷ units with 15 significant digits; for no units the price less the credit.
    package let effectiveUnitPrice: ExactDecimal

    /// - Throws: `.overflow`.
    package init(unitPrice: ExactDecimal, rate: ExactDecimal, units: ExactDecimal) throws(DecimalError) {
        let reduced = try WideDecimal(unitPrice).multiplied(by: ExactDecimal.one.subtracting(rate))
        billableCost = try reduced.multiplied(by: units).rounded(scale: 2, .floor).narrowed()
        effectiveUnitPrice =
            units.isZero ? try reduced.narrowed() : try billableCost.divided(by: units, significantDigits: 15)
    }
}

extension ExactDecimal {
    /// The quotient with the given significant digits, rounded half up, as Microsoft's samples show quotients.
    /// - Throws: `.divisionByZero`, `.overflow`.
    package func divided(by divisor: ExactDecimal, significantDigits digits: Int) throws(DecimalError) -> ExactDecimal {
        if isZero {
            if divisor.isZero { throw .divisionByZero }
            return .zero
        }
        // The integer part's length decides how many decimals are asked for; one division finds it.
        let rough = try divided(by: divisor, scale: 30, rounding: .towardZero)
        var integerDigits = 0
        var whole = rough.rounded(scale: 0, .towardZero).coefficient.magnitude
        while whole > 0 {
            whole /= 10
            integerDigits += 1
        }
        var places = digits - integerDigits
        if integerDigits == 0 {
            // Leading zeros behind the point do not count.
            var rest = rough.coefficient.magnitude
            var length = 0
            while rest > 0 {
                rest /= 10
                length += 1
            }
            places += rough.scale - length
        }
        return try divided(by: divisor, scale: min(max(places, 0), Self.maximumScale), rounding: .halfUp)
    }
}
