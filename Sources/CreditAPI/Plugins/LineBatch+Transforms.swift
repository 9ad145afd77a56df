import Credit
import CreditLedger
import GraphQLExecution
import LineTransforms
import PluginHost
import Store

/// What one plugin made of the lines of a batch: as stored, and worked out for lines that have nothing stored.
final class LineTransform: Sendable {
    let stored: PluginAnswer?
    /// Whether the values of a line are stored.
    let isStored: [Bool]
    let evaluated: PluginAnswer?
    /// The place of each line among those that were worked out.
    let places: [Int]

    init(stored: PluginAnswer?, isStored: [Bool], evaluated: PluginAnswer?, places: [Int]) {
        self.stored = stored
        self.isStored = isStored
        self.evaluated = evaluated
        self.places = places
    }

    /// The answer that has the values of a line, and the line's place in it.
    func answer(_ row: Int) -> (answer: PluginAnswer, row: Int)? {
        if isStored[row], let stored { return (stored, row) }
        return evaluated.map { ($0, places[row]) }
    }
}

extension LineBatch {
    /// What the plugin makes of the lines; asked once a request.
    /// - Parameter field: which the stored values must have; others are worked out for all lines.
    func transform(_ rule: TransformRule, field: String? = nil) throws -> LineTransform {
        let plugin = rule.plugin
        let record = try inForce().first { $0.name == plugin.manifest.name }
        var isUsable = record != nil
        if let field, let record {
            let type = rule.call.outputs.first { $0.name == field }?.type.name
            isUsable = record.outputs.contains { $0.name == field && $0.type == type }
        }
        let key = TransformKey(
            name: plugin.manifest.name, instance: ObjectIdentifier(plugin.instance), isStored: isUsable)
        if let known = transform(key) { return known }
        let entries = try record.flatMap { isUsable ? try stored($0) : nil }
        let made = try transform(rule, record, entries)
        remember(made, key)
        return made
    }

    private func transform(
        _ rule: TransformRule?, _ record: PluginGenerationRecord?, _ entries: [[DerivedEntry]?]?
    ) throws -> LineTransform {
        let isStored = entries?.map { $0 != nil } ?? [Bool](repeating: false, count: lines.count)
        let missing = isStored.indices.filter { !isStored[$0] }
        var places = [Int](repeating: 0, count: lines.count)
        for (place, row) in missing.enumerated() { places[row] = place }
        var evaluated: PluginAnswer?
        if let rule, !missing.isEmpty {
            let keys = missing.map { UsageLineKey(batch: self, row: $0) }
            let columns = try PluginInputs.lineColumns(keys, rule.call.inputs, isDecided: true)
            evaluated = PluginAnswer(
                rule.plugin, call: rule.index, PluginBatch(rows: keys.count, columns: columns))
        }
        let answer = entries.flatMap { entries in record.map { PluginAnswer($0, entries) } }
        return LineTransform(stored: answer, isStored: isStored, evaluated: evaluated, places: places)
    }

    /// Of each line the answers of all plugins, in order: today those that are in use, of the past those that answered then.
    func transforms(_ plugins: PluginSet) throws -> [LineTransform] {
        let rules = plugins.lines.compactMap { TransformRule($0) }
        let records = isPast ? try inForce() : []
        if records.isEmpty { return try rules.map { try transform($0) } }
        return try records.map { record in
            if let rule = rules.first(where: { $0.plugin.manifest.name == record.name }) { return try transform(rule) }
            let key = TransformKey(name: record.name, instance: nil, isStored: true)
            if let known = transform(key) { return known }
            let made = try transform(nil, record, try stored(record))
            remember(made, key)
            return made
        }
    }

    /// Has the batch load what the amounts before the steps of a line are made from.
    func needBefore(_ transforms: [LineTransform]) {
        let before = transforms.flatMap { [$0.stored, $0.evaluated] }.compactMap(\.self)
            .flatMap { $0.outputs.compactMap(\.of) }
        PluginInputs.need(before.map { PluginInput(name: $0, type: .decimal) }, of: self, isDecided: true)
    }

    /// The steps of plugins on a line, in order.
    func steps(_ row: Int, _ transforms: [LineTransform]) throws(FieldError) -> [TransformStepKey] {
        var steps: [TransformStepKey] = []
        for transform in transforms {
            guard let (answer, place) = transform.answer(row) else { continue }
            for (index, output) in answer.outputs.enumerated() {
                var before: String?
                if let name = output.of {
                    // Exactly as the line's own field shows it.
                    let input = PluginInput(name: name, type: .decimal)
                    if case .amount(let amount) = LineInput(input, isDecided: true) {
                        before = try self.amount(row, amount).normalised.description
                    } else {
                        before = try PluginInputs.line(UsageLineKey(batch: self, row: row), input, isDecided: true).text
                    }
                }
                steps.append(TransformStepKey(answer: answer, output: index, row: place, before: before))
            }
        }
        return steps
    }
}

/// What a batch keeps an answer under.
struct TransformKey: Sendable, Hashable {
    let name: String
    let instance: ObjectIdentifier?
    let isStored: Bool
}
