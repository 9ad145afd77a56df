import Credit
import GraphQLExecution
import JSON

/// The custom scalars: which values they take. Their texts reach resolvers as they were given.
enum Scalars {
    static let bindings: [ScalarBinding] = [
        ScalarBinding("Decimal") { value in
            switch value {
            case .string(let text) where isPlainDecimal(text): nil
            case .number(let text) where text.utf8.allSatisfy({ isDigit($0) || $0 == UInt8(ascii: "-") }): nil
            case .number: "a Decimal cannot be a float literal; write it as a string: \"1.25\"."
            default: "a Decimal is a string in plain notation such as \"0.15\", or a whole number."
            }
        },
        text("Date", "a UTC day such as \"2026-10-31\"") { day($0) != nil },
        text("DateTime", "an RFC 3339 instant such as \"2026-10-31T09:30:00Z\"") {
            $0.utf8.count > 10 && (try? Instant(parsing: $0)) != nil
        },
        text("Month", "a month such as \"2026-10\"") { (try? BillingMonth(parsing: $0)) != nil },
        text("CountryCode", "an ISO 3166-1 alpha-2 code in upper case, such as \"NL\"") {
            $0.uppercased() == $0 && CountryCode($0) != nil
        },
        text("CurrencyCode", "an ISO 4217 code in upper case, such as \"EUR\"") {
            $0.uppercased() == $0 && CurrencyCode($0) != nil
        },
        text("Locale", "a BCP 47 tag such as \"en\" or \"zh-CN\"") { text in
            2...35 ~= text.utf8.count
                && text.utf8.allSatisfy {
                    isDigit($0) || UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 | 0x20 || $0 == UInt8(ascii: "-")
                }
        },
        ScalarBinding("JSON") { _ in nil },
    ]

    /// `2026-10-31` and nothing else.
    static func day(_ text: String) -> Day? {
        guard text.utf8.count == 10, text.utf8.dropFirst(4).first == UInt8(ascii: "-") else { return nil }
        return try? Day(parsing: text)
    }

    private static func text(
        _ name: String, _ expected: String, _ fits: @escaping @Sendable (String) -> Bool
    ) -> ScalarBinding {
        ScalarBinding(name) { value in
            if case .string(let text) = value, fits(text) { return nil }
            return "expected \(expected)."
        }
    }

    private static func isPlainDecimal(_ text: String) -> Bool {
        let digits = text.utf8.first == UInt8(ascii: "-") ? text.utf8.dropFirst() : text.utf8[...]
        return digits.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") } && (try? WideDecimal(parsing: text)) != nil
    }

    private static func isDigit(_ byte: UInt8) -> Bool { UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte }
}
