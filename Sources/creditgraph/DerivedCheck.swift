import LineTransforms
import PluginHost
import Store

/// Checks the columns that plugins derived from lines: that each is whole, has its group's number of lines, and says nothing
/// that no plugin can say.
struct DerivedCheck {
    let reader: any StoreReader

    /// What is wrong, a line each.
    func run() throws -> [String] {
        var problems: [String] = []
        let plugins = Dictionary(try reader.pluginGenerations().map { ($0.id, $0) }) { first, _ in first }
        for header in try reader.lineGroups(months: try reader.usageMonths()) {
            var outputs: [Int64: Set<Int>] = [:]
            for version in try reader.derivedVersions(groups: [header.id]) {
                guard let plugin = plugins[version.key.plugin], version.key.output < plugin.outputs.count else {
                    problems.append("line group \(header.id): it has a column of a plugin that nobody knows")
                    continue
                }
                if version.until == nil { outputs[plugin.id, default: []].insert(version.key.output) }
                var problem: String? = "it is missing"
                try reader.derivedColumns([version.key], generation: version.from) { _, blob in
                    problem = check(
                        blob, header, plugin.outputs[version.key.output], isPartial: version.state == .partial)
                }
                if let problem {
                    problems.append(
                        "line group \(header.id), \(plugin.outputs[version.key.output].name) of the plugin \(plugin.name) \(plugin.version): \(problem)"
                    )
                }
            }
            for (id, found) in outputs where found.count != plugins[id]?.outputs.count {
                problems.append("line group \(header.id): columns of the plugin \(plugins[id]?.name ?? "") are missing")
            }
        }
        return problems
    }

    private func check(
        _ blob: RawSpan, _ header: LineGroupHeader, _ output: PluginOutputRecord, isPartial: Bool
    ) -> String? {
        let column = ColumnID(rawValue: 0)
        let lines = LineGroupReader()
        do throws(StoreError) {
            try lines.open(header)
            try lines.load(column, blob)
            let texts = try lines.dictionary(column)
            _ = try lines.indexes(column, rows: 0..<header.rowCount)
            for entry in 0..<texts.count {
                switch DerivedEntry(texts.raw(entry)) {
                case .value(let text):
                    if output.value(text) == .null { return "a value is no \(output.type)" }
                case .unknown where !isPartial: return "a line has no value"
                case nil: return "a line has an unknown entry"
                case .null, .failed, .unknown: continue
                }
            }
            return nil
        } catch {
            return error.message
        }
    }
}
