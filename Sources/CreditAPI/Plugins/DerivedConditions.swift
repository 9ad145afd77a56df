import Credit
package import CreditLedger
package import GraphQLExecution
import PluginHost
import Store

/// Filters and dimensions that the fragments of plugins brought along.
extension RequestContext {
    /// What a filter asks of the columns of plugins.
    func derivedConditions(_ input: InputObject, in view: LedgerView?) throws -> [DerivedCondition] {
        var conditions: [DerivedCondition] = []
        for plugin in plugins.lines {
            for field in plugin.fragment.fields {
                guard case .lines(let call, let output) = field.origin, let asked = input.object(field.name) else {
                    continue
                }
                let type = plugin.instance.manifest.calls[call].outputs[output].type
                var condition = DerivedCondition(try derivedColumn(plugin, field.name, type, in: view))
                condition.isNull = asked.boolean("isNull")
                condition.texts = asked.strings("in").map { Set($0) }
                condition.contains = asked.string("contains").flatMap { $0.isEmpty ? nil : $0 }
                switch type {
                case .decimal:
                    condition.lowest = try Self.bound("min", asked, of: field.name)
                    condition.highest = try Self.bound("max", asked, of: field.name)
                case .integer:
                    condition.lowest = asked.integer("min").map { ExactDecimal($0) }
                    condition.highest = asked.integer("max").map { ExactDecimal($0) }
                case .date:
                    condition.from = try asked.day("from")
                    condition.to = try asked.day("to")
                case .boolean: condition.isTrue = asked.boolean("is")
                case .text: break
                }
                conditions.append(condition)
            }
        }
        return conditions
    }

    /// The dimension of a plugin's field; nil for a name that is none.
    func derivedDimension(_ code: String, in view: LedgerView?) throws -> CreditDimension? {
        for plugin in plugins.lines {
            for field in plugin.fragment.fields {
                guard case .lines(let call, let output) = field.origin, PluginFragment.dimension(field.name) == code
                else { continue }
                let type = plugin.instance.manifest.calls[call].outputs[output].type
                return .derived(try derivedColumn(plugin, field.name, type, in: view))
            }
        }
        return nil
    }

    /// The stored column of a field, of the version that answers in the view.
    /// - Throws: `.valuesPending` where none does, or one that had no such field.
    private func derivedColumn(
        _ plugin: LoadedPlugin, _ field: String, _ type: PluginType, in view: LedgerView?
    ) throws -> DerivedColumn {
        let pages = try view?.pages ?? lineReader()
        var slot = 0
        for record in try pages.pluginsInForce() {
            if record.name == plugin.manifest.name,
                let output = record.outputs.firstIndex(where: { $0.name == field && $0.type == type.name })
            {
                return DerivedColumn(
                    plugin: record.id, output: output, field: field, code: PluginFragment.dimension(field),
                    kind: Self.kind(type), slot: slot + output)
            }
            slot += record.outputs.count
        }
        throw APIError.valuesPending(field: field)
    }

    /// - Throws: `.badFilter` for more digits than a plugin's decimals have.
    private static func bound(
        _ name: String, _ asked: InputObject, of field: String
    ) throws(APIError) -> ExactDecimal? {
        guard let text = asked.string(name) else { return nil }
        if let value = try? ExactDecimal(parsing: text) { return value }
        throw .badFilter("`\(name)` of `\(field)` has more than 38 digits, which no value of a plugin has.")
    }

    private static func kind(_ type: PluginType) -> DerivedColumn.Kind {
        switch type {
        case .text: .text
        case .decimal: .decimal
        case .integer: .integer
        case .date: .date
        case .boolean: .boolean
        }
    }
}

extension DerivedValuesMissing: ClientFacingError {
    package var fieldError: FieldError { APIError.valuesPending(field: field).fieldError }
}
