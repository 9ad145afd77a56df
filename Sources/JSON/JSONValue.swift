/// A JSON value whose numbers keep the text that they were written with, so that no decimal passes through a double.
package enum JSONValue: Sendable, Hashable {
    case null
    case bool(Bool)
    /// The number exactly as written: `0.1999968000511991808131`, `1E-05`, `-0`.
    case number(String)
    case string(String)
    case array([JSONValue])
    case object(JSONObject)

    /// The default limit on nesting.
    package static let depthLimit = 128

    /// Reads one value; only blanks may stand around it. A byte-order mark is skipped.
    /// - Throws: `JSONSyntaxError` with line and column; also for a key that occurs twice.
    package init(parsing bytes: Span<UInt8>, depthLimit: Int = JSONValue.depthLimit) throws(JSONSyntaxError) {
        var scanner = JSONScanner(depthLimit: depthLimit)
        self = try scanner.document(bytes)
    }

    package init(parsing bytes: [UInt8], depthLimit: Int = JSONValue.depthLimit) throws(JSONSyntaxError) {
        try self.init(parsing: bytes.span, depthLimit: depthLimit)
    }

    package init(parsing text: String, depthLimit: Int = JSONValue.depthLimit) throws(JSONSyntaxError) {
        let utf8 = text.utf8
        try self.init(parsing: utf8.span, depthLimit: depthLimit)
    }

    /// Reads any number of values with blanks or line ends between them, as JSON lines have.
    /// - Throws: `JSONSyntaxError` with line and column.
    package static func sequence(
        parsing bytes: Span<UInt8>, depthLimit: Int = JSONValue.depthLimit
    ) throws(JSONSyntaxError) -> [JSONValue] {
        var scanner = JSONScanner(depthLimit: depthLimit)
        return try scanner.documents(bytes)
    }

    package var string: String? { if case .string(let text) = self { text } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    /// The number as written.
    package var numberText: String? { if case .number(let text) = self { text } else { nil } }
    /// The number where it is a whole one that fits.
    package var integer: Int? { if case .number(let text) = self { Int(text) } else { nil } }
    package var array: [JSONValue]? { if case .array(let values) = self { values } else { nil } }
    package var object: JSONObject? { if case .object(let object) = self { object } else { nil } }
    package var isNull: Bool { self == .null }

    /// What the value is, for messages.
    package var kindName: String {
        switch self {
        case .null: "null"
        case .bool: "a boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// The members of a JSON object in the order of the text; a key occurs once.
package struct JSONObject: Sendable, Hashable {
    package struct Member: Sendable, Hashable {
        package let key: String
        package let value: JSONValue

        package init(key: String, value: JSONValue) {
            self.key = key
            self.value = value
        }
    }

    package private(set) var members: [Member]

    package init(_ members: [Member] = []) { self.members = members }

    /// - Complexity: O(members); objects are small.
    package subscript(key: String) -> JSONValue? {
        for member in members where member.key == key { return member.value }
        return nil
    }

    package mutating func append(_ key: String, _ value: JSONValue) {
        members.append(Member(key: key, value: value))
    }
}
