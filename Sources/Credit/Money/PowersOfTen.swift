/// Powers of ten up to 10³⁸, the largest that 128 bits hold.
enum PowersOfTen {
    static let count = 39

    private static let small: [UInt64] = {
        var powers: [UInt64] = [1]
        for _ in 1..<20 { powers.append(powers[powers.count - 1] &* 10) }
        return powers
    }()

    private static let all: [UInt128] = {
        var powers: [UInt128] = [1]
        for _ in 1..<count { powers.append(powers[powers.count - 1] &* 10) }
        return powers
    }()

    /// 10 to the power of `exponent`, which lies in 0…38.
    static func power(_ exponent: Int) -> UInt128 { all[exponent] }

    /// 10 to the power of `exponent`, which lies in 0…19.
    static func smallPower(_ exponent: Int) -> UInt64 { small[exponent] }
}
