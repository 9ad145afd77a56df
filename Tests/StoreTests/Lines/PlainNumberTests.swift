import Testing

@testable import Store

@Suite("Plain numbers")
struct PlainNumberTests {
    @Test(
        "the shortest way to write a number of 18 digits is kept as whole number and scale",
        arguments: [
            ("0", 0, 0), ("1", 1, 0), ("-1", -1, 0), ("0.5", 5, 1), ("-0.5", -5, 1), ("1.50", 150, 2),
            ("0.000001", 1, 6), ("123456789012345678", 123_456_789_012_345_678, 0),
            ("0.12345678901234567", 12_345_678_901_234_567, 17), ("-999999999999999999", -999_999_999_999_999_999, 0),
            ("10.0", 100, 1), ("0.000123456789012345", 123_456_789_012_345, 18),
            ("0.0000123456789012345", 123_456_789_012_345, 19),
            ("-0.000000000000000000000000000007", -7, 30), ("0.0000", 0, 4),
        ] as [(String, Int64, Int)])
    func plain(text: String, mantissa: Int64, scale: Int) {
        let (found, form) = PlainNumber.split(Array(text.utf8))
        #expect(found == mantissa)
        #expect(form == [UInt8(48 + scale)])
        var back: [UInt8] = []
        PlainNumber.join(found, form, to: &back)
        #expect(String(decoding: back, as: UTF8.self) == text)
    }

    @Test(
        "anything else keeps its text",
        arguments: [
            "", "-", ".", "-0", "-0.0", "007", "00", ".5", "5.", "+1", "1e5", "1,5", "1.2.3", "--1",
            "1234567890123456789",
            "-9223372036854775808", "0.1234567890123456789", "0.0000000000000000000000000000001",
            "1.000000000000000000",
            "00.1", "184467440737095516160", "18446744073709551616", "12345678901234567890123", "\"1\"", " 1", "1 ",
        ])
    func text(text: String) {
        let (mantissa, form) = PlainNumber.split(Array(text.utf8))
        #expect(mantissa == 0)
        #expect(form == Array("x\(text)".utf8))
        var back: [UInt8] = []
        PlainNumber.join(mantissa, form, to: &back)
        #expect(String(decoding: back, as: UTF8.self) == text)
    }
}
