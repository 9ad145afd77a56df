import Credit

/// Splits an amount so that the parts are exactly the amount: the same as `cg_allocate` of the ABI's decimals, against which
/// a test holds it.
enum Allocation {
    /// Parts of so many decimals, in proportion: each is cut toward zero, and what is left goes, one unit each, to the
    /// parts that lost most; the earlier ones first where they lost alike.
    static func parts(
        of amount: ExactDecimal, scale places: Int, weights: [ExactDecimal]
    ) throws(TableFailure) -> [ExactDecimal] {
        let short = amount.normalised
        guard short.scale <= places else {
            throw TableFailure(message: "\(short) has more decimals than its parts, \(places); round it first")
        }
        do throws(DecimalError) {
            guard !weights.contains(where: \.isNegative) else { throw DecimalError.overflow }
            let scale = weights.map(\.scale).max() ?? 0
            var whole: [UInt128] = []
            var total: UInt128 = 0
            for weight in weights {
                let (value, overflow) = weight.coefficient.magnitude.multipliedReportingOverflow(
                    by: UInt128(DecimalPowers.power(scale - weight.scale)))
                if overflow { throw DecimalError.overflow }
                whole.append(value)
                total += value
                if total >= DecimalPowers.limit { throw DecimalError.overflow }
            }
            guard total > 0 else { throw DecimalError.divisionByZero }
            let (magnitude, isTooLarge) = short.coefficient.magnitude.multipliedReportingOverflow(
                by: UInt128(DecimalPowers.power(places - short.scale)))
            if isTooLarge || magnitude >= DecimalPowers.limit { throw DecimalError.overflow }
            var left = magnitude
            var parts: [UInt128] = []
            var lost: [UInt128] = []
            for weight in whole {
                let (quotient, remainder) = total.dividingFullWidth(magnitude.multipliedFullWidth(by: weight))
                parts.append(quotient)
                lost.append(remainder)
                left -= quotient
            }
            while left > 0 {
                var most = 0
                for index in lost.indices where lost[index] > lost[most] { most = index }
                lost[most] = 0
                parts[most] += 1
                left -= 1
            }
            var results: [ExactDecimal] = []
            for part in parts {
                let value = Int128(part)
                results.append(
                    try ExactDecimal(coefficient: amount.isNegative ? -value : value, scale: places))
            }
            return results
        } catch {
            throw TableFailure(message: "the amount cannot be split by these weights: \(error.message)")
        }
    }
}
