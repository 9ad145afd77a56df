/// Reads JSON by the letter of RFC 8259; numbers keep their text.
struct JSONScanner {
    private let depthLimit: Int
    private var index = 0
    private var depth = 0

    init(depthLimit: Int) { self.depthLimit = depthLimit }

    mutating func document(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONValue {
        skipByteOrderMark(bytes)
        skipBlanks(bytes)
        let result = try value(bytes)
        skipBlanks(bytes)
        if index < bytes.count { throw error(bytes, .unexpected(expected: "the end of the text")) }
        return result
    }

    mutating func documents(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> [JSONValue] {
        skipByteOrderMark(bytes)
        var values: [JSONValue] = []
        skipBlanks(bytes)
        while index < bytes.count {
            values.append(try value(bytes))
            skipBlanks(bytes)
        }
        return values
    }

    private mutating func value(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONValue {
        guard index < bytes.count else { throw error(bytes, .endOfText) }
        switch bytes[index] {
        case UInt8(ascii: "{"): return .object(try object(bytes))
        case UInt8(ascii: "["): return .array(try array(bytes))
        case UInt8(ascii: "\""): return .string(try string(bytes))
        case UInt8(ascii: "t"):
            try word(bytes, "true")
            return .bool(true)
        case UInt8(ascii: "f"):
            try word(bytes, "false")
            return .bool(false)
        case UInt8(ascii: "n"):
            try word(bytes, "null")
            return .null
        case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): return .number(try number(bytes))
        default: throw error(bytes, .unexpected(expected: "a value"))
        }
    }

    private mutating func object(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> JSONObject {
        try descend(bytes)
        var members: [JSONObject.Member] = []
        var keys: Set<String> = []
        skipBlanks(bytes)
        if index < bytes.count, bytes[index] == UInt8(ascii: "}") {
            index += 1
            depth -= 1
            return JSONObject()
        }
        while true {
            skipBlanks(bytes)
            let keyStart = index
            guard index < bytes.count else { throw error(bytes, .endOfText) }
            guard bytes[index] == UInt8(ascii: "\"") else {
                throw error(bytes, .unexpected(expected: "a key in quotes"))
            }
            let key = try string(bytes)
            // A few keys are compared one by one; many get a set.
            if members.count == 12 { keys = Set(members.map(\.key)) }
            let isDuplicate = members.count < 12 ? members.contains { $0.key == key } : !keys.insert(key).inserted
            if isDuplicate {
                index = keyStart
                throw error(bytes, .duplicateKey(key))
            }
            skipBlanks(bytes)
            try expect(bytes, UInt8(ascii: ":"), "a colon")
            skipBlanks(bytes)
            members.append(JSONObject.Member(key: key, value: try value(bytes)))
            skipBlanks(bytes)
            if try isLast(bytes, UInt8(ascii: "}"), "a comma or }") { break }
        }
        depth -= 1
        return JSONObject(members)
    }

    private mutating func array(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> [JSONValue] {
        try descend(bytes)
        var values: [JSONValue] = []
        skipBlanks(bytes)
        if index < bytes.count, bytes[index] == UInt8(ascii: "]") {
            index += 1
            depth -= 1
            return values
        }
        while true {
            skipBlanks(bytes)
            values.append(try value(bytes))
            skipBlanks(bytes)
            if try isLast(bytes, UInt8(ascii: "]"), "a comma or ]") { break }
        }
        depth -= 1
        return values
    }

    private mutating func isLast(
        _ bytes: Span<UInt8>, _ end: UInt8, _ expected: String
    ) throws(JSONSyntaxError) -> Bool {
        guard index < bytes.count else { throw error(bytes, .endOfText) }
        if bytes[index] == end {
            index += 1
            return true
        }
        try expect(bytes, UInt8(ascii: ","), expected)
        return false
    }

    private mutating func string(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> String {
        index += 1
        let start = index
        index = JSONEscape.nextSpecial(in: bytes, from: index)
        guard index < bytes.count else { throw error(bytes, .endOfText) }
        if bytes[index] == UInt8(ascii: "\"") {
            let text = try text(bytes, start..<index)
            index += 1
            return text
        }
        var unescaped: [UInt8] = []
        var run = start
        while true {
            for position in run..<index { unescaped.append(bytes[position]) }
            guard index < bytes.count else { throw error(bytes, .endOfText) }
            if bytes[index] == UInt8(ascii: "\"") { break }
            if bytes[index] != UInt8(ascii: "\\") { throw error(bytes, .controlCharacter) }
            try escape(bytes, into: &unescaped)
            run = index
            index = JSONEscape.nextSpecial(in: bytes, from: index)
        }
        let end = index
        index = start
        let result: String
        do {
            result = String(copying: try UTF8Span(validating: unescaped.span))
        } catch {
            throw self.error(bytes, .invalidUTF8)
        }
        index = end + 1
        return result
    }

    private mutating func text(_ bytes: Span<UInt8>, _ range: Range<Int>) throws(JSONSyntaxError) -> String {
        do {
            return String(copying: try UTF8Span(validating: bytes.extracting(range)))
        } catch {
            index = range.lowerBound
            throw self.error(bytes, .invalidUTF8)
        }
    }

    private mutating func escape(_ bytes: Span<UInt8>, into text: inout [UInt8]) throws(JSONSyntaxError) {
        guard index + 1 < bytes.count else { throw error(bytes, .endOfText) }
        let letter = bytes[index + 1]
        let simple: UInt8
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): simple = letter
        case UInt8(ascii: "b"): simple = 8
        case UInt8(ascii: "f"): simple = 12
        case UInt8(ascii: "n"): simple = 10
        case UInt8(ascii: "r"): simple = 13
        case UInt8(ascii: "t"): simple = 9
        case UInt8(ascii: "u"):
            var code = try unit(bytes)
            if 0xD800...0xDBFF ~= code {
                guard index + 1 < bytes.count, bytes[index] == UInt8(ascii: "\\"), bytes[index + 1] == UInt8(ascii: "u")
                else { throw error(bytes, .invalidEscape) }
                let low = try unit(bytes)
                guard 0xDC00...0xDFFF ~= low else { throw error(bytes, .invalidEscape) }
                code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
            }
            guard let scalar = Unicode.Scalar(code) else { throw error(bytes, .invalidEscape) }
            text.append(contentsOf: String(Character(scalar)).utf8)
            return
        default: throw error(bytes, .invalidEscape)
        }
        text.append(simple)
        index += 2
    }

    /// The code unit of `\uXXXX` at `index`.
    private mutating func unit(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> UInt32 {
        guard index + 6 <= bytes.count else { throw error(bytes, .invalidEscape) }
        var value: UInt32 = 0
        for position in index + 2..<index + 6 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw error(bytes, .invalidEscape)
            }
            value = value << 4 | UInt32(digit)
        }
        index += 6
        return value
    }

    private mutating func number(_ bytes: Span<UInt8>) throws(JSONSyntaxError) -> String {
        let start = index
        if bytes[index] == UInt8(ascii: "-") { index += 1 }
        let leading = index
        try digits(bytes)
        if bytes[leading] == UInt8(ascii: "0"), index > leading + 1 {
            index = leading
            throw error(bytes, .invalidNumber)
        }
        if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
            index += 1
            try digits(bytes)
        }
        if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
            index += 1
            if index < bytes.count, bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-") {
                index += 1
            }
            try digits(bytes)
        }
        return try text(bytes, start..<index)
    }

    private mutating func digits(_ bytes: Span<UInt8>) throws(JSONSyntaxError) {
        let start = index
        while index < bytes.count, UInt8(ascii: "0")...UInt8(ascii: "9") ~= bytes[index] { index += 1 }
        if index == start { throw error(bytes, .invalidNumber) }
    }

    private mutating func word(_ bytes: Span<UInt8>, _ word: StaticString) throws(JSONSyntaxError) {
        let text = "\(word)"
        for (offset, byte) in text.utf8.enumerated() {
            guard index + offset < bytes.count, bytes[index + offset] == byte else {
                throw error(bytes, .unexpected(expected: "a value"))
            }
        }
        index += text.utf8.count
    }

    private mutating func expect(_ bytes: Span<UInt8>, _ byte: UInt8, _ name: String) throws(JSONSyntaxError) {
        guard index < bytes.count else { throw error(bytes, .endOfText) }
        guard bytes[index] == byte else { throw error(bytes, .unexpected(expected: name)) }
        index += 1
    }

    private mutating func descend(_ bytes: Span<UInt8>) throws(JSONSyntaxError) {
        depth += 1
        if depth > depthLimit { throw error(bytes, .tooDeep(limit: depthLimit)) }
        index += 1
    }

    private mutating func skipByteOrderMark(_ bytes: Span<UInt8>) {
        if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
    }

    private mutating func skipBlanks(_ bytes: Span<UInt8>) {
        while index < bytes.count {
            switch bytes[index] {
            case 0x20, 0x0A, 0x0D, 0x09: index += 1
            default: return
            }
        }
    }

    /// The place is worked out only when it is needed.
    private func error(_ bytes: Span<UInt8>, _ kind: JSONSyntaxError.Kind) -> JSONSyntaxError {
        var line = 1
        var column = 1
        for position in 0..<min(index, bytes.count) {
            if bytes[position] == 0x0A {
                line += 1
                column = 1
            } else if bytes[position] & 0xC0 != 0x80 {
                column += 1
            }
        }
        return JSONSyntaxError(kind, line: line, column: column)
    }
}
