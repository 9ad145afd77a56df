/// Powers of ten as whole numbers.
enum PowersOfTen {
    /// 10^0 to 10^19.
    static let narrow: InlineArray<20, UInt64> = {
        var table = InlineArray<20, UInt64>(repeating: 1)
        for exponent in 1..<20 { table[exponent] = table[exponent - 1] * 10 }
        return table
    }()

    /// 10^0 to 10^38.
    static let wide: InlineArray<39, UInt128> = {
        var table = InlineArray<39, UInt128>(repeating: 1)
        for exponent in 1..<39 { table[exponent] = table[exponent - 1] * 10 }
        return table
    }()
}

/// A decimal of at most 15 significant digits, as the daily files show amounts.
struct ShownAmount {
    let mantissa: UInt64
    let scale: Int

    /// `value` × 10^-`scale`, cut to 15 significant digits, halves away from zero.
    @inline(__always)
    init(_ value: UInt128, scale: Int) {
        let bits = 128 - value.leadingZeroBitCount
        var digits = (bits * 1233) >> 12
        if digits < 39, value >= PowersOfTen.wide[digits] { digits += 1 }
        let drop = digits - 15
        guard drop > 0 else {
            mantissa = UInt64(truncatingIfNeeded: value)
            self.scale = scale
            return
        }
        var rest = value + PowersOfTen.wide[drop] / 2
        if drop > 19 {
            rest /= UInt128(PowersOfTen.narrow[19])
            rest /= UInt128(PowersOfTen.narrow[drop - 19])
        } else {
            rest /= UInt128(PowersOfTen.narrow[drop])
        }
        mantissa = UInt64(truncatingIfNeeded: rest)
        self.scale = scale - drop
    }
}
