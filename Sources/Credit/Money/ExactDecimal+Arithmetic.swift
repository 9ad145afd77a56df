extension ExactDecimal {
    /// - Throws: `.overflow`.
    package func adding(_ other: ExactDecimal) throws(DecimalError) -> ExactDecimal {
        if scale == other.scale {
            let (sum, overflow) = coefficient.addingReportingOverflow(other.coefficient)
            if overflow { throw .overflow }
            return try ExactDecimal(coefficient: sum, scale: scale)
        }
        return try WideDecimal(self).adding(WideDecimal(other)).narrowed()
    }

    /// - Throws: `.overflow`.
    package func subtracting(_ other: ExactDecimal) throws(DecimalError) -> ExactDecimal {
        try adding(other.negated)
    }

    package var negated: ExactDecimal { ExactDecimal(unchecked: -coefficient, scale: scale) }
    package var magnitude: ExactDecimal { isNegative ? negated : self }

    /// The exact product.
    /// - Throws: `.overflow` when it needs more than 38 digits or decimals.
    package func multiplied(by other: ExactDecimal) throws(DecimalError) -> ExactDecimal {
        let places = scale + other.scale
        // Two 64-bit words: nearly every price, quantity and rate; their product stays below 10³⁸.
        if let a = Int64(exactly: coefficient), let b = Int64(exactly: other.coefficient), places <= Self.maximumScale {
            return ExactDecimal(unchecked: Int128(a) &* Int128(b), scale: places)
        }
        let product = coefficient.magnitude.multipliedFullWidth(by: other.coefficient.magnitude)
        if product.high == 0, product.low < Self.limit, places <= Self.maximumScale {
            let value = Int128(truncatingIfNeeded: product.low)
            return ExactDecimal(unchecked: isNegative != other.isNegative ? -value : value, scale: places)
        }
        return try WideDecimal(self).multiplied(by: WideDecimal(other)).narrowed()
    }

    /// The product, rounded to at most `scale` decimals; the product itself is made in 256 bits.
    /// - Throws: `.overflow`.
    package func multiplied(
        by other: ExactDecimal, scale: Int, rounding rule: RoundingRule
    ) throws(DecimalError) -> ExactDecimal {
        try WideDecimal(self).multiplied(by: WideDecimal(other)).rounded(scale: scale, rule).narrowed()
    }

    /// The value with at most `scale` decimals.
    package func rounded(scale decimals: Int, _ rule: RoundingRule) -> ExactDecimal {
        let target = max(0, decimals)
        if target >= scale { return self }
        let cut = Magnitude256(low: coefficient.magnitude)
            .droppingDigits(scale - target, rule, isNegative: isNegative)
        let value = Int128(truncatingIfNeeded: cut.low)
        return ExactDecimal(unchecked: isNegative ? -value : value, scale: target)
    }

    /// The quotient with `scale` decimals (0…38).
    /// - Throws: `.divisionByZero`, `.overflow`.
    package func divided(
        by divisor: ExactDecimal, scale target: Int, rounding rule: RoundingRule
    ) throws(DecimalError) -> ExactDecimal {
        try WideDecimal(self).divided(by: divisor, scale: target, rounding: rule).narrowed()
    }

    /// The value rounded to `digits` significant digits.
    package func rounded(significantDigits digits: Int, _ rule: RoundingRule) -> ExactDecimal {
        if isZero { return self }
        var length = 0
        var rest = coefficient.magnitude
        while rest > 0 {
            rest /= 10
            length += 1
        }
        let places = scale - (length - digits)
        return places >= scale || places < 0 ? self : rounded(scale: places, rule)
    }
}
