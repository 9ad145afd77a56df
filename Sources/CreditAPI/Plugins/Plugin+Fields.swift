import Credit
import GraphQLExecution
package import GraphQLType
import LineTransforms
package import PluginHost
import Store

extension ServedSchema {
    /// The server's schema with what plugins add to it.
    /// - Throws: mistakes of the server's own files; those of plugins were found when they were loaded.
    /// - Parameter isIncremental: whether it has `@defer` and `@stream`.
    package static func schema(
        with plugins: PluginSet, isIncremental: Bool = false
    ) throws(SchemaProblems) -> Schema {
        try schema(
            sources + (isIncremental ? [IncrementalDelivery.directives] : [])
                + plugins.plugins.flatMap(\.fragment.sources))
    }
}

/// The fields that a set of plugins adds, bound to it.
enum PluginFields {
    static func bound(_ set: PluginSet, into objects: [BoundObject<RequestContext>]) -> [BoundObject<RequestContext>] {
        var added: [String: [BoundField<RequestContext>]] = [:]
        var own: [BoundObject<RequestContext>] = []
        for plugin in set.plugins {
            for field in plugin.fragment.fields { added[field.type, default: []].append(bind(plugin, field)) }
            for object in plugin.fragment.objects {
                own.append(record(object.name, plugin.instance.manifest.calls[object.call]))
            }
        }
        return objects.map { object in added[object.name].map { object.adding($0) } ?? object } + own
    }

    private static func record(_ name: String, _ call: PluginCall) -> BoundObject<RequestContext> {
        BoundObject(
            name, key: PluginRecordKey.self,
            fields: call.outputs.enumerated().map { index, output in
                Leaf<RequestContext, PluginRecordKey>(output.name) { level in
                    let keys = level.keys
                    return { (row, out) throws(FieldError) in
                        try keys[row].answer.write(index, keys[row].row, &out)
                    }
                }.field
            })
    }

    private static func bind(_ plugin: LoadedPlugin, _ field: PluginField) -> BoundField<RequestContext> {
        if case .lines(let call, let output) = field.origin { return derived(plugin, field, call, output) }
        return switch field.type {
        case "Customer":
            asked(plugin, field, CustomerKey.self) { keys, inputs, context in
                try PluginInputs.columns(keys, inputs) { PluginInputs.customer($0, $1, context.snapshot) }
            }
        case "Subscription":
            asked(plugin, field, SubscriptionKey.self) { keys, inputs, context in
                try PluginInputs.columns(keys, inputs) { PluginInputs.subscription($0, $1, context.snapshot) }
            }
        case "PriceItem":
            asked(plugin, field, PriceKey.self) { keys, inputs, context in
                try PluginInputs.columns(keys, inputs) { PluginInputs.price($0, $1, context.snapshot) }
            }
        case "UsageLine":
            asked(plugin, field, UsageLineKey.self) { keys, inputs, _ in
                try PluginInputs.lineColumns(keys, inputs, isDecided: false)
            }
        case "CreditLine":
            asked(plugin, field, CreditLineKey.self) { keys, inputs, _ in
                try PluginInputs.lineColumns(keys.map(\.line), inputs, isDecided: true)
            }
        default:
            asked(plugin, field, GroupKey.self) { keys, inputs, _ in
                try PluginInputs.columns(keys, inputs) { try PluginInputs.group($0, $1) }
            }
        }
    }

    /// A field that is asked for at query time: one batch for all objects of a level.
    private static func asked<Key: Sendable>(
        _ plugin: LoadedPlugin, _ field: PluginField, _ key: Key.Type,
        _ columns: @escaping @Sendable ([Key], [PluginInput], RequestContext) throws -> [PluginColumn]
    ) -> BoundField<RequestContext> {
        @Sendable func answer(_ level: Level<RequestContext, Key>, _ index: Int) throws -> PluginAnswer {
            let call = plugin.instance.manifest.calls[index]
            let batch = PluginBatch(
                rows: level.keys.count,
                columns: try columns(level.keys, call.inputs, level.context)
                    + call.arguments.map { argument(level.arguments, $0, rows: level.keys.count) })
            return PluginAnswer(plugin, call: index, batch)
        }
        switch field.origin {
        case .object(let call, _):
            return One<RequestContext, Key>(outcomes: field.name, waits: true) { level -> [Outcome<PluginRecordKey>] in
                let made = try answer(level, call)
                return level.keys.indices.map { row -> Outcome<PluginRecordKey> in
                    if let failure = made.failure(row) { return .failed(failure) }
                    return made.problem(row) == nil ? .value(PluginRecordKey(answer: made, row: row)) : .null
                }
            }.field
        case .value(let call), .lines(let call, _):
            return Leaf<RequestContext, Key>(field.name, waits: true) { level in
                let made = try answer(level, call)
                return { (row, out) throws(FieldError) in try made.write(0, row, &out) }
            }.field
        }
    }

