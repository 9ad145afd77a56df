/// An exact decimal of up to 256 bits (76 digits): products and sums that leave 38 digits.
///
/// A price of 16 decimals times 0.85 times a quantity of 6 times a rate of 9 has 33 decimals and leaves 128 bits at
/// amounts over 170,000. Nothing is rounded where no formula says so, and nothing ever wraps.
package struct WideDecimal: Sendable {
    let magnitude: Magnitude256
    /// False for zero.
    package let isNegative: Bool
    /// Decimal places, 0…76.
    package let scale: Int

    package static let maximumScale = 76
    package static let zero = WideDecimal(unchecked: Magnitude256(low: 0), isNegative: false, scale: 0)

    package init(_ value: ExactDecimal) {
        magnitude = Magnitude256(low: value.coefficient.magnitude)
        isNegative = value.coefficient < 0
        scale = value.scale
    }

    /// - Parameter coefficient: the digits as a whole number; any 128-bit value.
    /// - Throws: `.overflow` when the scale is not in 0…76.
    package init(coefficient: Int128, scale: Int) throws(DecimalError) {
        guard 0...Self.maximumScale ~= scale else { throw .overflow }
        magnitude = Magnitude256(low: coefficient.magnitude)
        isNegative = coefficient < 0
        self.scale = scale
    }

    init(unchecked magnitude: Magnitude256, isNegative: Bool, scale: Int) {
        self.magnitude = magnitude
        self.isNegative = isNegative && !magnitude.isZero
        self.scale = scale
    }

    /// - Throws: `.overflow` from 2²⁵⁵ up, so that the sign fits the stored form, and beyond 76 decimals.
    init(magnitude: Magnitude256, isNegative: Bool, scale: Int) throws(DecimalError) {
        guard magnitude.high >> 127 == 0, 0...Self.maximumScale ~= scale else { throw .overflow }
        self.init(unchecked: magnitude, isNegative: isNegative, scale: scale)
    }

    package var isZero: Bool { magnitude.isZero }

    /// The same value without trailing zeros behind the point.
    package var normalised: WideDecimal {
        if magnitude.isZero { return .zero }
        if scale == 0 { return self }
        var value = magnitude
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
        return WideDecimal(unchecked: value, isNegative: isNegative, scale: places)
    }

    /// Whether the value fits an `ExactDecimal` (38 digits and decimals).
    package var isNarrow: Bool { narrow != nil }

    /// The value as an `ExactDecimal` where it fits.
    package var narrow: ExactDecimal? {
        try? ExactDecimal(magnitude: magnitude, isNegative: isNegative, scale: scale)
    }

    /// - Throws: `.overflow` where 38 digits are not enough.
    package func narrowed() throws(DecimalError) -> ExactDecimal {
        try ExactDecimal(magnitude: magnitude, isNegative: isNegative, scale: scale)
    }
}

extension WideDecimal: Comparable, Hashable {
    package static func == (a: WideDecimal, b: WideDecimal) -> Bool { a.compare(b) == 0 }
    package static func < (a: WideDecimal, b: WideDecimal) -> Bool { a.compare(b) < 0 }

    package func hash(into hasher: inout Hasher) {
        let value = normalised
        hasher.combine(value.magnitude)
        hasher.combine(value.isNegative)
        hasher.combine(value.scale)
    }

    private func compare(_ other: WideDecimal) -> Int {
        if isNegative != other.isNegative { return isNegative ? -1 : 1 }
        let order = compareMagnitude(other)
        return isNegative ? -order : order
    }

    /// Splits off the whole parts first, so that aligning the scales cannot overflow.
    private func compareMagnitude(_ other: WideDecimal) -> Int {
        func order(_ a: Magnitude256, _ b: Magnitude256) -> Int { a == b ? 0 : (a < b ? -1 : 1) }
        if scale == other.scale { return order(magnitude, other.magnitude) }
        if scale < other.scale { return -other.compareMagnitude(self) }
        guard let raised = try? other.magnitude.multiplied(byPowerOfTen: scale - other.scale) else { return -1 }
        return order(magnitude, raised)
    }
}
