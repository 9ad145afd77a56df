import Credit
import JSON

/// One case of `creditgraph decide`: facts in, the answer of the rules out.
enum DecideCase {
    private static let keys = ["id", "kind", "title", "basis", "source", "note", "policy", "input", "expected"]

    private static let kinds:
        KeyValuePairs<String, @Sendable (JSONValue, CreditPolicy, inout CaseAnswer) throws(CaseError) -> Void> = [
            "DAILY": { (input, policy, answer) throws(CaseError) in
                try DailyCase(input, policy: policy).answer(into: &answer)
            },
            "METER_MONTH": FormulaCase.meterMonth,
            "TIERED_MONTH": ReconCase.tieredMonth,
            "RECON_LINE": ReconCase.line,
            "RECON_PEC": ReconCase.adjustment,
            "RECON_MONTH": ReconCase.month,
            "RECON_CREDIT": ReconCase.credit,
            "PRODUCT": FormulaCase.product,
            "SAVINGS_PLAN": FormulaCase.savingsPlan,
            "OVERAGE": FormulaCase.overage,
            "ACO_BALANCE": FormulaCase.creditBalance,
            "MFA_METRIC": FormulaCase.mfaMetric,
            "FX": FormulaCase.exchange,
        ]

    /// One line of JSON for a case: its result with an explanation, or what is wrong with it.
    /// - Parameter number: from 1; stands for the id where the case has none.
    static func answer(_ value: JSONValue, number: Int) -> (line: [UInt8], isWrong: Bool) {
        let id = value.object?["id"].flatMap { $0.isNull ? nil : $0 } ?? .number(String(number))
        do throws(CaseError) {
            return (try decide(value).line(id: id), false)
        } catch {
            var writer = JSONWriter()
            writer.beginObject()
            writer.key("id")
            writer.value(id)
            writer.key("error")
            writer.beginObject()
            writer.text("code", error.code)
            writer.text("message", error.message)
            writer.text("place", error.place)
            writer.endObject()
            writer.endObject()
            return (writer.bytes, true)
        }
    }

    static func decide(_ value: JSONValue) throws(CaseError) -> CaseAnswer {
        let fields = try CaseFields(value, at: "", known: keys)
        let name = try fields.neededText("kind")
        let policy = try CasePolicy.read(fields.object["policy"])
        let input = try fields.needed("input")
        for (kind, run) in kinds where kind == name {
            var answer = CaseAnswer()
            try run(input, policy, &answer)
            return answer
        }
        throw CaseError(.unknownValue(name, known: kinds.map(\.key)), at: "kind")
    }

    /// The cases in a text: one case, an array, an object with `cases`, or JSON lines.
    static func cases(in bytes: [UInt8]) throws(JSONSyntaxError) -> [JSONValue] {
        let values = try JSONValue.sequence(parsing: bytes.span)
        var cases: [JSONValue] = []
        for value in values {
            switch value {
            case .array(let items): cases += items
            case .object(let object):
                if let items = object["cases"]?.array, object["kind"] == nil {
                    cases += items
                } else {
                    cases.append(value)
                }
            default: cases.append(value)
            }
        }
        return cases
    }
}
