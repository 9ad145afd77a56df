/// The policy as texts, as settings give it and the ledger keeps it: one name and one value for each choice.
///
/// A value that changes on days is written `0.15,0.20@2027-01-01`: what holds first, then each change with its day.
extension CreditPolicy {
    /// The names of the choices, in their order.
    package enum Choice: String, CaseIterable, Sendable {
        case rate, dayZone, coverageMode, dailyRounding, reconRounding, reconLines, lighthouseOfferNeedsPal
        case unlistedRole, roleOverrides, telcoProducts
    }

    /// Why a value cannot be taken.
    package struct TextError: Error, Hashable {
        /// What would be right, as a part of a sentence.
        package let expected: String
    }

    /// The value of a choice; the same text for the same meaning.
    package func text(_ choice: Choice) -> String {
        switch choice {
        case .rate: rate.text { $0.normalised.description }
        case .dayZone: dayZone.text
        case .coverageMode: coverageMode.rawValue
        case .dailyRounding: dailyRounding.text(\.rawValue)
        case .reconRounding: reconRounding.text(\.rawValue)
        case .reconLines: reconLines.text(\.rawValue)
        case .lighthouseOfferNeedsPal: lighthouseOfferNeedsPAL.text { $0 ? "true" : "false" }
        case .unlistedRole: unlistedRole.rawValue
        case .roleOverrides:
            roleOverrides.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
        case .telcoProducts: telcoProducts.sorted().joined(separator: ",")
        }
    }

    /// All choices in one line: `rate=0.15; dayZone=UTC; …`.
    package var text: String { Choice.allCases.map { "\($0.rawValue)=\(text($0))" }.joined(separator: "; ") }

    /// Takes the value of a choice.
    /// - Parameter zone: finds a time zone by its name in the zone database.
    package mutating func set(
        _ choice: Choice, _ text: String, zone: (String) -> DayZone? = { _ in nil }
    ) throws(TextError) {
        switch choice {
        case .rate:
            rate = try Dated(text, expected: "a fraction from 0 to 1, as 0.15 or 0.15,0.20@2027-01-01") { text in
                guard let rate = try? ExactDecimal(parsing: text), rate >= .zero, rate <= .one else { return nil }
                return rate.normalised
            }
        case .dayZone:
            guard let read = DayZone(fixed: text) ?? zone(text) else {
                throw TextError(expected: "UTC, an offset as +02:00 or a name of the zone database as Europe/Amsterdam")
            }
            dayZone = read
        case .coverageMode: coverageMode = try Self.one(of: CoverageMode.self, text)
        case .dailyRounding: dailyRounding = try Self.dated(DailyRounding.self, text)
        case .reconRounding: reconRounding = try Self.dated(ReconRounding.self, text)
        case .reconLines: reconLines = try Self.dated(ReconLines.self, text)
        case .lighthouseOfferNeedsPal:
            lighthouseOfferNeedsPAL = try Dated(text, expected: "true or false, or true,false@2027-01-01") { text in
                ["true": true, "false": false][text]
            }
        case .unlistedRole: unlistedRole = try Self.one(of: UnlistedRole.self, text)
        case .roleOverrides:
            roleOverrides = [:]
            for item in Self.items(text) {
                let parts = item.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
                guard parts.count == 2, let id = GUID(parts[0]),
                    let isEligible = ["true": true, "false": false][parts[1]]
                else {
                    throw TextError(expected: "definition ids of roles with =true or =false, parted by commas")
                }
                roleOverrides[id] = isEligible
            }
        case .telcoProducts: telcoProducts = Set(Self.items(text).map { $0.uppercased() })
        }
    }

    /// The policy of such a line; nil for one that no version wrote.
    package init?(text line: String, zone: (String) -> DayZone? = { _ in nil }) {
        self.init()
        for item in line.split(separator: ";") {
            let text = String(item).trimmed
            guard let equals = text.firstIndex(of: "="), let choice = Choice(rawValue: String(text[..<equals])) else {
                return nil
            }
            let value = String(text[text.index(after: equals)...])
            do throws(TextError) { try set(choice, value, zone: zone) } catch { return nil }
        }
    }

    private static func items(_ text: String) -> [String] {
        text.split(separator: ",").map { String($0).trimmed }.filter { !$0.isEmpty }
    }

    private static func one<Value: RawRepresentable & CaseIterable>(
        of type: Value.Type, _ text: String
    ) throws(TextError) -> Value where Value.RawValue == String {
        guard let value = Value(rawValue: text) else { throw TextError(expected: names(of: type)) }
        return value
    }

    private static func dated<Value: RawRepresentable & CaseIterable & Sendable & Hashable>(
        _ type: Value.Type, _ text: String
    ) throws(TextError) -> Dated<Value> where Value.RawValue == String {
        try Dated(text, expected: names(of: type) + ", from a day on as " + example(of: type)) { Value(rawValue: $0) }
    }

    private static func names<Value: RawRepresentable & CaseIterable>(of type: Value.Type) -> String
    where Value.RawValue == String { type.allCases.map(\.rawValue).joined(separator: " or ") }

    private static func example<Value: RawRepresentable & CaseIterable>(of type: Value.Type) -> String
    where Value.RawValue == String { type.allCases.map(\.rawValue).joined(separator: ",") + "@2027-01-01" }
}

extension Dated {
    /// `0.15,0.20@2027-01-01`.
    func text(_ value: (Value) -> String) -> String {
        ([value(initial)] + changes.map { "\(value($0.value))@\($0.from)" }).joined(separator: ",")
    }

    /// Reads such a text.
    init(_ text: String, expected: String, _ value: (String) -> Value?) throws(CreditPolicy.TextError) {
        var initial: Value?
        var changes: [(from: Day, value: Value)] = []
        for (place, item) in text.split(separator: ",", omittingEmptySubsequences: false).enumerated() {
            let parts = item.split(separator: "@", omittingEmptySubsequences: false).map { String($0).trimmed }
            guard parts.count == (place == 0 ? 1 : 2), let read = value(parts[0]) else {
                throw CreditPolicy.TextError(expected: expected)
            }
            if place == 0 {
                initial = read
                continue
            }
            let last = changes.last?.from
            guard let day = try? Day(parsing: parts[1]), last.map({ $0 < day }) ?? true else {
                throw CreditPolicy.TextError(expected: expected + ", with ascending days as 2027-01-01")
            }
            changes.append((day, read))
        }
        guard let initial else { throw CreditPolicy.TextError(expected: expected) }
        self.init(initial, changes: changes)
    }
}

extension String {
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}
