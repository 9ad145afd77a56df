/// Strings are checked while they are lexed and decoded only when the parser takes them.
extension Lexer {
    func string(from start: Int) throws(GraphQLSyntaxError) -> Token {
        var position = start + 1
        while let byte = byteAt(position) {
            switch byte {
            case 0x22: return Token(kind: .string, start: start, end: position + 1)
            case 0x5C: position += try escape(at: position).size
            case 0x0A, 0x0D: throw error("Unterminated string.", at: position)
            default: position += 1
            }
        }
        throw error("Unterminated string.", at: position)
    }

    func blockString(from start: Int) throws(GraphQLSyntaxError) -> Token {
        var position = start + 3
        while let byte = byteAt(position) {
            if byte == 0x22, byteAt(position + 1) == 0x22, byteAt(position + 2) == 0x22 {
                return Token(kind: .blockString, start: start, end: position + 3)
            }
            position += isEscapedTripleQuote(at: position) ? 4 : 1
        }
        throw error("Unterminated string.", at: position)
    }

    /// The value that a string token stands for.
    func stringValue(of token: Token) -> String {
        token.kind == .blockString ? blockStringValue(of: token) : plainStringValue(of: token)
    }

    private func plainStringValue(of token: Token) -> String {
        let range = (token.start + 1)..<(token.end - 1)
        guard bytes[range].contains(0x5C) else { return text(range.lowerBound, range.upperBound) }
        var value: [UInt8] = []
        value.reserveCapacity(range.count)
        var position = range.lowerBound
        while position < range.upperBound {
            // Every escape was checked when the token was lexed, so the second branch is taken by no backslash.
            if bytes[position] == 0x5C, let (scalar, size) = try? escape(at: position) {
                value.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                position += size
            } else {
                value.append(bytes[position])
                position += 1
            }
        }
        return String(decoding: value, as: UTF8.self)
    }

    private func blockStringValue(of token: Token) -> String {
        let end = token.end - 3
        var lines: [[UInt8]] = []
        var line: [UInt8] = []
        var position = token.start + 3
        while position < end {
            let byte = bytes[position]
            if byte == 0x0A || byte == 0x0D {
                position += byte == 0x0D && byteAt(position + 1) == 0x0A && position + 1 < end ? 2 : 1
                lines.append(line)
                line = []
            } else if isEscapedTripleQuote(at: position) {
                line.append(contentsOf: [0x22, 0x22, 0x22])
                position += 4
            } else {
                line.append(byte)
                position += 1
            }
        }
        lines.append(line)
        return String(decoding: Array(BlockString.dedent(lines).joined(separator: [0x0A])), as: UTF8.self)
    }

    private func isEscapedTripleQuote(at position: Int) -> Bool {
        byteAt(position) == 0x5C && byteAt(position + 1) == 0x22 && byteAt(position + 2) == 0x22
            && byteAt(position + 3) == 0x22
    }

    /// The character that an escape stands for, and how many bytes it takes.
    private func escape(at position: Int) throws(GraphQLSyntaxError) -> (scalar: Unicode.Scalar, size: Int) {
        switch byteAt(position + 1) {
        case 0x22: return ("\"", 2)
        case 0x5C: return ("\\", 2)
        case 0x2F: return ("/", 2)
        case 0x62: return ("\u{8}", 2)
        case 0x66: return ("\u{C}", 2)
        case 0x6E: return ("\n", 2)
        case 0x72: return ("\r", 2)
        case 0x74: return ("\t", 2)
        case 0x75:
            return byteAt(position + 2) == 0x7B
                ? try bracedUnicodeEscape(at: position) : try fixedUnicodeEscape(at: position)
        default:
            throw error("Invalid character escape sequence: \"\(characters(2, from: position))\".", at: position)
        }
    }

    /// `\u{1F600}`: at most 12 characters in all.
    private func bracedUnicodeEscape(at position: Int) throws(GraphQLSyntaxError) -> (Unicode.Scalar, Int) {
        var point: UInt32 = 0
        var size = 3
        while size < 12 {
            let byte = byteAt(position + size)
            size += 1
            if byte == 0x7D {
                guard size >= 5, let scalar = Unicode.Scalar(point) else { break }
                return (scalar, size)
            }
            guard let digit = Self.hexDigit(byte), point < 0x0800_0000 else { break }
            point = point << 4 | digit
        }
        throw error("Invalid Unicode escape sequence: \"\(characters(size, from: position))\".", at: position)
    }

    /// `\u00E9`, or two of them that form a surrogate pair.
    private func fixedUnicodeEscape(at position: Int) throws(GraphQLSyntaxError) -> (Unicode.Scalar, Int) {
        if let code = hexCode(at: position + 2) {
            if let scalar = Unicode.Scalar(code) { return (scalar, 6) }
            if code < 0xDC00, byteAt(position + 6) == 0x5C, byteAt(position + 7) == 0x75,
                let low = hexCode(at: position + 8), low >= 0xDC00, low <= 0xDFFF,
                let scalar = Unicode.Scalar(0x10000 + (code - 0xD800) << 10 + (low - 0xDC00))
            {
                return (scalar, 12)
            }
        }
        throw error("Invalid Unicode escape sequence: \"\(characters(6, from: position))\".", at: position)
    }

    private func hexCode(at position: Int) -> UInt32? {
        var code: UInt32 = 0
        for index in position..<(position + 4) {
            guard let digit = Self.hexDigit(byteAt(index)) else { return nil }
            code = code << 4 | digit
        }
        return code
    }

    private static func hexDigit(_ byte: UInt8?) -> UInt32? {
        switch byte {
        case .some(let byte) where byte &- 0x30 < 10: UInt32(byte - 0x30)
        case .some(let byte) where (byte | 0x20) &- 0x61 < 6: UInt32((byte | 0x20) - 0x61) + 10
        default: nil
        }
    }

    /// So many characters of the text for a message; fewer at its end.
    private func characters(_ count: Int, from position: Int) -> String {
        let end = min(position + count * 4, bytes.count)
        let scalars = String(decoding: bytes[position..<end], as: UTF8.self).unicodeScalars
        return String(String.UnicodeScalarView(scalars.prefix(count)))
    }
}
