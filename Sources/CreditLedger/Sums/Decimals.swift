import Credit

/// Powers of ten and conversions that the column loops need.
enum Decimals {
    private static let powers: [Int128] = {
        var all: [Int128] = [1]
        for _ in 1...38 { all.append(all[all.count - 1] * 10) }
        return all
    }()

    /// The most decimals that the column loops carry; finer lines take the slow path.
    static let maximumScale = 30

    /// 10 to the power of `exponent`, which lies in 0…38.
    static func power(_ exponent: Int) -> Int128 { powers[exponent] }

    /// `value` as a whole number of 10^−`scale`; nil where that is no Int64.
    static func mantissa(_ value: ExactDecimal, scale: Int) -> Int64? {
        guard value.scale <= scale else {
            let short = value.normalised
            return short.scale <= scale ? mantissa(short, scale: scale) : nil
        }
        let (raised, overflow) = value.coefficient.multipliedReportingOverflow(by: power(scale - value.scale))
        return overflow ? nil : Int64(exactly: raised)
    }
}
