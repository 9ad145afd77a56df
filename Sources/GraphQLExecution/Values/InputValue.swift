package import JSON

/// A coerced input: an argument's value, or a part of it.
package indirect enum InputValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case integer(Int)
    case float(Double)
    /// Of `String` and `ID`.
    case string(String)
    /// The name of an enum's value.
    case enumeration(String)
    /// Of a custom scalar: what its binding made of it; without one the value as written, numbers as their text.
    case scalar(JSONValue)
    case list([InputValue])
    case object(InputObject)

    /// The same as JSON.
    package var json: JSONValue {
        switch self {
        case .null: .null
        case .boolean(let value): .bool(value)
        case .integer(let value): .number(String(value))
        case .float(let value): .number(FloatText.text(of: value))
        case .string(let text), .enumeration(let text): .string(text)
        case .scalar(let value): value
        case .list(let items): .array(items.map(\.json))
        case .object(let object): object.json
        }
    }
}

/// A coerced input object, or all arguments of a field. What was neither given nor has a default is absent.
public struct InputObject: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        package let name: String
        package let value: InputValue

        package init(_ name: String, _ value: InputValue) {
            self.name = name
            self.value = value
        }
    }

    /// In the order of the schema.
    package private(set) var members: [Member]

    package init(_ members: [Member] = []) { self.members = members }

    mutating func append(_ name: String, _ value: InputValue) { members.append(Member(name, value)) }

    /// Nil where it is absent; `.null` where null was given.
    /// - Complexity: O(members); there are few.
    package subscript(name: String) -> InputValue? {
        for member in members where member.name == name { return member.value }
        return nil
    }

    /// Whether it was given or has a default, be it null.
    package func has(_ name: String) -> Bool { self[name] != nil }

    package func integer(_ name: String) -> Int? {
        switch self[name] {
        case .integer(let value): value
        case .scalar(.number(let text)): Int(text)
        default: nil
        }
    }

    package func boolean(_ name: String) -> Bool? {
        switch self[name] {
        case .boolean(let value), .scalar(.bool(let value)): value
        default: nil
        }
    }

    package func float(_ name: String) -> Double? {
        switch self[name] {
        case .float(let value): value
        case .integer(let value): Double(value)
        default: nil
        }
    }

    /// The text of a `String`, an `ID`, an enum's value or a custom scalar; a custom scalar's number as it was written.
    package func string(_ name: String) -> String? { self[name].flatMap(Self.text) }

    package func object(_ name: String) -> InputObject? {
        if case .object(let object) = self[name] { object } else { nil }
    }

    /// Nil where it is absent or null.
    package func list(_ name: String) -> [InputValue]? {
        if case .list(let items) = self[name] { items } else { nil }
    }

    /// The texts of a list of texts; nulls are left out.
    package func strings(_ name: String) -> [String]? { list(name)?.compactMap(Self.text) }

    /// The objects of a list of objects; nulls are left out.
    package func objects(_ name: String) -> [InputObject]? {
        list(name)?.compactMap { if case .object(let object) = $0 { object } else { nil } }
    }

    /// A value of an enum whose cases are named as in the schema.
    package func enumeration<E: RawRepresentable<String>>(_ name: String, _ type: E.Type = E.self) -> E? {
        string(name).flatMap(E.init(rawValue:))
    }

    package var json: JSONValue { .object(JSONObject(members.map { .init(key: $0.name, value: $0.value.json) })) }

    private static func text(_ value: InputValue) -> String? {
        switch value {
        case .string(let text), .enumeration(let text), .scalar(.string(let text)), .scalar(.number(let text)): text
        default: nil
        }
    }
}

/// How a double is written.
enum FloatText {
    static func text(of value: Double) -> String {
        if value == value.rounded(.towardZero), abs(value) < 1e15 { return String(Int64(value)) }
        return "\(value)"
    }
}
