/// An ISO 3166-1 alpha-2 country code, upper case; also the name of a market.
package struct CountryCode: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The two letters packed as ASCII, the first in the high byte; never 0.
    package let packed: UInt16

    /// Two ASCII letters of any case; nil for anything else.
    package init?(parsing bytes: Span<UInt8>) {
        guard bytes.count == 2 else { return nil }
        var value: UInt16 = 0
        for index in 0..<2 {
            let letter = bytes[index] & 0xDF
            guard bytes[index] >= 0x41, UInt8(ascii: "A")...UInt8(ascii: "Z") ~= letter else { return nil }
            value = value << 8 | UInt16(letter)
        }
        packed = value
    }

    package init?(_ text: String) {
        let utf8 = text.utf8
        self.init(parsing: utf8.span)
    }

    /// From a stored value; nil when it is no code.
    package init?(packed: UInt16) {
        guard 0x41...0x5A ~= packed >> 8, 0x41...0x5A ~= packed & 0xFF else { return nil }
        self.packed = packed
    }

    package var description: String {
        String(
            decoding: [UInt8(truncatingIfNeeded: packed >> 8), UInt8(truncatingIfNeeded: packed)], as: UTF8.self)
    }

    package static func < (a: CountryCode, b: CountryCode) -> Bool { a.packed < b.packed }
}
