/// A mistake in a JSON text, with its place.
package struct JSONSyntaxError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// Something else was needed here; the text says what.
        case unexpected(expected: String)
        case endOfText
        case duplicateKey(String)
        /// Deeper than the limit.
        case tooDeep(limit: Int)
        case invalidUTF8
        case invalidEscape
        case controlCharacter
        case invalidNumber
    }

    package let kind: Kind
    /// From 1.
    package let line: Int
    /// From 1, counted in characters.
    package let column: Int

    package init(_ kind: Kind, line: Int, column: Int) {
        self.kind = kind
        self.line = line
        self.column = column
    }

    /// Stable name for reports.
    package var code: String {
        switch kind {
        case .unexpected: "JSON_UNEXPECTED"
        case .endOfText: "JSON_END_OF_TEXT"
        case .duplicateKey: "JSON_DUPLICATE_KEY"
        case .tooDeep: "JSON_TOO_DEEP"
        case .invalidUTF8: "JSON_INVALID_UTF8"
        case .invalidEscape: "JSON_INVALID_ESCAPE"
        case .controlCharacter: "JSON_CONTROL_CHARACTER"
        case .invalidNumber: "JSON_INVALID_NUMBER"
        }
    }

    /// What is wrong, without the place.
    package var message: String {
        switch kind {
        case .unexpected(let expected): "expected \(expected)"
        case .endOfText: "the text ends too early"
        case .duplicateKey(let key): "the key \"\(key)\" occurs twice in one object"
        case .tooDeep(let limit): "nested deeper than \(limit) levels"
        case .invalidUTF8: "not valid UTF-8"
        case .invalidEscape: "not a valid escape in a string"
        case .controlCharacter: "a control character in a string; write it as an escape"
        case .invalidNumber: "not a valid number"
        }
    }

    package var description: String { "line \(line), column \(column): \(message)" }
}
