/// What is wrong with a case, and where: the path of keys from the case down.
struct CaseError: Error, Hashable, CustomStringConvertible {
    enum Kind: Hashable {
        case missing
        case unknownKey(known: [String])
        case unknownValue(String, known: [String])
        case wrongType(expected: String, found: String)
        case badValue(String)
        case overflow
    }

    let kind: Kind
    /// `input.usage[0].unitPrice`.
    let place: String

    init(_ kind: Kind, at place: String) {
        self.kind = kind
        self.place = place
    }

    /// Stable name for tools.
    var code: String {
        switch kind {
        case .missing: "CASE_MISSING_KEY"
        case .unknownKey: "CASE_UNKNOWN_KEY"
        case .unknownValue: "CASE_UNKNOWN_VALUE"
        case .wrongType: "CASE_WRONG_TYPE"
        case .badValue: "CASE_BAD_VALUE"
        case .overflow: "CASE_OVERFLOW"
        }
    }

    /// What the reader should do.
    var message: String {
        switch kind {
        case .missing: "this key is needed"
        case .unknownKey(let known): "no such key; known are \(known.joined(separator: ", "))"
        case .unknownValue(let value, let known):
            "\"\(value)\" is not known; known are \(known.joined(separator: ", "))"
        case .wrongType(let expected, let found): "expected \(expected), found \(found)"
        case .badValue(let why): why
        case .overflow: "the numbers of this case are too large to compute exactly"
        }
    }

    var description: String { "\(place): \(message)" }
}
