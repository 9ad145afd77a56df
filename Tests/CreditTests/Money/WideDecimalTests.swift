import Testing

@testable import Credit

@Suite("Wide decimals")
struct WideDecimalTests {
    @Test("a line's product of 33 decimals and a large amount stays exact")
    func lineProduct() throws {
        let price = try ExactDecimal(parsing: "170000.1234567890123456")
        let product = try WideDecimal(price).multiplied(by: ExactDecimal(parsing: "0.85"))
            .multiplied(by: ExactDecimal(parsing: "999999.999999")).multiplied(by: ExactDecimal(parsing: "0.846202666"))
        #expect(product.scale == 33)
        #expect(!product.isNarrow)
        #expect(product.description == "122276374035.92212196536454396582059941163584")
        #expect(throws: DecimalError.overflow) { try product.narrowed() }
        #expect(product.rounded(scale: 2, .towardZero).description == "122276374035.92")
        #expect(product.rounded(scale: 2, .towardZero).isNarrow)
    }

    @Test("overflow throws and never wraps")
    func overflow() throws {
        let large = try WideDecimal(
            parsing: "9999999999999999999999999999999999999999999999999999999999999999999999999999")
        #expect(throws: DecimalError.overflow) { try large.multiplied(by: WideDecimal(parsing: "10")) }
        #expect(throws: DecimalError.overflow) { try large.multiplied(by: large) }
        let most = try WideDecimal(
            parsing: "57896044618658097711785492504343953926634992332820282019728792003956564819967")
        #expect(throws: DecimalError.overflow) { try most.adding(WideDecimal(parsing: "1")) }
        #expect(throws: DecimalError.overflow) {
            try WideDecimal(parsing: "57896044618658097711785492504343953926634992332820282019728792003956564819968")
        }
        #expect(try most.adding(WideDecimal(parsing: "-1")) < most)
    }

    @Test("orders by value over different scales")
    func order() throws {
        let texts = ["-1E40", "-1.5", "-1E-60", "0", "1E-60", "0.1", "1", "1.0000000001", "1E30", "1E75"]
        let values = try texts.map { text in try WideDecimal(parsing: text) }
        for (a, x) in values.enumerated() {
            for (b, y) in values.enumerated() {
                #expect((x < y) == (a < b))
                #expect((x == y) == (a == b))
            }
        }
    }

    @Test(
        "comes back from its stored form",
        arguments: [
            "0", "1.5", "-1.5", "-0.00000000000000000000000000000000000000000000001",
            "57896044618658097711785492504343953926634992332820282019728792003956564819967",
            "-57896044618658097711785492504343953926634992332820282019728792003956564819967",
            "-340282366920938463463374607431768211456",
        ])
    func stored(text: String) throws {
        let value = try WideDecimal(parsing: text)
        var bytes: [UInt8] = []
        value.store(into: &bytes)
        #expect(bytes.count == WideDecimal.storedByteCount)
        #expect(try WideDecimal(storedIn: bytes.span) == value)
    }

    @Test("a sum spills from 128 to 256 bits and stays exact")
    func sum() throws {
        var sum = DecimalSum(scale: 2)
        for _ in 0..<7 { try sum.add(coefficient: Int128.max) }
        try sum.add(ExactDecimal(parsing: "0.001"))
        try sum.add(ExactDecimal(parsing: "-5"))
        try sum.add(coefficient: 7)
        let seven = try WideDecimal(coefficient: Int128.max, scale: 2).multiplied(by: ExactDecimal(7))
        #expect(try sum.total() == seven.adding(WideDecimal(parsing: "-4.999")).adding(WideDecimal(parsing: "0.007")))
    }

    @Test("long division agrees with multiplication for random numbers of a fixed seed")
    func division() throws {
        var state: UInt64 = 20_261_031
        func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state
        }
        for _ in 0..<2000 {
            let divisor = UInt128(next()) << UInt128(next() % 64) | 1
            let value = Magnitude256(
                high: UInt128(next()) >> UInt128(next() % 64), low: UInt128(next()) << 64 | UInt128(next()))
            let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
            #expect(remainder < divisor)
            #expect(try quotient.multiplied(by: divisor).adding(Magnitude256(low: remainder)) == value)
        }
    }
}
