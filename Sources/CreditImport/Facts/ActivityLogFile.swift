internal import Credit
internal import JSON
internal import Store

/// ACTIVITY_LOG: events of Azure's activity log. Those that write or delete a role or deny assignment, and succeeded,
/// give exact times; all others are counted and say nothing.
/// - Source: contract README section 2; Azure Monitor, "Azure activity log event schema" (API and diagnostics forms).
enum ActivityLogFile {
    static func read(_ items: JSONItems, _ context: FileContext) -> FactBatch {
        var batch = FactBatch()
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            let operation = try name(item, "operationName").lowercased()
            guard let at = try item.optionalInstant(oneOf: "eventTimestamp", "time") else {
                throw FieldProblem(column: "eventTimestamp", message: "a time is missing")
            }
            try Fields.past(at, "eventTimestamp", context.now)
            guard let isRemoval = change(operation), try succeeded(item) else { return }
            batch.roleEvents.append(try event(item, at: at, isRemoval: isRemoval))
        }
        return batch
    }

    /// Whether the operation removes an assignment or makes one; nil for any other.
    private static func change(_ operation: String) -> Bool? {
        switch operation {
        case "microsoft.authorization/roleassignments/write", "microsoft.authorization/denyassignments/write": false
        case "microsoft.authorization/roleassignments/delete", "microsoft.authorization/denyassignments/delete": true
        default: nil
        }
    }

    /// A text, or an object with `value`.
    private static func name(_ item: JSONItem, _ key: String) throws(FieldProblem) -> String {
        if item.value(key)?.object != nil { return try item.text("\(key).value") }
        return try item.text(key)
    }

    private static func succeeded(_ item: JSONItem) throws(FieldProblem) -> Bool {
        let key = item.value("status") == nil ? "resultType" : "status"
        guard item.value(key) != nil else {
            throw FieldProblem(column: "status", message: "the event does not say whether it succeeded")
        }
        let status = try name(item, key).lowercased()
        return status == "succeeded" || status == "success"
    }

    private static func event(
        _ item: JSONItem, at: Instant, isRemoval: Bool
    ) throws(FieldProblem) -> RoleAssignmentEvent {
        let id = try item.optional(oneOf: "resourceId", "authorization.scope")
        guard let id, let end = separator(in: id) else {
            throw FieldProblem(
                column: "resourceId",
                message: "it does not end in /providers/Microsoft.Authorization/roleAssignments/{id}")
        }
        let details = [
            embedded(item, "properties.responseBody"), embedded(item, "properties.requestbody"),
            embedded(item, "properties.requestBody"),
        ].compactMap(\.self)
        func detail(_ key: String) -> String? {
            for object in details {
                let properties = member(object, "properties")?.object ?? object
                if let text = member(properties, key)?.string, !text.isEmpty { return text }
            }
            return nil
        }
        return RoleAssignmentEvent(
            origin: item.origin, at: at, isRemoval: isRemoval, assignmentID: id,
            principalID: detail("principalId").flatMap { GUID($0) }, principalType: detail("principalType"),
            roleDefinitionID: detail("roleDefinitionId"), scope: end.isEmpty ? "/" : end,
            createdOn: detail("createdOn").flatMap { try? Instant(parsingFileTime: $0) },
            caller: try item.optional(oneOf: "caller", "identity.claims.name"))
    }

    /// The scope in front of the assignment; nil where the id is none of an assignment.
    private static func separator(in id: String) -> String? {
        let bytes = Array(id.utf8)
        for marker in [
            "/providers/microsoft.authorization/roleassignments/",
            "/providers/microsoft.authorization/denyassignments/",
        ] {
            let wanted = Array(marker.utf8)
            var at = bytes.count - wanted.count - 1
            while at >= 0 {
                if bytes[at..<(at + wanted.count)].map({ 0x41...0x5A ~= $0 ? $0 | 0x20 : $0 }) == wanted {
                    return String(decoding: bytes[..<at], as: UTF8.self)
                }
                at -= 1
            }
        }
        return nil
    }

    /// JSON inside a text, or as an object of its own; nil for what is neither: the log cuts long bodies.
    private static func embedded(_ item: JSONItem, _ path: String) -> JSONObject? {
        guard let value = item.value(path) else { return nil }
        if let object = value.object { return object }
        return value.string.flatMap { try? JSONValue(parsing: Array($0.utf8)) }?.object
    }

    /// Requests write keys in capitals, answers do not.
    private static func member(_ object: JSONObject, _ key: String) -> JSONValue? {
        object.members.first { $0.key.lowercased() == key.lowercased() }?.value
    }
}
