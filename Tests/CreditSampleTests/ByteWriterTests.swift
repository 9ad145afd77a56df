import Testing

@testable import CreditSample

struct ByteWriterTests {
    @Test(
        arguments: [
            (0, 6, "0"), (1, 6, "0.000001"), (1_500_000, 6, "1.5"), (24_000_000, 6, "24"), (12, 0, "12"), (10, 0, "10"),
            (7, 24, "0.000000000000000000000007"), (UInt64.max, 19, "1.8446744073709551615"),
            (UInt64.max, 0, "18446744073709551615"), (120, 22, "0.000000000000000000012"),
        ] as [(UInt64, Int, String)])
    func writesDecimalsWithoutTrailingZeros(mantissa: UInt64, scale: Int, text: String) throws {
        let sink = CollectingSink()
        var writer = try ByteWriter(name: "x", sink: sink)
        writer.decimal(mantissa, scale: scale)
        writer.byte(32)
        writer.decimal(mantissa, scale: scale, negative: true)
        try writer.finish()
        #expect(sink.text("x") == "\(text) \(mantissa == 0 ? "" : "-")\(text)")
        #expect(FieldText.decimal(Int128(mantissa), scale: scale) == text)
    }

    @Test func longTextsGoOutInBlocks() throws {
        let sink = CollectingSink()
        var writer = try ByteWriter(name: "x", sink: sink)
        let text = String(repeating: "0123456789", count: 250_000)
        writer.text(text)
        writer.text(text)
        #expect(writer.total == 5_000_000)
        try writer.finish()
        #expect(sink.text("x") == text + text)
    }

    @Test(
        arguments: [
            (0, 24, 0, 24), (123, 24, 123, 24), (999_999_999_999_999, 20, 999_999_999_999_999, 20),
            (1_000_000_000_000_005, 20, 100_000_000_000_001, 19), (1_000_000_000_000_004, 20, 100_000_000_000_000, 19),
            (9_999_999_999_999_995, 20, 1_000_000_000_000_000, 19),
            (340_282_366_920_938_463_463_374_607_431_768_211_455 / 2, 38, 170_141_183_460_469, 14),
        ] as [(UInt128, Int, UInt64, Int)])
    func showsFifteenDigits(value: UInt128, scale: Int, mantissa: UInt64, shownScale: Int) {
        let amount = ShownAmount(value, scale: scale)
        #expect(amount.mantissa == mantissa)
        #expect(amount.scale == shownScale)
    }

    @Test(arguments: [
        ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("", ""), ("ö'é", "ö'é"),
    ])
    func quotesFieldsThatNeedIt(text: String, field: String) {
        #expect(FieldText.csv(text) == field)
    }
}
