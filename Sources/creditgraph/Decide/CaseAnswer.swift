import Credit
import JSON

/// The result of one case and its explanation, written as they come.
struct CaseAnswer {
    var result = JSONWriter()
    private var explanation = JSONWriter()

    init() { explanation.beginArray() }

    mutating func explain(_ text: Explanation, line: Int) {
        explanation.beginObject()
        explanation.key("line")
        explanation.integer(line)
        explanation.text("summary", TextCatalogue.english.render(text.summary))
        explanation.key("steps")
        explanation.beginArray()
        for step in text.steps { write(step) }
        explanation.endArray()
        explanation.endObject()
    }

    /// A step of a formula.
    mutating func explain(
        _ key: String, _ source: RuleSource, _ arguments: KeyValuePairs<String, ExplanationText.Argument>
    ) {
        write(
            ExplanationStep(
                check: String(key.split(separator: ".").dropFirst().first ?? ""), passed: true,
                text: ExplanationText(key, arguments), source: source))
    }

    private mutating func write(_ step: ExplanationStep) {
        explanation.beginObject()
        explanation.text("check", step.check)
        explanation.key("passed")
        explanation.bool(step.passed)
        explanation.text("text", TextCatalogue.english.render(step.text))
        if let source = step.source { explanation.text("source", source.title) }
        for evidence in step.evidence {
            if case .grant(let index) = evidence {
                explanation.key("grant")
                explanation.integer(index)
            }
        }
        explanation.endObject()
    }

    /// `{"id":…,"result":{…},"explanation":[…]}`.
    func line(id: JSONValue) -> [UInt8] {
        var bytes = Array("{\"id\":".utf8)
        var writer = JSONWriter()
        writer.value(id)
        bytes += writer.bytes
        bytes += Array(",\"result\":".utf8) + result.bytes
        bytes += Array(",\"explanation\":".utf8) + explanation.bytes + Array("]}".utf8)
        return bytes
    }
}
