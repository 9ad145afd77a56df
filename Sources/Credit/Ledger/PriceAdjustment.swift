/// What `PriceAdjustmentDescription` of a reconciliation line says. Order and layout of the text may change, so it is
/// read by content.
/// - Source: pec.md section 11; partner-earned-credit-explanation.md 2023-04-13.
package struct PriceAdjustment: Sendable, Hashable {
    /// Percent of the partner earned credit; nil where the text names none.
    package let creditPercentage: ExactDecimal?
    /// The other entries as written.
    package let others: [String]

    package init(parsing text: String) {
        var percentage: ExactDecimal?
        var others: [String] = []
        for entry in Self.entries(of: text) {
            if entry.lowercased().contains("partner earned credit") {
                percentage = Self.percentage(in: entry) ?? percentage ?? .zero
            } else {
                others.append(entry)
            }
        }
        creditPercentage = percentage
        self.others = others
    }

    /// The quoted texts of a list; without quotes the parts between commas and semicolons.
    private static func entries(of text: String) -> [String] {
        var entries: [String] = []
        if text.contains("\"") {
            var current: String?
            var escaped = false
            for character in text {
                if let entry = current {
                    if escaped {
                        current = entry + String(character)
                        escaped = false
                    } else if character == "\\" {
                        escaped = true
                    } else if character == "\"" {
                        entries.append(entry)
                        current = nil
                    } else {
                        current = entry + String(character)
                    }
                } else if character == "\"" {
                    current = ""
                }
            }
        } else {
            entries = text.split(whereSeparator: { ",;\n[]".contains($0) }).map { String($0) }
        }
        return entries.map { trimmed($0) }.filter { !$0.isEmpty }
    }

    private static func trimmed(_ text: String) -> String {
        var part = text[...]
        while part.first?.isWhitespace == true { part.removeFirst() }
        while part.last?.isWhitespace == true { part.removeLast() }
        return String(part)
    }

    /// The number in front of the percent sign.
    private static func percentage(in text: String) -> ExactDecimal? {
        guard let sign = text.firstIndex(of: "%") else { return nil }
        let before = trimmed(String(text[..<sign]))
        let digits = String(before.reversed().prefix { $0.isNumber || $0 == "." }.reversed())
        return try? ExactDecimal(parsing: digits)
    }
}
