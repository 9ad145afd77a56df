internal import Credit
internal import Store

/// GROUP_MEMBERS: who belonged to which group, and when.
/// - Source: contract README section 2.
enum GroupMembersFile {
    static let columns = ["group_object_id", "tenant_id", "member_object_id", "from", "until"]

    static func read(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(bytes, kind: .groupMembers, required: columns)
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            let group = try row.guid("group_object_id")
            let member = try row.guid("member_object_id")
            if group == member {
                throw FieldProblem(column: "member_object_id", message: "a group is no member of itself")
            }
            batch.groupMembers.append(
                GroupMemberRecord(
                    origin: row.origin, groupID: group, tenantID: try row.guid("tenant_id"), memberID: member,
                    period: try row.period()))
        }
        return batch
    }
}

/// ACTIVATIONS: when just-in-time roles were active.
/// - Source: contract README section 2; pec.md section 8.4.
enum ActivationsFile {
    static let columns = ["scope", "role", "object_id", "from", "until"]

    static func read(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(bytes, kind: .activations, required: columns)
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            batch.activations.append(
                ActivationRecord(
                    origin: row.origin, scope: try row.scope("scope"), role: try row.text("role"),
                    objectID: try row.guid("object_id"), period: try row.period()))
        }
        return batch
    }
}

/// MANAGEMENT_GROUPS: groups under their parents, and subscriptions in groups.
/// - Source: contract README section 2.
enum ManagementGroupsFile {
    static let columns = ["id", "parent_id", "subscription_id"]

    static func read(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(bytes, kind: .managementGroups, required: columns)
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            let id = name(try row.text("id"))
            let parent = row.optional("parent_id").map(name)
            if let parent, parent.lowercased() == id.lowercased() {
                throw FieldProblem(column: "parent_id", message: "a group is not under itself")
            }
            batch.managementGroups.append(
                ManagementGroupRecord(
                    origin: row.origin, groupID: id, parentID: parent,
                    subscriptionID: try row.optionalGUID("subscription_id")))
        }
        return batch
    }

    /// The name at the end of a group's path, or the name itself.
    private static func name(_ text: String) -> String {
        text.split(separator: "/").last.map { String($0) } ?? text
    }
}
