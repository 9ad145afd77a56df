/// The tags of a resource as usage files write them: a JSON object of texts, with or without its braces.
enum ResourceTags {
    /// Whether the text has that tag.
    static func matches(_ text: String, _ wanted: TagFilter) -> Bool {
        if text.isEmpty { return false }
        let name = wanted.name.lowercased()
        var isMatch = false
        forEach(Array(text.utf8)) { key, value in
            if key.lowercased() == name, wanted.value == nil || wanted.value == value { isMatch = true }
        }
        return isMatch
    }

    /// Calls `body` for each pair; stops quietly where the text is no such object.
    static func forEach(_ bytes: [UInt8], _ body: (String, String) -> Void) {
        var index = 0
        func skip(_ characters: String) {
            while index < bytes.count, characters.utf8.contains(bytes[index]) { index += 1 }
        }
        skip(" \t\r\n{")
        while index < bytes.count {
            guard let key = string(bytes, &index) else { return }
            skip(" \t\r\n:")
            guard let value = string(bytes, &index) ?? bare(bytes, &index) else { return }
            body(key, value)
            skip(" \t\r\n,}")
        }
    }

    private static func bare(_ bytes: [UInt8], _ index: inout Int) -> String? {
        let start = index
        while index < bytes.count, !",}".utf8.contains(bytes[index]) { index += 1 }
        return index > start ? String(decoding: bytes[start..<index], as: UTF8.self) : nil
    }

    private static func string(_ bytes: [UInt8], _ index: inout Int) -> String? {
        guard index < bytes.count, bytes[index] == UInt8(ascii: "\"") else { return nil }
        var text: [UInt8] = []
        var position = index + 1
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "\""):
                index = position + 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                position += 1
                guard position < bytes.count else { return nil }
                append(escape: bytes, &position, to: &text)
            default:
                text.append(bytes[position])
                position += 1
            }
        }
        return nil
    }

    private static func append(escape bytes: [UInt8], _ position: inout Int, to text: inout [UInt8]) {
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "u"):
            var unit = hex(bytes, &position)
            if 0xD800..<0xDC00 ~= unit, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
                bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                unit = 0x10000 + (unit - 0xD800) << 10 + (hex(bytes, &position) &- 0xDC00) & 0x3FF
            }
            text.append(contentsOf: String(Unicode.Scalar(unit).map { Character($0) } ?? "\u{FFFD}").utf8)
        default: text.append(byte)
        }
    }

    private static func hex(_ bytes: [UInt8], _ position: inout Int) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<4 where position < bytes.count {
            value = value << 4 | UInt32(Character(Unicode.Scalar(bytes[position])).hexDigitValue ?? 0)
            position += 1
        }
        return value
    }
}
