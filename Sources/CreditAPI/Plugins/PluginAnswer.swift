import Credit
import GraphQLExecution
import PluginHost

/// What a plugin made of the objects of one level.
final class PluginAnswer: Sendable {
    let plugin: LoadedPlugin
    let call: PluginCall
    let result: PluginResult
    private let errors: [Int: PluginProblem]

    init(_ plugin: LoadedPlugin, call index: Int, _ batch: PluginBatch) {
        self.plugin = plugin
        call = plugin.instance.manifest.calls[index]
        result = plugin.instance.run(index, batch)
        errors = Dictionary(result.errors.map { ($0.row, $0.problem) }) { first, _ in first }
    }

    func problem(_ row: Int) -> PluginProblem? { errors[row] }

    /// The error of a record under a policy that shows it; nil where the value is just null.
    func failure(_ row: Int) -> FieldError? {
        guard let problem = errors[row], plugin.manifest.limits.policy != .null else { return nil }
        return FieldError("The plugin \(plugin.manifest.name): \(problem.message)", code: problem.code.rawValue)
    }

    func write(_ output: Int, _ row: Int, _ out: inout ResponseWriter) throws(FieldError) {
        if let failure = failure(row) { throw failure }
        switch result.columns[output][row] {
        case .null: out.null()
        case .text(let text): out.string(text)
        case .decimal(let value): out.decimal(value)
        case .integer(let value): out.integer(Int(value))
        case .date(let days): out.string(Day(number: days).description)
        case .boolean(let value): out.boolean(value)
        }
    }
}

/// An object of a plugin's own type: a row of an answer.
struct PluginRecordKey: Sendable {
    let answer: PluginAnswer
    let row: Int
}

/// One step of `CreditLine.transforms`.
struct TransformStepKey: Sendable {
    let answer: PluginAnswer
    let output: Int
    let row: Int
    /// The amount before, where the output is another view of one.
    let before: String?
}
