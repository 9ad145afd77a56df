/// An exact decimal number of at most 38 digits: `coefficient` × 10^−`scale`.
///
/// Prices of 16 to 22 decimals, quantities of 6 and rates of 9 are kept as written. Where a product or a sum needs
/// more digits, the computation throws; `WideDecimal` holds those.
/// - Source: shared design notes on decimals; Microsoft's samples of unit prices with 22 decimals.
package struct ExactDecimal: Sendable {
    /// The digits as a whole number; its magnitude is below 10³⁸.
    package let coefficient: Int128
    /// Decimal places, 0…38.
    package let scale: Int

    package static let maximumScale = 38
    static let limit = PowersOfTen.power(38)

    package static let zero = ExactDecimal(unchecked: 0, scale: 0)
    package static let one = ExactDecimal(unchecked: 1, scale: 0)

    /// - Throws: `.overflow` when the coefficient has more than 38 digits or the scale is not in 0…38.
    package init(coefficient: Int128, scale: Int) throws(DecimalError) {
        guard coefficient.magnitude < Self.limit, 0...Self.maximumScale ~= scale else { throw .overflow }
        self.coefficient = coefficient
        self.scale = scale
    }

    /// A whole number.
    package init(_ value: Int) {
        coefficient = Int128(value)
        scale = 0
    }

    /// For values that are known to be in range.
    init(unchecked coefficient: Int128, scale: Int) {
        self.coefficient = coefficient
        self.scale = scale
    }

    package var isZero: Bool { coefficient == 0 }
    package var isNegative: Bool { coefficient < 0 }

    /// The same value without trailing zeros behind the point.
    package var normalised: ExactDecimal {
        if scale == 0 { return self }
        if coefficient == 0 { return .zero }
        var value = coefficient
        var places = scale
        while places >= 8, case let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 100_000_000),
            remainder == 0
        {
            value = quotient
            places -= 8
        }
        while places > 0, case let (quotient, remainder) = value.quotientAndRemainder(dividingBy: 10), remainder == 0 {
            value = quotient
            places -= 1
        }
        return ExactDecimal(unchecked: value, scale: places)
    }
}

extension ExactDecimal: Comparable, Hashable {
    package static func == (a: ExactDecimal, b: ExactDecimal) -> Bool {
        a.scale == b.scale ? a.coefficient == b.coefficient : a.compare(b) == 0
    }

    package static func < (a: ExactDecimal, b: ExactDecimal) -> Bool {
        a.scale == b.scale ? a.coefficient < b.coefficient : a.compare(b) < 0
    }

    /// By value: 1.0 and 1.00 hash alike.
    package func hash(into hasher: inout Hasher) {
        let value = normalised
        hasher.combine(value.coefficient)
        hasher.combine(value.scale)
    }

    private func compare(_ other: ExactDecimal) -> Int {
        if coefficient.signum() != other.coefficient.signum() {
            return coefficient.signum() < other.coefficient.signum() ? -1 : 1
        }
        // Full-width products of two 128-bit numbers cannot overflow.
        let common = max(scale, other.scale)
        let a = Magnitude256(coefficient.magnitude, times: PowersOfTen.power(common - scale))
        let b = Magnitude256(other.coefficient.magnitude, times: PowersOfTen.power(common - other.scale))
        if a == b { return 0 }
        return (a < b) == (coefficient > 0) ? -1 : 1
    }
}
