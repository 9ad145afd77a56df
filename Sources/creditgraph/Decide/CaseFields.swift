import Credit
import JSON

/// Reads the keys of one object strictly: an unknown key is an error with its place.
struct CaseFields {
    let object: JSONObject
    let place: String

    /// - Parameter known: every key that may occur.
    init(_ value: JSONValue, at place: String, known: [String]) throws(CaseError) {
        guard case .object(let object) = value else {
            throw CaseError(.wrongType(expected: "an object", found: value.kindName), at: place)
        }
        self.object = object
        self.place = place
        for member in object.members where !known.contains(member.key) {
            throw CaseError(.unknownKey(known: known.sorted()), at: Self.join(place, member.key))
        }
    }

    static func join(_ place: String, _ key: String) -> String { place.isEmpty ? key : "\(place).\(key)" }
    func at(_ key: String) -> String { Self.join(place, key) }

    /// Nil where the key is absent or null.
    func value(_ key: String) -> JSONValue? {
        guard let value = object[key], !value.isNull else { return nil }
        return value
    }

    func needed(_ key: String) throws(CaseError) -> JSONValue {
        guard let value = value(key) else { throw CaseError(.missing, at: at(key)) }
        return value
    }

    func text(_ key: String) throws(CaseError) -> String? {
        guard let value = value(key) else { return nil }
        guard let text = value.string else {
            throw CaseError(.wrongType(expected: "a string", found: value.kindName), at: at(key))
        }
        return text
    }

    func neededText(_ key: String) throws(CaseError) -> String {
        guard let text = try text(key) else { throw CaseError(.missing, at: at(key)) }
        return text
    }

    func bool(_ key: String) throws(CaseError) -> Bool? {
        guard let value = value(key) else { return nil }
        guard let flag = value.bool else {
            throw CaseError(.wrongType(expected: "true or false", found: value.kindName), at: at(key))
        }
        return flag
    }

    /// A decimal as a string or a number; a number never passes through a double. A blank string is absent.
    func decimal(_ key: String) throws(CaseError) -> ExactDecimal? {
        guard let value = value(key) else { return nil }
        guard let text = value.string ?? value.numberText else {
            throw CaseError(.wrongType(expected: "a decimal", found: value.kindName), at: at(key))
        }
        if text.isEmpty { return nil }
        do throws(DecimalError) {
            return try ExactDecimal(parsing: text)
        } catch {
            throw CaseError(.badValue(error.message), at: at(key))
        }
    }

    func neededDecimal(_ key: String) throws(CaseError) -> ExactDecimal {
        guard let value = try decimal(key) else { throw CaseError(.missing, at: at(key)) }
        return value
    }

    func integer(_ key: String) throws(CaseError) -> Int? {
        guard let value = value(key) else { return nil }
        guard let number = value.integer ?? value.string.flatMap({ Int($0) }) else {
            throw CaseError(.wrongType(expected: "a whole number", found: value.kindName), at: at(key))
        }
        return number
    }

    func list(_ key: String) throws(CaseError) -> [(value: JSONValue, place: String)] {
        guard let value = value(key) else { return [] }
        guard let values = value.array else {
            throw CaseError(.wrongType(expected: "an array", found: value.kindName), at: at(key))
        }
        return values.enumerated().map { ($1, "\(at(key))[\($0)]") }
    }

    func texts(_ key: String) throws(CaseError) -> [String] {
        var texts: [String] = []
        for item in try list(key) {
            guard let text = item.value.string else {
                throw CaseError(.wrongType(expected: "a string", found: item.value.kindName), at: item.place)
            }
            texts.append(text)
        }
        return texts
    }

    /// One of the named values.
    func choice<Value>(_ key: String, _ values: KeyValuePairs<String, Value>) throws(CaseError) -> Value? {
        guard let text = try text(key) else { return nil }
        for (name, value) in values where name == text { return value }
        throw CaseError(.unknownValue(text, known: values.map(\.key)), at: at(key))
    }

    func instant(_ key: String) throws(CaseError) -> Instant? {
        guard let text = try text(key), !text.isEmpty else { return nil }
        do throws(TimeError) {
            return try Instant(parsing: text)
        } catch {
            throw CaseError(.badValue(error.message), at: at(key))
        }
    }

    func day(_ key: String) throws(CaseError) -> Day? {
        guard let text = try text(key), !text.isEmpty else { return nil }
        do throws(TimeError) {
            return try Day(parsing: text)
        } catch {
            throw CaseError(.badValue(error.message), at: at(key))
        }
    }

    /// `from` and `to` (or `until`); an absent start is open too.
    func interval() throws(CaseError) -> Interval {
        let to = try instant("to")
        let until = try instant("until")
        return Interval(from: try instant("from") ?? .distantPast, until: to ?? until)
    }

    /// Runs a computation and names its overflow as a mistake of this object.
    func computing<Result>(_ body: () throws(DecimalError) -> Result) throws(CaseError) -> Result {
        do throws(DecimalError) {
            return try body()
        } catch .divisionByZero {
            throw CaseError(.badValue(DecimalError.divisionByZero.message), at: place)
        } catch {
            throw CaseError(.overflow, at: place)
        }
    }
}
