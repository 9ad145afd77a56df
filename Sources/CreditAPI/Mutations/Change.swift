import Catalogue
import Credit
import JSON
import Store

/// A rule that says no.
struct UserProblem: Sendable, Hashable {
    /// Stable name; its text is `error.CODE` in the catalogues.
    let code: String
    let arguments: [ExplanationText.Named]
    /// From `input` to what is wrong; empty where it is not one value.
    let path: [String]

    init(
        _ code: String, at path: String..., with arguments: KeyValuePairs<String, ExplanationText.Argument> = [:]
    ) {
        self.code = code
        self.arguments = ExplanationText("", arguments).arguments
        self.path = path.isEmpty ? [] : ["input"] + path
    }

    var text: ExplanationText { ExplanationText("error.\(code)", named: arguments) }
}

/// What a mutation is about to write.
struct Change {
    /// Become facts.
    var files: [RecordedFile]
    /// The changed object, from the imports that the files became.
    var object: ([Int64]) -> GlobalID
    /// Whose it is; nil: the partner's own.
    var customer: GUID?
    var before: JSONValue?
    var after: JSONValue?
    /// When access or an offer is another than before: the days whose ledger is computed again.
    var touched: Interval?
}

extension Interval {
    /// A grant that comes or goes changes the reason of lines of other days too: from nobody's access to an access that came
    /// later, or that is elsewhere.
    static let always = Interval(from: .distantPast, until: nil)
}

/// What the rules say of a mutation.
enum ChangeDecision {
    case change(Change)
    case refused([UserProblem])

    static func refused(_ problem: UserProblem) -> ChangeDecision { .refused([problem]) }
}

/// The answer of a mutation: what was changed, or why not.
struct ChangePayload: Sendable {
    /// An id, as rows of the snapshot are others after the next change.
    let object: GlobalID?
    let problems: [UserProblem]

    init(_ object: GlobalID?) {
        self.object = object
        problems = []
    }

    init(refused problems: [UserProblem]) {
        object = nil
        self.problems = problems
    }
}

extension JSONValue {
    /// An object of members in their order; nil values are null.
    static func members(_ members: KeyValuePairs<String, JSONValue?>) -> JSONValue {
        .object(JSONObject(members.map { JSONObject.Member(key: $0.key, value: $0.value ?? .null) }))
    }

    static func text(_ text: String?) -> JSONValue { text.map { .string($0) } ?? .null }

    /// The value as JSON text.
    var json: String {
        var writer = JSONWriter()
        writer.value(self)
        return writer.text
    }
}

extension RecordedFile {
    /// A CSV file of one row.
    static func csv(
        _ kind: ImportKind, _ name: String, _ row: KeyValuePairs<String, String?>
    ) -> RecordedFile {
        func quoted(_ text: String) -> String {
            guard text.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) || text.first == " " else {
                return text
            }
            return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
        }
        let header = row.map(\.key).joined(separator: ",")
        let values = row.map { quoted($0.value ?? "") }.joined(separator: ",")
        return RecordedFile(kind: kind, name: "\(name).csv", bytes: Array("\(header)\n\(values)\n".utf8))
    }

    /// A JSON file of one item of a customer.
    static func json(
        _ kind: ImportKind, _ name: String, of customer: GUID, _ item: KeyValuePairs<String, JSONValue?>
    ) -> RecordedFile {
        let document = JSONValue.members([
            "customerTenantId": .string(customer.description), "items": .array([.members(item)]),
        ])
        return RecordedFile(
            kind: kind, name: "\(name).json", bytes: Array((document.json + "\n").utf8), customer: customer)
    }
}