    private static func argument(_ arguments: InputObject, _ argument: PluginInput, rows: Int) -> PluginColumn {
        let value: PluginValue =
            switch argument.type {
            case .text: arguments.string(argument.name).map { .text($0) } ?? .null
            case .decimal:
                arguments.string(argument.name).flatMap { try? ExactDecimal(parsing: $0) }.map { .decimal($0) } ?? .null
            case .integer: arguments.integer(argument.name).map { .integer(Int64($0)) } ?? .null
            case .date: arguments.string(argument.name).flatMap { Scalars.day($0) }.map { .date($0.number) } ?? .null
            case .boolean: arguments.boolean(argument.name).map { .boolean($0) } ?? .null
            }
        var builder = PluginColumnBuilder(argument.type, capacity: rows)
        for _ in 0..<rows { builder.append(value) }
        // One value has a scale in common with itself.
        return (try? builder.finish()) ?? PluginColumn(.integer([Int64](repeating: 0, count: rows)))
    }

    /// A derived column of credit lines: what is stored, else what the plugin makes of the line now.
    private static func derived(
        _ plugin: LoadedPlugin, _ field: PluginField, _ call: Int, _ output: Int
    ) -> BoundField<RequestContext> {
        let name = plugin.instance.manifest.calls[call].outputs[output].name
        return Leaf<RequestContext, CreditLineKey>(field.name, waits: true) { level in
            let keys = level.keys
            guard let rule = TransformRule(plugin) else { throw FieldError.internalError }
            let found = try batches(keys.map(\.line)).map { ($0, try $0.transform(rule, field: name)) }
            return { (row, out) throws(FieldError) in
                let line = keys[row].line
                guard let (answer, place) = found.first(where: { $0.0 === line.batch })?.1.answer(line.row),
                    let output = answer.output(name)
                else { throw .internalError }
                try answer.write(output, place, &out)
            }
        }.field
    }
}

/// What `reloadPlugins` answers.
struct ReloadedPlugins: Sendable {
    let reports: [PluginReport]
    let problems: [UserProblem]
}

/// `Query.plugins`, and the steps of `CreditLine.transforms`.
enum PluginListFields {
    /// Of `Mutation`.
    static var reload: One<RequestContext, MutationKey> {
        One("reloadPlugins", waits: true) { level -> [ReloadedPlugins] in
            let context = level.context
            try context.requireRole()
            if let roles = Permissions.roles(of: "Mutation.reloadPlugins"),
                !context.viewer.roles.contains(where: roles.contains)
            {
                let names = roles.map { "label.role.\($0.code)" }
                return [
                    ReloadedPlugins(
                        reports: [], problems: [UserProblem("ROLE_REQUIRED", with: ["roles": .labels(names)])])
                ]
            }
            return [
                ReloadedPlugins(reports: (context.reloadPlugins?() ?? context.plugins).reports, problems: [])
            ]
        }
    }

    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<PluginReport>("Plugin", key: PluginReport.self) {
            Text("name") { report, _ in report.name }
            Text("version") { report, _ in report.version }
            Text("runtime") { report, _ in report.runtime.rawValue.uppercased() }
            Text("state") { report, _ in report.state.rawValue }
            Integer("order") { report, _ in report.order }
            Texts("hooks") { report, _ in report.hooks }
            Text("error") { report, _ -> String? in report.problem?.description }
            Text("loadedAt") { report, _ in report.loadedAt.description }
            Text("contentHash") { report, _ -> String? in report.contentHash.isEmpty ? nil : report.contentHash }
            One("counters") { report, _ in report.counters }
            Texts("notes") { report, _ in report.notes }
        }
        Object<PluginCounters>("PluginCounters", key: PluginCounters.self) {
            Text("batches") { counters, _ in String(counters.batches) }
            Text("records") { counters, _ in String(counters.records) }
            Text("failedRecords") { counters, _ in String(counters.failedRecords) }
            Integer("crashes") { counters, _ in counters.crashes }
            Integer("timeouts") { counters, _ in counters.timeouts }
            Integer("quarantined") { counters, _ in counters.quarantined }
            Integer("breakerOpened") { counters, _ in counters.breakerOpened }
            Text("microseconds") { counters, _ in String(counters.microseconds) }
        }
        Object<ReloadedPlugins>("ReloadPluginsPayload", key: ReloadedPlugins.self) {
            Many("plugins") { payload, _ in payload.reports }
            Many("userErrors") { payload, _ in payload.problems }
        }
        Object<TransformStepKey>("TransformStep", key: TransformStepKey.self) {
            Text("plugin") { step, _ in step.answer.name }
            Text("version") { step, _ in step.answer.version }
            Text("field") { step, _ in step.answer.outputs[step.output].name }
            Text("before") { step, _ -> String? in step.before }
            Text("after") { step, _ -> String? in step.answer.value(step.output, step.row).text }
            Text("note") { step, _ -> String? in step.answer.problem(step.row) }
        }
    }
}
