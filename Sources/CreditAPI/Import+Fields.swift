import Catalogue
import Credit
import GraphQLExecution
import Store

enum ImportFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<ImportKey>("Import", key: ImportKey.self) {
            Leaf("id") { level in
                let ids = level.keys.map { level.context.snapshot.imports.records[$0.index].id }
                return { row, out in out.plain { GlobalID(.importedFile, "\(ids[row])").write(into: &$0) } }
            }
            Text("kind") { key, context in context.snapshot.imports.records[key.index].kind.code }
            Text("name") { key, context in context.snapshot.imports.records[key.index].name }
            Text("sha256") { key, context in
                context.snapshot.imports.records[key.index].sha256.map { byte in
                    (byte < 16 ? "0" : "") + String(byte, radix: 16)
                }.joined()
            }
            Text("state") { key, context in context.snapshot.imports.records[key.index].state.code }
            Text("startedAt") { key, context in context.snapshot.imports.records[key.index].startedAt.description }
            Text("finishedAt") { key, context -> String? in
                context.snapshot.imports.records[key.index].finishedAt?.description
            }
            Integer("rows") { key, context in context.snapshot.imports.records[key.index].rows }
            Integer("rejected") { key, context in context.snapshot.imports.records[key.index].rejected }
            Text("bytes") { key, context in String(context.snapshot.imports.records[key.index].bytes) }
            One("progress") { key, context -> RunningImport? in
                context.snapshot.imports.running[context.snapshot.imports.records[key.index].id]
            }
            Many("errors", waits: true) { level in try errors(level) }
        }
        pageBindings("Import", of: ImportTable.self)
        Object<RunningImport>("ImportProgress", key: RunningImport.self) {
            Text("bytesRead") { running, _ in String(running.bytesRead) }
            Integer("rowsPerSecond") { running, _ in running.rowsPerSecond }
            Text("secondsLeft") { running, _ -> String? in running.secondsLeft.map { String($0) } }
            Text("updatedAt") { running, _ in running.updatedAt.description }
        }
        Object<ImportErrorRecord>("ImportError", key: ImportErrorRecord.self) {
            Integer("line") { error, _ in error.line }
            Text("column") { error, _ -> String? in error.column }
            Text("message") { error, _ in error.message }
        }
    }

    /// One statement for all files; refused rows may name any customer, so a viewer of some sees those of its own files.
    private static func errors(_ level: Level<RequestContext, ImportKey>) throws -> Lists<ImportErrorRecord> {
        let context = level.context
        let first = try PageRequest(first: level.arguments.integer("first"), after: nil, most: context.pageLimit).size
        let records = level.keys.map { context.snapshot.imports.records[$0.index] }
        let visible = level.keys.map { context.snapshot.seesImport($0.row, context.scope) }
        let asked = zip(records, visible).filter { $1 }.map(\.0.id)
        let found = asked.isEmpty || first == 0 ? [] : try context.reader().importErrors(imports: asked, limit: first)
        let byImport = Dictionary(grouping: found, by: \.importID)
        var lists = Lists<ImportErrorRecord>(parents: level.keys.count)
        for (record, isVisible) in zip(records, visible) {
            if isVisible {
                lists.append(byImport[record.id] ?? [])
            } else {
                lists.append(failure: APIError.customersOnly(what: "this file").fieldError)
            }
        }
        return lists
    }
}
