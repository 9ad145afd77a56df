import Testing

@testable import Credit

@Suite("Exact decimals")
struct ExactDecimalTests {
    @Test(
        "prints what it read, without trailing zeros",
        arguments: [
            ("0", "0"), ("-0", "0"), ("0.0", "0"), ("1.00", "1"), ("+2.50", "2.5"), (".5", "0.5"), ("-.5", "-0.5"),
            ("0.0209496384791679", "0.0209496384791679"), ("0.1999968000511991808131", "0.1999968000511991808131"),
            ("1E-05", "0.00001"), ("1.5e+3", "1500"), ("-12E2", "-1200"), ("007", "7"), ("100", "100"),
            ("999999999999999999", "999999999999999999"), ("1234567890123456789", "1234567890123456789"),
            ("99999999999999999999999999999999999999", "99999999999999999999999999999999999999"),
            ("0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001"),
            ("1.0000000000000000000000000000000000000000000000", "1"),
            ("100000000000000000000.00", "100000000000000000000"),
            ("0.10000000000000000000000000000020", "0.1000000000000000000000000000002"),
            ("12345678901234567.0000000000000000012", "12345678901234567.0000000000000000012"),
        ])
    func reads(text: String, printed: String) throws {
        #expect(try ExactDecimal(parsing: text).description == printed)
        #expect(try WideDecimal(parsing: text).description == printed)
    }

    @Test(
        "refuses what is no number, with the place",
        arguments: [
            ("", DecimalError.empty), ("1,5", .syntax(offset: 1)), ("-", .syntax(offset: 1)), (".", .syntax(offset: 0)),
            ("1.", .syntax(offset: 1)), ("1.2.3", .syntax(offset: 3)), ("12abc", .syntax(offset: 2)),
            ("1e", .syntax(offset: 2)), ("1e5x", .syntax(offset: 3)), (" 1", .syntax(offset: 0)),
            ("100000000000000000000000000000000000000", .overflow), ("1E400", .overflow), ("1E-39", .overflow),
            ("0.123456789012345678901234567890123456789", .overflow), ("1E99999", .overflow),
            ("--1", .syntax(offset: 1)),
        ])
    func refuses(text: String, error: DecimalError) {
        #expect(throws: error) { try ExactDecimal(parsing: text) }
    }

    @Test("compares and hashes by value")
    func comparesByValue() throws {
        let values = try [
            "-2", "-1.50", "-0.001", "0", "0.0010", "1.0", "1.01", "99999999999999999999999999999999999999",
        ]
        .map { text in try ExactDecimal(parsing: text) }
        for (a, x) in values.enumerated() {
            for (b, y) in values.enumerated() {
                #expect((x < y) == (a < b))
                #expect((x == y) == (a == b))
            }
        }
        #expect(try ExactDecimal(parsing: "1.0").hashValue == ExactDecimal(coefficient: 100, scale: 2).hashValue)
        #expect(try ExactDecimal(coefficient: 10, scale: 1) == ExactDecimal(coefficient: 100, scale: 2))
    }

    @Test(
        "rounds by the named rule",
        arguments: [
            ("1.239", 2, RoundingRule.towardZero, "1.23"), ("-1.239", 2, .towardZero, "-1.23"),
            ("-1.231", 2, .floor, "-1.24"), ("1.239", 2, .floor, "1.23"), ("1.235", 2, .halfUp, "1.24"),
            ("-1.235", 2, .halfUp, "-1.24"), ("1.235", 2, .halfEven, "1.24"), ("1.245", 2, .halfEven, "1.24"),
            ("1.2450000001", 2, .halfEven, "1.25"), ("81.328", 2, .towardZero, "81.32"),
            ("81.328", 2, .halfUp, "81.33"),
            ("0.9", 0, .towardZero, "0"), ("1.5", 4, .halfUp, "1.5"), ("-0.001", 2, .towardZero, "0"),
        ])
    func rounds(text: String, scale: Int, rule: RoundingRule, expected: String) throws {
        #expect(try ExactDecimal(parsing: text).rounded(scale: scale, rule).description == expected)
        #expect(try WideDecimal(parsing: text).rounded(scale: scale, rule).description == expected)
    }

    @Test("adds, subtracts and multiplies exactly")
    func arithmetic() throws {
        let tenth = try ExactDecimal(parsing: "0.1")
        var sum = ExactDecimal.zero
        for _ in 0..<10 { sum = try sum.adding(tenth) }
        #expect(sum == .one)
        #expect(try tenth.subtracting(.one).description == "-0.9")
        let price = try ExactDecimal(parsing: "0.0209496384791679")
        #expect(try price.multiplied(by: ExactDecimal(parsing: "23.200004")).description == "0.4860316965152491966716")
        #expect(
            try ExactDecimal(parsing: "0.1999968000511991808131").multiplied(
                by: ExactDecimal(parsing: "23.350007"), scale: 2, rounding: .towardZero
            ).description == "4.66")
        let large = try ExactDecimal(parsing: "99999999999999999999999999999999999999")
        #expect(throws: DecimalError.overflow) { try large.adding(.one) }
        #expect(throws: DecimalError.overflow) { try large.multiplied(by: large) }
        #expect(try large.multiplied(by: ExactDecimal(parsing: "1.00")) == large)
    }

    @Test(
        "divides to the digits asked for",
        arguments: [
            ("21.39", "29", 15, RoundingRule.halfUp, "0.737586206896552"), ("1", "3", 5, .towardZero, "0.33333"),
            ("2", "3", 5, .halfUp, "0.66667"), ("-1", "3", 0, .floor, "-1"), ("1", "8", 3, .halfEven, "0.125"),
            ("1", "0.27224589249009701", 9, .halfUp, "3.67315"),
            ("12345.6789", "0.001", 0, .towardZero, "12345678"),
            ("0.00015", "100", 5, .halfUp, "0"), ("5", "1000", 2, .halfEven, "0"), ("15", "1000", 2, .halfEven, "0.02"),
        ])
    func divides(a: String, b: String, scale: Int, rule: RoundingRule, expected: String) throws {
        #expect(
            try ExactDecimal(parsing: a).divided(by: ExactDecimal(parsing: b), scale: scale, rounding: rule).description
                == expected)
    }

    @Test("division by zero is an error")
    func divisionByZero() {
        #expect(throws: DecimalError.divisionByZero) {
            try ExactDecimal.one.divided(by: .zero, scale: 2, rounding: .halfUp)
        }
    }

    @Test("significant digits")
    func significantDigits() throws {
        #expect(
            try ExactDecimal(parsing: "0.73775762610785777").rounded(significantDigits: 15, .halfUp).description
                == "0.737757626107858")
        #expect(
            try ExactDecimal(parsing: "3.67315001105").rounded(significantDigits: 5, .halfUp).description == "3.6732")
        #expect(try ExactDecimal(parsing: "12345").rounded(significantDigits: 2, .halfUp).description == "12345")
    }

    @Test("keeps the decimals of money where asked")
    func minimumDecimals() throws {
        #expect(try ExactDecimal(parsing: "100").text(minimumDecimals: 2) == "100.00")
        #expect(try ExactDecimal(parsing: "0.8").text(minimumDecimals: 2) == "0.80")
        #expect(try ExactDecimal(parsing: "-0.005").text(minimumDecimals: 2) == "-0.005")
    }
}
