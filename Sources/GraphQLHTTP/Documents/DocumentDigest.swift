import Crypto

/// The SHA-256 of a document's text.
package struct DocumentDigest: Sendable, Hashable {
    private let words: (UInt64, UInt64, UInt64, UInt64)

    package init(of text: [UInt8]) { self.init(bytes: SHA256.hash(data: text)) }

    private init(bytes: some Sequence<UInt8>) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        unsafe withUnsafeMutableBytes(of: &words) { target in
            for (index, byte) in bytes.prefix(32).enumerated() { unsafe target[index] = byte }
        }
        self.words = words
    }

    /// 64 hexadecimal digits in lower case; nil for anything else.
    package init?(hex: Span<UInt8>) {
        guard hex.count == 64 else { return nil }
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let isHex = unsafe withUnsafeMutableBytes(of: &words) { target in
            for index in 0..<32 {
                guard let high = Self.digit(hex[index * 2]), let low = Self.digit(hex[index * 2 + 1]) else {
                    return false
                }
                unsafe target[index] = high << 4 | low
            }
            return true
        }
        guard isHex else { return nil }
        self.words = words
    }

    package init?(hex: String) {
        let utf8 = hex.utf8
        self.init(hex: utf8.span)
    }

    package var hex: String {
        unsafe withUnsafeBytes(of: words) { bytes in
            unsafe bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        }
    }

    /// Calls the body with the 32 bytes.
    func withBytes<R>(_ body: (Span<UInt8>) -> R) -> R {
        unsafe withUnsafeBytes(of: words) { bytes in
            unsafe body(Span(_unsafeElements: bytes.assumingMemoryBound(to: UInt8.self)))
        }
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }

    package static func == (left: DocumentDigest, right: DocumentDigest) -> Bool { left.words == right.words }

    package func hash(into hasher: inout Hasher) {
        // Each part of a digest is as good as another, but a client chooses what it asks for.
        hasher.combine(words.0)
        hasher.combine(words.1)
        hasher.combine(words.2)
        hasher.combine(words.3)
    }
}
