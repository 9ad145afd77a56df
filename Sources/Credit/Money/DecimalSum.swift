/// A running exact sum of decimals, made for columns of one scale: an addition is one 128-bit add.
///
/// When 128 bits are full, what is in them moves to 256 bits and counting goes on.
package struct DecimalSum: Sendable {
    /// Decimal places of every value given to `add(coefficient:)`.
    package private(set) var scale: Int
    private var small: Int128 = 0
    /// What left the 128 bits, at `scale`.
    private var spilled = WideDecimal.zero

    package init(scale: Int = 0) { self.scale = scale }

    /// Adds `coefficient` × 10^−`scale`.
    /// - Throws: `.overflow` beyond 256 bits.
    package mutating func add(coefficient: Int128) throws(DecimalError) {
        let (sum, overflow) = small.addingReportingOverflow(coefficient)
        if overflow {
            try spill()
            small = coefficient
        } else {
            small = sum
        }
    }

    /// - Throws: `.overflow` beyond 256 bits.
    package mutating func add(_ value: ExactDecimal) throws(DecimalError) {
        if value.scale == scale {
            try add(coefficient: value.coefficient)
        } else if value.scale < scale, scale - value.scale <= 38,
            case let (raised, overflow) = value.coefficient.multipliedReportingOverflow(
                by: Int128(truncatingIfNeeded: PowersOfTen.power(scale - value.scale))), !overflow
        {
            try add(coefficient: raised)
        } else {
            try add(WideDecimal(value))
        }
    }

    /// - Throws: `.overflow` beyond 256 bits.
    package mutating func add(_ value: WideDecimal) throws(DecimalError) {
        if value.scale > scale {
            // A finer value: go on at its scale.
            try spill()
            scale = value.scale
        }
        spilled = try spilled.adding(value)
    }

    /// - Throws: `.overflow` beyond 256 bits.
    package mutating func add(_ other: DecimalSum) throws(DecimalError) { try add(other.total()) }

    /// The sum so far.
    /// - Throws: `.overflow` beyond 256 bits.
    package func total() throws(DecimalError) -> WideDecimal {
        try spilled.adding(WideDecimal(coefficient: small, scale: scale))
    }

    private mutating func spill() throws(DecimalError) {
        spilled = try total()
        small = 0
    }
}
