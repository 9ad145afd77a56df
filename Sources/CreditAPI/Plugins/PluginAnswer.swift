import Credit
import GraphQLExecution
import LineTransforms
import PluginHost
import Store

/// What a version of a plugin made of some objects: worked out now, or stored before.
final class PluginAnswer: Sendable {
    let name: String
    let version: String
    let outputs: [PluginOutputRecord]
    private enum Values: Sendable {
        case columns([PluginColumn])
        /// By output and row.
        case stored([[PluginValue]])
    }
    private struct Failure: Sendable {
        let code: String
        let message: String
    }
    private let values: Values
    private let failures: [Int: Failure]
    /// Whether a record that failed shows as an error; else it is just null.
    private let showsFailures: Bool

    /// Asks the plugin.
    init(_ plugin: LoadedPlugin, call index: Int, _ batch: PluginBatch) {
        let call = plugin.instance.manifest.calls[index]
        let result = plugin.instance.run(index, batch)
        name = plugin.manifest.name
        version = plugin.manifest.version
        outputs = call.outputs.map {
            PluginOutputRecord(name: $0.name, type: $0.type.name, scale: $0.scale, of: $0.of)
        }
        values = .columns(result.columns)
        failures = Dictionary(
            result.errors.map { ($0.row, Failure(code: $0.problem.code.rawValue, message: $0.problem.message)) }
        ) { first, _ in first }
        showsFailures = plugin.manifest.limits.policy != .null
    }

    /// Takes what is stored; rows without entries are null.
    init(_ plugin: PluginGenerationRecord, _ entries: [[DerivedEntry]?]) {
        name = plugin.name
        version = plugin.version
        outputs = plugin.outputs
        showsFailures = plugin.showsFailures
        var values = [[PluginValue]](
            repeating: [PluginValue](repeating: .null, count: entries.count), count: outputs.count)
        var failures: [Int: Failure] = [:]
        for (row, entries) in entries.enumerated() {
            for (output, entry) in (entries ?? []).enumerated() {
                switch entry {
                case .value(let text): values[output][row] = outputs[output].value(text)
                case .failed(let code, let message): failures[row] = Failure(code: code, message: message)
                case .null, .unknown: break
                }
            }
        }
        self.values = .stored(values)
        self.failures = failures
    }

    func output(_ name: String) -> Int? { outputs.firstIndex { $0.name == name } }

    func value(_ output: Int, _ row: Int) -> PluginValue {
        switch values {
        case .columns(let columns): columns[output][row]
        case .stored(let values): values[output][row]
        }
    }

    /// Why a record has no values.
    func problem(_ row: Int) -> String? { failures[row]?.message }

    /// The error of a record under a policy that shows it; nil where the value is just null.
    func failure(_ row: Int) -> FieldError? {
        guard showsFailures, let failure = failures[row] else { return nil }
        return FieldError("The plugin \(name): \(failure.message)", code: failure.code)
    }

    func write(_ output: Int, _ row: Int, _ out: inout ResponseWriter) throws(FieldError) {
        if let failure = failure(row) { throw failure }
        switch value(output, row) {
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
