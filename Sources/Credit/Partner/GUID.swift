/// A 128-bit id as Microsoft writes it: 8-4-4-4-12 hexadecimal digits. Compared and printed without regard to case.
package struct GUID: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The first 16 digits.
    package let high: UInt64
    /// The last 16 digits.
    package let low: UInt64

    package init(high: UInt64, low: UInt64) {
        self.high = high
        self.low = low
    }

    /// The first 8 digits.
    package var prefix: UInt32 { UInt32(truncatingIfNeeded: high >> 32) }

    /// 36 characters of any case; nil for anything else.
    package init?(parsing bytes: Span<UInt8>) {
        guard bytes.count == 36 else { return nil }
        var words: (UInt64, UInt64) = (0, 0)
        for index in 0..<36 {
            let byte = bytes[index]
            if index == 8 || index == 13 || index == 18 || index == 23 {
                guard byte == UInt8(ascii: "-") else { return nil }
                continue
            }
            let digit: UInt8
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
            case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
            case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
            default: return nil
            }
            if index < 18 {
                words.0 = words.0 << 4 | UInt64(digit)
            } else {
                words.1 = words.1 << 4 | UInt64(digit)
            }
        }
        (high, low) = words
    }

    package init?(_ text: String) {
        let utf8 = text.utf8
        self.init(parsing: utf8.span)
    }

    /// Appends the 36 lower-case characters.
    package func write(into bytes: inout [UInt8]) {
        for index in 0..<32 {
            if index == 8 || index == 12 || index == 16 || index == 20 { bytes.append(UInt8(ascii: "-")) }
            let word = index < 16 ? high : low
            let digit = UInt8(truncatingIfNeeded: word >> UInt64(60 - 4 * (index & 15))) & 15
            bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
        }
    }

    package var description: String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(36)
        write(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    package static func < (a: GUID, b: GUID) -> Bool { a.high == b.high ? a.low < b.low : a.high < b.high }
}
