/// An unsigned whole number of 256 bits: the magnitude of a wide decimal and of every intermediate product.
struct Magnitude256: Sendable, Hashable, Comparable {
    var high: UInt128
    var low: UInt128

    init(high: UInt128 = 0, low: UInt128) {
        self.high = high
        self.low = low
    }

    /// The full product of two 128-bit numbers; it always fits.
    init(_ a: UInt128, times b: UInt128) {
        let product = a.multipliedFullWidth(by: b)
        high = product.high
        low = product.low
    }

    var isZero: Bool { high == 0 && low == 0 }

    static func < (a: Magnitude256, b: Magnitude256) -> Bool {
        a.high == b.high ? a.low < b.low : a.high < b.high
    }

    /// - Throws: `.overflow` beyond 256 bits.
    func multiplied(by factor: UInt128) throws(DecimalError) -> Magnitude256 {
        let lower = low.multipliedFullWidth(by: factor)
        if high == 0 { return Magnitude256(high: lower.high, low: lower.low) }
        let (upper, overflow) = high.multipliedReportingOverflow(by: factor)
        let (sum, carry) = upper.addingReportingOverflow(lower.high)
        if overflow || carry { throw .overflow }
        return Magnitude256(high: sum, low: lower.low)
    }

    /// - Throws: `.overflow` beyond 256 bits.
    func multiplied(byPowerOfTen exponent: Int) throws(DecimalError) -> Magnitude256 {
        var value = self
        var left = exponent
        if isZero { return value }
        while left > 38 {
            value = try value.multiplied(by: PowersOfTen.power(38))
            left -= 38
        }
        return left == 0 ? value : try value.multiplied(by: PowersOfTen.power(left))
    }

    /// - Throws: `.overflow` beyond 256 bits.
    func adding(_ other: Magnitude256) throws(DecimalError) -> Magnitude256 {
        let (lower, carry) = low.addingReportingOverflow(other.low)
        let (upper, overflow) = high.addingReportingOverflow(other.high)
        let (sum, overflow2) = upper.addingReportingOverflow(carry ? 1 : 0)
        if overflow || overflow2 { throw .overflow }
        return Magnitude256(high: sum, low: lower)
    }

    /// `self − other`; `other` is not greater.
    func subtracting(_ other: Magnitude256) -> Magnitude256 {
        let (lower, borrow) = low.subtractingReportingOverflow(other.low)
        return Magnitude256(high: high &- other.high &- (borrow ? 1 : 0), low: lower)
    }

    /// `divisor` is not zero.
    func quotientAndRemainder(dividingBy divisor: UInt128) -> (quotient: Magnitude256, remainder: UInt128) {
        if high == 0 {
            let (quotient, remainder) = low.quotientAndRemainder(dividingBy: divisor)
            return (Magnitude256(low: quotient), remainder)
        }
        let upper = high.quotientAndRemainder(dividingBy: divisor)
        let lower = divisor.dividingFullWidth((upper.remainder, low))
        return (Magnitude256(high: upper.quotient, low: lower.quotient), lower.remainder)
    }

    /// Drops `digits` decimal digits by the given rule.
    func droppingDigits(_ digits: Int, _ rule: RoundingRule, isNegative: Bool) -> Magnitude256 {
        if digits <= 0 || isZero { return self }
        // Only the last step may round; the earlier ones remember whether they dropped anything.
        var value = self
        var left = digits
        var dropped = false
        while left > 38 {
            let step = value.quotientAndRemainder(dividingBy: PowersOfTen.power(38))
            value = step.quotient
            dropped = dropped || step.remainder != 0
            left -= 38
        }
        let divisor = PowersOfTen.power(left)
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return quotient.rounded(remainder: remainder, of: divisor, sticky: dropped, rule, isNegative: isNegative)
    }

    /// The quotient of a division, grown by one where the rule and the remainder ask for it.
    func rounded(
        remainder: UInt128, of divisor: UInt128, sticky: Bool = false, _ rule: RoundingRule, isNegative: Bool
    ) -> Magnitude256 {
        if remainder == 0 && !sticky { return self }
        let rest = divisor - remainder
        let half: Int =
            if remainder == rest { sticky ? 1 : 0 } else if remainder > rest { 1 } else { -1 }
        guard rule.roundsUp(half: half, isOdd: low & 1 == 1, isNegative: isNegative) else { return self }
        let (lower, carry) = low.addingReportingOverflow(1)
        return Magnitude256(high: high &+ (carry ? 1 : 0), low: lower)
    }

    /// The decimal digits without leading zeros, most significant first; empty for zero.
    func appendDigits(to digits: inout [UInt8]) {
        if isZero { return }
        let start = digits.count
        var value = self
        let chunk: UInt128 = 1_000_000_000_000_000_000
        while !value.isZero {
            let step = value.quotientAndRemainder(dividingBy: chunk)
            value = step.quotient
            var part = UInt64(truncatingIfNeeded: step.remainder)
            var written = 0
            while part > 0 || (written < 18 && !value.isZero) {
                let (quotient, digit) = part.quotientAndRemainder(dividingBy: 10)
                digits.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: digit))
                part = quotient
                written += 1
            }
        }
        digits[start...].reverse()
    }
}
