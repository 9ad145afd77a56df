/// An ISO 4217 currency code, upper case.
package struct CurrencyCode: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The three letters packed as ASCII, the first in the highest used byte; never 0.
    package let packed: UInt32

    package static let usd = CurrencyCode(unchecked: 0x55_53_44)

    private init(unchecked packed: UInt32) { self.packed = packed }

    /// Three ASCII letters of any case; nil for anything else.
    package init?(parsing bytes: Span<UInt8>) {
        guard bytes.count == 3 else { return nil }
        var value: UInt32 = 0
        for index in 0..<3 {
            let letter = bytes[index] & 0xDF
            guard bytes[index] >= 0x41, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= letter else { return nil }
            value = value << 8 | UInt32(letter)
        }
        packed = value
    }

    package init?(_ text: String) {
        let utf8 = text.utf8
        self.init(parsing: utf8.span)
    }

    /// From a stored value; nil when it is no code.
    package init?(packed: UInt32) {
        for shift in [16, 8, 0] as [UInt32] {
            guard 0x41...0x5A ~= (packed >> shift) & 0xFF else { return nil }
        }
        guard packed >> 24 == 0 else { return nil }
        self.packed = packed
    }

    package var description: String {
        String(
            decoding: [16, 8, 0].map { (shift: UInt32) in UInt8(truncatingIfNeeded: packed >> shift) }, as: UTF8.self)
    }

    package static func < (a: CurrencyCode, b: CurrencyCode) -> Bool { a.packed < b.packed }
}
