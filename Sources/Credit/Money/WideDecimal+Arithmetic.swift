extension WideDecimal {
    package var negated: WideDecimal { WideDecimal(unchecked: magnitude, isNegative: !isNegative, scale: scale) }

    /// The exact sum.
    /// - Throws: `.overflow`.
    package func adding(_ other: WideDecimal) throws(DecimalError) -> WideDecimal {
        if scale != other.scale {
            if scale < other.scale { return try raised(to: other.scale).adding(other) }
            return try adding(other.raised(to: scale))
        }
        if isNegative == other.isNegative {
            return try WideDecimal(magnitude: magnitude.adding(other.magnitude), isNegative: isNegative, scale: scale)
        }
        if magnitude < other.magnitude {
            return WideDecimal(
                unchecked: other.magnitude.subtracting(magnitude), isNegative: other.isNegative, scale: scale)
        }
        return WideDecimal(unchecked: magnitude.subtracting(other.magnitude), isNegative: isNegative, scale: scale)
    }

    /// - Throws: `.overflow`.
    package func subtracting(_ other: WideDecimal) throws(DecimalError) -> WideDecimal { try adding(other.negated) }

    /// The exact product.
    /// - Throws: `.overflow`.
    package func multiplied(by other: WideDecimal) throws(DecimalError) -> WideDecimal {
        let places = scale + other.scale
        if places > Self.maximumScale {
            let (a, b) = (normalised, other.normalised)
            if a.scale + b.scale > Self.maximumScale { throw .overflow }
            return try a.multiplied(by: b)
        }
        let product: Magnitude256
        if magnitude.high == 0, other.magnitude.high == 0, magnitude.low <= UInt64.max,
            other.magnitude.low <= UInt64.max
        {
            let small = Magnitude256(low: magnitude.low &* other.magnitude.low)
            return WideDecimal(unchecked: small, isNegative: isNegative != other.isNegative, scale: places)
        }
        if other.magnitude.high == 0 {
            product = try magnitude.multiplied(by: other.magnitude.low)
        } else if magnitude.high == 0 {
            product = try other.magnitude.multiplied(by: magnitude.low)
        } else {
            // Both above 128 bits: only trailing zeros can still make the product fit.
            let (a, b) = (normalised, other.normalised)
            if a.magnitude.high != 0 && b.magnitude.high != 0 { throw .overflow }
            return try a.multiplied(by: b)
        }
        return try WideDecimal(magnitude: product, isNegative: isNegative != other.isNegative, scale: places)
    }

    /// - Throws: `.overflow`.
    package func multiplied(by other: ExactDecimal) throws(DecimalError) -> WideDecimal {
        try multiplied(by: WideDecimal(other))
    }

    /// The value with at most `scale` decimals.
    package func rounded(scale decimals: Int, _ rule: RoundingRule) -> WideDecimal {
        let target = max(0, decimals)
        if target >= scale { return self }
        let cut = magnitude.droppingDigits(scale - target, rule, isNegative: isNegative)
        return WideDecimal(unchecked: cut, isNegative: isNegative, scale: target)
    }

    /// The quotient with `scale` decimals.
    /// - Throws: `.divisionByZero`, `.overflow`.
    package func divided(
        by divisor: ExactDecimal, scale target: Int, rounding rule: RoundingRule
    ) throws(DecimalError) -> WideDecimal {
        if divisor.isZero { throw .divisionByZero }
        let (dividend, by) = (normalised, divisor.normalised)
        let negative = isNegative != divisor.isNegative
        // dividend / 10^s1 ÷ (by / 10^s2) = (dividend × 10^(target + s2 − s1) ÷ by) / 10^target
        let exponent = target + by.scale - dividend.scale
        let magnitude = by.coefficient.magnitude
        if exponent >= 0 {
            let raised = try dividend.magnitude.multiplied(byPowerOfTen: exponent)
            let (quotient, remainder) = raised.quotientAndRemainder(dividingBy: magnitude)
            let rounded = quotient.rounded(remainder: remainder, of: magnitude, rule, isNegative: negative)
            return try WideDecimal(magnitude: rounded, isNegative: negative, scale: target)
        }
        // Guard digits and a sticky one keep the single rounding right.
        let (quotient, remainder) = dividend.magnitude.quotientAndRemainder(dividingBy: magnitude)
        let sticky = try quotient.multiplied(by: 10).adding(Magnitude256(low: remainder == 0 ? 0 : 1))
        let rounded = sticky.droppingDigits(1 - exponent, rule, isNegative: negative)
        return try WideDecimal(magnitude: rounded, isNegative: negative, scale: target)
    }

    private func raised(to target: Int) throws(DecimalError) -> WideDecimal {
        try WideDecimal(
            magnitude: magnitude.multiplied(byPowerOfTen: target - scale), isNegative: isNegative, scale: target)
    }
}
