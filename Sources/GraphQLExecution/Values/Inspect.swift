import JSON

/// Shows a value inside a message as graphql-js does.
enum Inspect {
    private static let arrayLimit = 10
    private static let depthLimit = 2

    static func text(_ value: JSONValue) -> String { text(value, depth: 0) }

    private static func text(_ value: JSONValue, depth: Int) -> String {
        switch value {
        case .null: return "null"
        case .bool(let flag): return flag ? "true" : "false"
        case .number(let text): return text
        case .string(let text): return quoted(text)
        case .array(let items):
            if items.isEmpty { return "[]" }
            if depth >= depthLimit { return "[Array]" }
            var parts = items.prefix(arrayLimit).map { text($0, depth: depth + 1) }
            let rest = items.count - arrayLimit
            if rest == 1 { parts.append("... 1 more item") }
            if rest > 1 { parts.append("... \(rest) more items") }
            return "[\(parts.joined(separator: ", "))]"
        case .object(let object):
            if object.members.isEmpty { return "{}" }
            if depth >= depthLimit { return "[Object]" }
            let parts = object.members.map { "\($0.key): \(text($0.value, depth: depth + 1))" }
            return "{ \(parts.joined(separator: ", ")) }"
        }
    }

    static func quoted(_ text: String) -> String {
        var bytes: [UInt8] = []
        JSONEscape.appendQuoted(text, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}
