/// Reads tokens from the bytes of a source.
/// - Source: GraphQL specification September 2025, section 2.1 "Source Text".
struct Lexer {
    let source: Source
    let bytes: [UInt8]

    init(_ source: Source) {
        self.source = source
        bytes = source.bytes
    }

    /// The first token at or after `start`, whitespace, commas and comments skipped.
    func token(from start: Int) throws(GraphQLSyntaxError) -> Token {
        var position = start
        let count = bytes.count
        while position < count {
            let byte = bytes[position]
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D, 0x2C:
                position += 1
            case 0x23:  // #
                position = endOfLine(from: position + 1)
            case 0x5F, 0x61...0x7A, 0x41...0x5A:
                var end = position + 1
                while end < count, Self.continuesName(bytes[end]) { end += 1 }
                return Token(kind: .name, start: position, end: end)
            case 0x21: return Token(kind: .bang, start: position, end: position + 1)
            case 0x24: return Token(kind: .dollar, start: position, end: position + 1)
            case 0x26: return Token(kind: .ampersand, start: position, end: position + 1)
            case 0x28: return Token(kind: .parenOpen, start: position, end: position + 1)
            case 0x29: return Token(kind: .parenClose, start: position, end: position + 1)
            case 0x3A: return Token(kind: .colon, start: position, end: position + 1)
            case 0x3D: return Token(kind: .equals, start: position, end: position + 1)
            case 0x40: return Token(kind: .at, start: position, end: position + 1)
            case 0x5B: return Token(kind: .bracketOpen, start: position, end: position + 1)
            case 0x5D: return Token(kind: .bracketClose, start: position, end: position + 1)
            case 0x7B: return Token(kind: .braceOpen, start: position, end: position + 1)
            case 0x7C: return Token(kind: .pipe, start: position, end: position + 1)
            case 0x7D: return Token(kind: .braceClose, start: position, end: position + 1)
            case 0x2E: return try spread(from: position)
            case 0x22:
                if byteAt(position + 1) == 0x22, byteAt(position + 2) == 0x22 {
                    return try blockString(from: position)
                }
                return try string(from: position)
            case 0x2D, 0x30...0x39: return try number(from: position)
            case 0xEF where byteAt(position + 1) == 0xBB && byteAt(position + 2) == 0xBF:
                position += 3  // a byte order mark is ignored wherever it stands
            default: throw unexpectedCharacter(at: position)
            }
        }
        return Token(kind: .endOfFile, start: count, end: count)
    }

    /// The byte at a position; nil behind the end.
    @inline(__always)
    func byteAt(_ position: Int) -> UInt8? { position < bytes.count ? bytes[position] : nil }

    func text(_ start: Int, _ end: Int) -> String { String(decoding: bytes[start..<end], as: UTF8.self) }

    /// As error messages show a token: its kind, and its value where it has one.
    func describe(_ token: Token) -> String {
        switch token.kind {
        case .name, .int, .float: "\(token.kind.label) \"\(text(token.start, token.end))\""
        case .string, .blockString: "\(token.kind.label) \"\(stringValue(of: token))\""
        default: token.kind.label
        }
    }

    func error(_ text: String, at position: Int) -> GraphQLSyntaxError {
        GraphQLSyntaxError(text, at: position, in: source)
    }

    /// The character at a position for a message: printable ASCII in quotes, the rest as `U+XXXX`.
    func describeCharacter(at position: Int) -> String {
        guard let scalar = scalar(at: position) else { return "<EOF>" }
        switch scalar.value {
        case 0x22: return "'\"'"
        case 0x20...0x7E: return "\"\(scalar)\""
        default:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            return "U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits
        }
    }

    static func startsName(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 || byte == 0x5F }

    @inline(__always)
    static func continuesName(_ byte: UInt8) -> Bool {
        (byte | 0x20) &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x5F
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    private func endOfLine(from start: Int) -> Int {
        var position = start
        while position < bytes.count, bytes[position] != 0x0A, bytes[position] != 0x0D { position += 1 }
        return position
    }

    private func spread(from start: Int) throws(GraphQLSyntaxError) -> Token {
        let next = byteAt(start + 1)
        if next == 0x2E {
            if byteAt(start + 2) == 0x2E { return Token(kind: .spread, start: start, end: start + 3) }
            throw error("Unexpected \"..\", did you mean \"...\"?", at: start)
        }
        if let next, Self.isDigit(next) {
            var end = start + 1
            while let byte = byteAt(end), Self.isDigit(byte) { end += 1 }
            let digits = text(start + 1, end)
            throw error("Invalid number, expected digit before \".\", did you mean \"0.\(digits)\"?", at: start)
        }
        throw unexpectedCharacter(at: start)
    }

    private func unexpectedCharacter(at position: Int) -> GraphQLSyntaxError {
        if bytes[position] == 0x27 {
            return error(
                "Unexpected single quote character ('), did you mean to use a double quote (\")?", at: position)
        }
        return error("Unexpected character: \(describeCharacter(at: position)).", at: position)
    }

    /// The Unicode scalar that begins at a position.
    private func scalar(at position: Int) -> Unicode.Scalar? {
        guard position < bytes.count else { return nil }
        let end = min(position + 4, bytes.count)
        return String(decoding: bytes[position..<end], as: UTF8.self).unicodeScalars.first
    }

    private func number(from start: Int) throws(GraphQLSyntaxError) -> Token {
        var position = start
        var isFloat = false
        if byteAt(position) == 0x2D { position += 1 }
        if byteAt(position) == 0x30 {
            position += 1
            if let byte = byteAt(position), Self.isDigit(byte) {
                throw error(
                    "Invalid number, unexpected digit after 0: \(describeCharacter(at: position)).", at: position)
            }
        } else {
            position = try digits(from: position)
        }
        if byteAt(position) == 0x2E {
            isFloat = true
            position = try digits(from: position + 1)
        }
        if let byte = byteAt(position), byte | 0x20 == 0x65 {
            isFloat = true
            position += 1
            if let sign = byteAt(position), sign == 0x2B || sign == 0x2D { position += 1 }
            position = try digits(from: position)
        }
        if let byte = byteAt(position), byte == 0x2E || Self.startsName(byte) {
            throw expectedDigit(at: position)
        }
        return Token(kind: isFloat ? .float : .int, start: start, end: position)
    }

    private func digits(from start: Int) throws(GraphQLSyntaxError) -> Int {
        guard let first = byteAt(start), Self.isDigit(first) else { throw expectedDigit(at: start) }
        var position = start + 1
        while let byte = byteAt(position), Self.isDigit(byte) { position += 1 }
        return position
    }

    private func expectedDigit(at position: Int) -> GraphQLSyntaxError {
        error("Invalid number, expected digit but got: \(describeCharacter(at: position)).", at: position)
    }
}
