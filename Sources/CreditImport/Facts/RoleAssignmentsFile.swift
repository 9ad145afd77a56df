internal import Credit
internal import JSON
internal import Store

/// ROLE_ASSIGNMENTS: a snapshot as `az role assignment list --all --include-inherited` prints it.
/// - Source: contract README sections 2 and 2.1.
enum RoleAssignmentsFile {
    static func read(_ items: JSONItems, _ context: FileContext) throws(ImportFailure) -> FactBatch {
        var batch = FactBatch()
        let snapshot = try SnapshotPlace(items, context)
        let (at, series) = (snapshot.at, snapshot.series)
        batch.at = at
        var roots: Set<String> = []
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            let scopeText = try item.text("scope")
            let scope = Scope(scopeText)
            let record = RoleAssignmentRecord(
                origin: item.origin, snapshotAt: at, id: try item.text("id"),
                principalID: try item.guid("principalId"), principalName: try item.optional("principalName"),
                principalType: try item.optional("principalType") ?? "",
                roleDefinitionID: try item.optional("roleDefinitionId"),
                roleName: try item.optional("roleDefinitionName"), scope: scopeText,
                createdOn: try item.optionalInstant("createdOn"), updatedOn: try item.optionalInstant("updatedOn"),
                condition: try item.optional("condition"), text: try item.optional("description"),
                delegatedIdentity: try item.optional("delegatedManagedIdentityResourceId"))
            if record.roleDefinitionID == nil && record.roleName == nil {
                throw FieldProblem(column: "roleDefinitionName", message: "the role is missing")
            }
            batch.roleAssignments.append(record)
            roots.insert(root(of: scope))
        }
        // A snapshot in which nothing is left still says that all is gone: its series tells of what.
        if roots.isEmpty && batch.problems.isEmpty { roots = [""] }
        batch.roleSnapshots = roots.sorted().map {
            RoleSnapshotRecord(origin: FactOrigin(line: 1), snapshotAt: at, root: $0, series: series)
        }
        return batch
    }

    /// The place that a snapshot covers when it lists an assignment: the subscription, or the whole path above one.
    static func root(of scope: Scope) -> String {
        if let subscription = scope.subscription { return "/subscriptions/\(subscription)" }
        return scope.text.lowercased()
    }
}
