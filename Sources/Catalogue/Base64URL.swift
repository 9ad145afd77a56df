/// Base64 with the alphabet for addresses and without padding.
/// - Source: RFC 4648 section 5.
package enum Base64URL {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)

    /// Appends the encoded form of `source`.
    package static func encode(_ source: some Collection<UInt8>, into bytes: inout [UInt8]) {
        let alphabet = alphabet
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        for byte in source {
            buffer = buffer << 8 | UInt32(byte)
            bits += 8
            while bits >= 6 {
                bits -= 6
                bytes.append(alphabet[Int(buffer >> bits) & 63])
            }
        }
        if bits > 0 { bytes.append(alphabet[Int(buffer << (6 - bits)) & 63]) }
    }

    /// The bytes; nil for anything that `encode` would not have written.
    package static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var buffer: UInt32 = 0
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            guard let value = value(character) else { return nil }
            count += 1
            buffer = buffer << 6 | UInt32(value)
            bits += 6
            if bits >= 8 {
                bits -= 8
                bytes.append(UInt8(truncatingIfNeeded: buffer >> bits))
            }
        }
        if count % 4 == 1 || buffer & ((1 << bits) - 1) != 0 { return nil }
        return bytes
    }

    private static func value(_ character: UInt8) -> UInt8? {
        switch character {
        case UInt8(ascii: "A")...UInt8(ascii: "Z"): character - UInt8(ascii: "A")
        case UInt8(ascii: "a")...UInt8(ascii: "z"): character - UInt8(ascii: "a") + 26
        case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0") + 52
        case UInt8(ascii: "-"): 62
        case UInt8(ascii: "_"): 63
        default: nil
        }
    }
}
