// Numbers, percentages and days as each language writes them.
// Source: Unicode CLDR 46, number symbols and medium dates of en, nl, sv, zh and fr.
extension TextLocale {
    private var decimalMark: String { self == .english || self == .chinese ? "." : "," }

    private var groupMark: String {
        switch self {
        case .english, .chinese: ","
        case .dutch: "."
        // No-break spaces: an ordinary one and the narrow one.
        case .swedish: "\u{A0}"
        case .french: "\u{202F}"
        }
    }

    /// A number in plain notation with the marks of the language; every digit stays.
    package func number(_ plain: String) -> String {
        let isNegative = plain.utf8.first == UInt8(ascii: "-")
        let digits = isNegative ? plain.dropFirst() : plain[...]
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = parts.first ?? ""
        var result = isNegative ? (self == .swedish ? "\u{2212}" : "-") : ""
        for (index, digit) in whole.enumerated() {
            if index > 0, (whole.count - index) % 3 == 0 { result += groupMark }
            result.append(digit)
        }
        if parts.count > 1 { result += decimalMark + parts[1] }
        return result
    }

    package func number(_ count: Int) -> String { number(String(count)) }

    /// - Parameter value: in percent.
    package func percent(_ value: ExactDecimal) -> String {
        let text = number(value.normalised.description)
        switch self {
        case .english, .dutch, .chinese: return text + "%"
        case .swedish: return text + "\u{A0}%"
        case .french: return text + "\u{202F}%"
        }
    }

    package func day(_ day: Day) -> String {
        let (year, month, number) = day.components
        let name = monthNames[month - 1]
        switch self {
        case .english: return "\(name) \(number), \(year)"
        case .dutch, .swedish, .french: return "\(number) \(name) \(year)"
        case .chinese: return "\(year)年\(month)月\(number)日"
        }
    }

    package func month(_ month: BillingMonth) -> String {
        let (year, number, _) = month.firstDay.components
        return self == .chinese ? "\(year)年\(number)月" : "\(monthNames[number - 1]) \(year)"
    }

    /// In UTC, to the second where there is one.
    package func instant(_ instant: Instant) -> String {
        if instant == .distantPast || instant == .distantFuture { return "–" }
        let seconds = Int((instant.microseconds - instant.day.start.microseconds) / 1_000_000)
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        var time = "\(two(seconds / 3600)):\(two(seconds / 60 % 60))"
        if seconds % 60 != 0 { time += ":\(two(seconds % 60))" }
        let mark = self == .english || self == .french ? ", " : " "
        return "\(day(instant.day))\(mark)\(time) UTC"
    }

    /// What stands between the items of a list.
    package var listMark: String { self == .chinese ? "、" : ", " }

    private var monthNames: [String] {
        switch self {
        case .english, .chinese:
            ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        case .dutch: ["jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec"]
        case .swedish:
            ["jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."]
        case .french:
            [
                "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
            ]
        }
    }
}
