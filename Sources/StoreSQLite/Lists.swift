internal import Credit

/// Short lists in one text column, a value a line: no value of ours holds a line end.
enum Lists {
    static func text(_ values: [String]) -> String {
        values.map { $0.split(whereSeparator: \.isNewline).joined(separator: " ") }.joined(separator: "\n")
    }

    static func text(_ values: [GUID]) -> String { values.map(\.description).joined(separator: "\n") }
    static func text(_ values: [Int64]) -> String { values.map { String($0) }.joined(separator: "\n") }

    /// `from until`, in microseconds; an open end is left out.
    static func text(_ values: [Interval]) -> String {
        values.map { interval in
            let from = String(interval.from.microseconds)
            return interval.until.map { "\(from) \($0.microseconds)" } ?? from
        }.joined(separator: "\n")
    }

    static func strings(_ text: String) -> [String] {
        text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    static func guids(_ text: String) -> [GUID] { strings(text).compactMap { GUID($0) } }

    /// Integers of ours, a line each; headers of line groups have many, and every page reads them.
    static func integers(_ text: String) -> [Int64] {
        var text = text
        return text.withUTF8 { bytes in
            var values: [Int64] = []
            var index = 0
            while index < bytes.count {
                let isNegative = unsafe bytes[index] == UInt8(ascii: "-")
                if isNegative { index += 1 }
                var value: Int64 = 0
                while index < bytes.count, unsafe bytes[index] != UInt8(ascii: "\n") {
                    value = unsafe value &* 10 &+ Int64(bytes[index] &- UInt8(ascii: "0"))
                    index += 1
                }
                values.append(isNegative ? -value : value)
                index += 1
            }
            return values
        }
    }

    static func intervals(_ text: String) -> [Interval] {
        strings(text).compactMap { line in
            let ends = line.split(separator: " ").compactMap { Int64($0) }
            guard let from = ends.first else { return nil }
            return Interval(
                from: Instant(microseconds: from), until: ends.count > 1 ? Instant(microseconds: ends[1]) : nil)
        }
    }

    /// A JSON array of texts.
    static func json(_ values: [String]) -> String {
        var text = "["
        for value in values {
            if text.utf8.count > 1 { text += "," }
            text += "\""
            for character in value.unicodeScalars {
                switch character {
                case "\"", "\\": text += "\\\(character)"
                case "\u{0}"..<" ":
                    text += "\\u00" + (character.value < 16 ? "0" : "") + String(character.value, radix: 16)
                default: text.unicodeScalars.append(character)
                }
            }
            text += "\""
        }
        return text + "]"
    }

    /// A JSON array of ids as SQLite's `hex` writes them.
    static func hex(_ ids: [GUID]) -> String {
        json(ids.map { id in id.description.uppercased().filter { $0 != "-" } })
    }

    /// A JSON array of integers, what `json_each` takes: one statement serves any number of keys.
    static func json(_ values: some Sequence<Int64>) -> String {
        var text = "["
        for value in values {
            if text.utf8.count > 1 { text += "," }
            text += String(value)
        }
        return text + "]"
    }
}
