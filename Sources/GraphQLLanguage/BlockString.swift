/// The indentation rule of block strings, both ways.
/// - Source: GraphQL specification September 2025, section 2.9.4, "BlockStringValue".
package enum BlockString {
    /// The lines without their common indentation and without blank lines at both ends.
    static func dedent(_ lines: [[UInt8]]) -> [ArraySlice<UInt8>] {
        var common = Int.max
        var first: Int?
        var last = -1
        for (index, line) in lines.enumerated() {
            guard let indent = line.firstIndex(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            if first == nil { first = index }
            last = index
            if index > 0 { common = min(common, indent) }
        }
        guard let first else { return [] }
        return (first...last).map { $0 == 0 ? lines[0][...] : lines[$0].dropFirst(common) }
    }

    /// Whether printing the value as a block string and reading it back gives the same value.
    package static func canPrint(_ value: String) -> Bool {
        if value.isEmpty { return true }
        var isEmptyLine = true
        var hasIndent = false
        var hasCommonIndent = true
        var seenNonEmptyLine = false
        for byte in value.utf8 {
            switch byte {
            case 0x0A:
                if isEmptyLine && !seenNonEmptyLine { return false }
                seenNonEmptyLine = true
                isEmptyLine = true
                hasIndent = false
            case 0x09, 0x20: hasIndent = hasIndent || isEmptyLine
            case 0x00...0x0F: return false
            default:
                hasCommonIndent = hasCommonIndent && hasIndent
                isEmptyLine = false
            }
        }
        return !isEmptyLine && !(hasCommonIndent && seenNonEmptyLine)
    }

    /// The value between triple quotes, on lines of its own where that reads better.
    package static func print(_ value: String) -> String {
        let escaped = escapeTripleQuotes(value)
        let lines = splitLines(escaped)
        let isSingleLine = lines.count == 1
        let forcesLeadingLine =
            lines.count > 1 && lines.dropFirst().allSatisfy { $0.first.map { $0 == 0x20 || $0 == 0x09 } ?? true }
        let endsWithTripleQuotes = escaped.suffix(4) == Array("\\\"\"\"".utf8)[...]
        let endsWithQuote = value.utf8.last == 0x22 && !endsWithTripleQuotes
        let forcesTrailingLine = endsWithQuote || value.utf8.last == 0x5C
        let isMultipleLines =
            !isSingleLine || value.utf16.count > 70 || forcesTrailingLine || forcesLeadingLine || endsWithTripleQuotes
        let beginsWithSpace = value.utf8.first.map { $0 == 0x20 || $0 == 0x09 } ?? false
        let skipsLeadingLine = isSingleLine && beginsWithSpace
        let before = (isMultipleLines && !skipsLeadingLine) || forcesLeadingLine ? "\n" : ""
        let after = isMultipleLines || forcesTrailingLine ? "\n" : ""
        return "\"\"\"\(before)\(String(decoding: escaped, as: UTF8.self))\(after)\"\"\""
    }

    private static func escapeTripleQuotes(_ value: String) -> [UInt8] {
        let bytes = Array(value.utf8)
        var escaped: [UInt8] = []
        escaped.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if bytes[index...].starts(with: [0x22, 0x22, 0x22]) {
                escaped.append(contentsOf: [0x5C, 0x22, 0x22, 0x22])
                index += 3
            } else {
                escaped.append(bytes[index])
                index += 1
            }
        }
        return escaped
    }

    /// Lines end with LF, CR or CR LF.
    private static func splitLines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var lines: [ArraySlice<UInt8>] = []
        var start = 0
        var index = 0
        while index < bytes.count {
            if bytes[index] == 0x0A || bytes[index] == 0x0D {
                lines.append(bytes[start..<index])
                if bytes[index] == 0x0D, index + 1 < bytes.count, bytes[index + 1] == 0x0A { index += 1 }
                start = index + 1
            }
            index += 1
        }
        lines.append(bytes[start...])
        return lines
    }
}
