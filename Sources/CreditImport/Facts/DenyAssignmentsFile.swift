internal import Credit
internal import JSON
internal import Store

/// DENY_ASSIGNMENTS: a snapshot of Azure's deny assignments, as the REST API returns them or flattened.
/// - Source: contract README section 2; Azure REST, "Deny Assignments - List".
enum DenyAssignmentsFile {
    static func read(_ items: JSONItems, _ context: FileContext) throws(ImportFailure) -> FactBatch {
        var batch = FactBatch()
        let snapshot = try SnapshotPlace(items, context)
        batch.at = snapshot.at
        var roots: Set<String> = []
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            let id = try item.text("id")
            guard let scope = try value(item, "scope") else {
                throw FieldProblem(column: "scope", message: "a value is missing")
            }
            guard scope.hasPrefix("/") else {
                throw FieldProblem(
                    column: "scope", message: "\(Fields.shown(scope)) is no Azure scope; it begins with /")
            }
            let principals = try principals(item, "principals")
            if principals.isEmpty {
                throw FieldProblem(column: "principals", message: "a deny assignment names whom it blocks")
            }
            batch.denyAssignments.append(
                DenyAssignmentRecord(
                    origin: item.origin, snapshotAt: snapshot.at, id: id,
                    name: try value(item, "denyAssignmentName") ?? "", scope: scope, principals: principals,
                    excludedPrincipals: try self.principals(item, "excludePrincipals"),
                    createdOn: try item.optionalInstant(oneOf: "properties.createdOn", "createdOn")))
            roots.insert(RoleAssignmentsFile.root(of: Scope(scope)))
        }
        // A snapshot in which nothing is left still says that all is gone: its series tells of what.
        if roots.isEmpty && batch.problems.isEmpty { roots = [""] }
        batch.denySnapshots = roots.sorted().map {
            DenySnapshotRecord(origin: FactOrigin(line: 1), snapshotAt: snapshot.at, root: $0, series: snapshot.series)
        }
        return batch
    }

    private static func value(_ item: JSONItem, _ key: String) throws(FieldProblem) -> String? {
        try item.optional(oneOf: "properties.\(key)", key)
    }

    /// Objects with `id` or `objectId`, or bare ids; SystemDefined with the zero GUID is everyone.
    private static func principals(_ item: JSONItem, _ key: String) throws(FieldProblem) -> [GUID] {
        guard let list = item.value("properties.\(key)") ?? item.value(key) else { return [] }
        guard let array = list.array else {
            throw FieldProblem(column: key, message: "\(list.kindName) stands where a list is needed")
        }
        var ids: [GUID] = []
        for value in array {
            let text = value.string ?? value.object?["id"]?.string ?? value.object?["objectId"]?.string
            guard let text, let id = GUID(text) else {
                throw FieldProblem(column: key, message: "a principal has no id")
            }
            ids.append(id)
        }
        return ids
    }
}

/// When a snapshot was taken, and which series of snapshots it belongs to.
struct SnapshotPlace {
    let at: Instant
    /// The file's name without the time.
    let series: String

    /// - Throws: `.noSnapshotTime`, `.option` for a time that cannot be, `.futureSnapshot`.
    init(_ items: JSONItems, _ context: FileContext) throws(ImportFailure) {
        let named = FileNames.time(in: context.stem)
        guard let at = context.options.at ?? items.at ?? named?.instant else { throw .noSnapshotTime }
        guard Fields.plausibleTimes.contains(at) else {
            throw .option(
                "the snapshot's time \(at) lies outside of the years 2000 to 2100; give the right one with --at")
        }
        if Fields.isFuture(at, context.now) { throw .futureSnapshot(at) }
        self.at = at
        series = named?.rest ?? context.stem
    }
}
