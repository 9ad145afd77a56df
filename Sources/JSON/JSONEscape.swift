/// Escaping of JSON strings, eight bytes at a time where nothing needs it.
package enum JSONEscape {
    /// The place of the first quote, backslash or control character from `start` on; the count where there is none.
    package static func nextSpecial(in bytes: Span<UInt8>, from start: Int) -> Int {
        var index = start
        let raw = unsafe bytes.bytes
        while index + 8 <= bytes.count {
            // In bounds: eight bytes follow `index`.
            let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: index, as: UInt64.self)
            if hasSpecial(word) { break }
            index += 8
        }
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") { return index }
            index += 1
        }
        return index
    }

    /// Whether one of eight bytes is a quote, a backslash or a control character.
    package static func hasSpecial(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        let control = (word &- ones &* 0x20) & ~word
        let quote = word ^ (ones &* 0x22)
        let backslash = word ^ (ones &* 0x5C)
        return (control | ((quote &- ones) & ~quote) | ((backslash &- ones) & ~backslash)) & highs != 0
    }

    /// Appends the text with escapes and without quotes around it. The bytes are UTF-8 and stay as they are.
    package static func append(_ bytes: Span<UInt8>, to output: inout [UInt8]) {
        var run = 0
        while run < bytes.count {
            let stop = nextSpecial(in: bytes, from: run)
            if run < stop {
                unsafe bytes.extracting(run..<stop).withUnsafeBufferPointer { unsafe output.append(contentsOf: $0) }
            }
            if stop < bytes.count { appendEscape(of: bytes[stop], to: &output) }
            run = stop + 1
        }
    }

    /// Appends `"text"`.
    package static func appendQuoted(_ text: String, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        let utf8 = text.utf8
        append(utf8.span, to: &output)
        output.append(UInt8(ascii: "\""))
    }

    /// Appends the escape of one quote, backslash or control character.
    package static func appendEscape(of byte: UInt8, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\\"))
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"): output.append(byte)
        case 8: output.append(UInt8(ascii: "b"))
        case 9: output.append(UInt8(ascii: "t"))
        case 10: output.append(UInt8(ascii: "n"))
        case 12: output.append(UInt8(ascii: "f"))
        case 13: output.append(UInt8(ascii: "r"))
        default:
            output.append(contentsOf: "u00".utf8)
            for nibble in [byte >> 4, byte & 15] {
                output.append(nibble < 10 ? UInt8(ascii: "0") + nibble : UInt8(ascii: "a") + nibble - 10)
            }
        }
    }
}
