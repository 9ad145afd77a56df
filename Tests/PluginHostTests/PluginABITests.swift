import CPluginABI
import Credit
import Testing

@testable import PluginHost

/// The header that plugins are compiled against, held to what the server says and computes.
@Suite("The plugin ABI")
struct PluginABITests {
    @Test("is of the version that the server speaks, with the sizes of version 1.0")
    func version() {
        #expect(Int(CG_ABI_MAJOR) == PluginABI.major)
        #expect(Int(CG_ABI_MINOR) == PluginABI.minor)
        #expect(MemoryLayout<cg_decimal>.size == 16)
        #expect(MemoryLayout<cg_column>.size == 56)
        #expect(MemoryLayout<cg_row_error>.size == 128)
        #expect(MemoryLayout<cg_plugin_info>.size == 64)
    }

    private func number(_ value: ExactDecimal) -> cg_number {
        cg_number(
            value: cg_decimal(
                lo: UInt64(truncatingIfNeeded: value.coefficient),
                hi: Int64(truncatingIfNeeded: value.coefficient >> 64)),
            scale: UInt32(value.scale))
    }

    private func decimal(_ number: cg_number) -> ExactDecimal? {
        try? ExactDecimal(
            coefficient: Int128(number.value.hi) << 64 | Int128(number.value.lo), scale: Int(number.scale))
    }

    private static let rules: [(cg_rounding, RoundingRule)] = [
        (CG_ROUND_DOWN, .towardZero), (CG_ROUND_HALF_UP, .halfUp), (CG_ROUND_HALF_EVEN, .halfEven),
        (CG_ROUND_FLOOR, .floor),
    ]

    /// Digits that meet the edges: halves, nines, one word and two.
    private func random(_ draw: inout Draw) throws -> ExactDecimal {
        let digits = [1, 3, 9, 18, 19, 20, 30, 38][Int(draw.next() % 8)]
        var coefficient = Int128(draw.next()) << 63 | Int128(draw.next() >> 1)
        if draw.next() % 4 == 0 { coefficient = 5 * DecimalPowers.power(digits - 1) }
        coefficient %= DecimalPowers.power(digits)
        let scale = Int(draw.next() % UInt64(min(digits, 24) + 1))
        return try ExactDecimal(coefficient: draw.next() % 2 == 0 ? coefficient : -coefficient, scale: scale)
    }

    @Test("computes what the server computes, over many numbers")
    func arithmetic() throws {
        var draw = Draw(state: 7)
        for _ in 0..<20_000 {
            let a = try random(&draw)
            let b = try random(&draw)
            let (rounding, rule) = Self.rules[Int(draw.next() % 4)]
            let scale = Int(draw.next() % 20)
            var result = cg_number()
            if cg_multiply_rounded(number(a), number(b), UInt32(scale), rounding, &result) == Int32(CG_OK) {
                #expect(decimal(result) == (try a.multiplied(by: b, scale: scale, rounding: rule)))
            }
            if !b.isZero, cg_divide(number(a), number(b), UInt32(scale), rounding, &result) == Int32(CG_OK) {
                #expect(decimal(result) == (try a.divided(by: b, scale: scale, rounding: rule)))
            }
            if cg_add(number(a), number(b), &result) == Int32(CG_OK) { #expect(decimal(result) == (try a.adding(b))) }
            #expect(cg_compare(number(a), number(b)) == (a == b ? 0 : a < b ? -1 : 1))
        }
    }

    @Test("splits an amount as the server does, and loses nothing")
    func allocation() throws {
        var draw = Draw(state: 11)
        for _ in 0..<2_000 {
            let amount = try random(&draw)
            let weights = (0..<Int(draw.next() % 5 + 1)).map { _ in ExactDecimal(Int(draw.next() % 1_000)) }
            var parts = [cg_number](repeating: cg_number(), count: weights.count)
            let numbers = weights.map(number)
            let status = cg_allocate(number(amount), numbers, UInt32(weights.count), &parts)
            guard !weights.allSatisfy(\.isZero) else {
                #expect(status == Int32(CG_DIVISION_BY_ZERO))
                continue
            }
            #expect(status == Int32(CG_OK))
            #expect(parts.map(decimal) == (try Allocation.parts(of: amount, scale: amount.scale, weights: weights)))
            #expect(try parts.compactMap(decimal).reduce(.zero) { try $0.adding($1) } == amount)
        }
    }
}

/// Numbers that are the same in every run (xorshift64*).
private struct Draw {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 2_685_821_657_736_338_717
    }
}
