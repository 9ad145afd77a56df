import Credit
import JSON

/// A declarative plugin: for each call, the expression of each output.
struct TableRules: Sendable {
    private let calls: [PluginCall]
    /// By call, then by output.
    private let expressions: [[TableExpression]]

    /// - Throws: what in “tables” or “rules” cannot be understood.
    init(_ manifest: PluginManifest) throws(PluginProblem) {
        let tables = try TableReader.tables(manifest.tables)
        var all: [[TableExpression]] = []
        for call in manifest.calls {
            guard let rules = manifest.rules[call.name]?.object else {
                throw TableReader.problem("“rules” has no object “\(call.name)”")
            }
            for member in rules.members where !call.outputs.contains(where: { $0.name == member.key }) {
                throw TableReader.problem("“\(member.key)” of “\(call.name)” is not among its outputs")
            }
            var reader = TableReader(call: call, tables: tables)
            var list: [TableExpression] = []
            for output in call.outputs {
                guard let rule = rules[output.name] else {
                    throw TableReader.problem("“rules” of “\(call.name)” does not say what “\(output.name)” is")
                }
                list.append(try reader.expression(rule, "\(call.name).\(output.name)"))
                reader.known += 1
            }
            all.append(list)
        }
        for member in manifest.rules.members where !manifest.calls.contains(where: { $0.name == member.key }) {
            throw TableReader.problem("“rules” speaks of “\(member.key)”, which “hooks” does not name")
        }
        calls = manifest.calls
        expressions = all
    }

    func run(_ index: Int, _ batch: PluginBatch) -> PluginResult {
        let call = calls[index]
        var builders = call.outputs.map { PluginColumnBuilder($0.type, capacity: batch.rows) }
        var errors: [PluginRowError] = []
        for row in 0..<batch.rows {
            var record = TableRecord(batch: batch, row: row)
            do throws(TableFailure) {
                for (output, expression) in zip(call.outputs, expressions[index]) {
                    record.outputs.append(try fitted(try expression.value(record), output))
                }
                for place in builders.indices { builders[place].append(record.outputs[place]) }
            } catch {
                errors.append(PluginRowError(row: row, problem: PluginProblem(.row, error.message)))
                for place in builders.indices { builders[place].appendNull() }
            }
        }
        let columns = zip(builders, call.outputs).map { builder, output in
            // Each value fits the scale of its output, and so do all of them together.
            (try? builder.finish()).map { output.scaled($0) } ?? output.nulls(batch.rows)
        }
        return PluginResult(columns: columns, errors: errors)
    }

    /// A value in its output's type; nothing is rounded that no rule rounds.
    private func fitted(_ value: PluginValue, _ output: PluginOutput) throws(TableFailure) -> PluginValue {
        switch (output.type, value) {
        case (_, .null), (.text, .text), (.integer, .integer), (.date, .date), (.boolean, .boolean): return value
        case (.decimal, .integer(let whole)): return .decimal(ExactDecimal(Int(whole)))
        case (.decimal, .decimal(let number)):
            let short = number.normalised
            guard short.scale <= output.scale else {
                throw TableFailure(
                    message: "\(output.name) has \(output.scale) decimals, \(short) has more; round it first")
            }
            guard
                short.coefficient.magnitude < DecimalPowers.limit
                    / UInt128(DecimalPowers.power(output.scale - short.scale))
            else { throw TableFailure(message: "\(output.name) would have more than 38 digits") }
            return .decimal(short)
        case (.integer, .decimal(let number)):
            let short = number.normalised
            guard short.scale == 0, let whole = Int64(exactly: short.coefficient) else {
                throw TableFailure(message: "\(output.name) is a whole number, but this is \(short)")
            }
            return .integer(whole)
        case (.text, _): return .text(value.text ?? "")
        default:
            throw TableFailure(message: "\(output.name) is \(output.type.name), but this is “\(value.text ?? "")”")
        }
    }
}
