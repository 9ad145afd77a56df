internal import Credit
internal import JSON
internal import Store

/// ROLE_DEFINITIONS: what roles may do, for the policy on roles that Microsoft's page does not name.
/// - Source: contract README section 2: `az role definition list`.
enum RoleDefinitionsFile {
    static func read(_ items: JSONItems) -> FactBatch {
        var batch = FactBatch()
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            let id = try item.text("id")
            guard let definition = RoleReference.definitionID(of: id) else {
                throw FieldProblem(column: "id", message: "\(Fields.shown(id)) does not end in a role definition's id")
            }
            var actions: [String] = []
            var notActions: [String] = []
            guard let permissions = (item.value("permissions") ?? item.value("properties.permissions"))?.array else {
                throw FieldProblem(column: "permissions", message: "a list of permissions is missing")
            }
            for permission in permissions {
                guard let object = permission.object else {
                    throw FieldProblem(
                        column: "permissions", message: "\(permission.kindName) stands where an object is needed")
                }
                let part = JSONItem(object: object, position: item.position)
                actions += try part.strings("actions")
                notActions += try part.strings("notActions")
            }
            let name = try item.optional(oneOf: "roleName", "properties.roleName", "name")
            let type = try item.optional(oneOf: "roleType", "properties.type") ?? ""
            batch.roleDefinitions.append(
                RoleDefinitionRecord(
                    origin: item.origin, definitionID: definition, name: name ?? definition.description,
                    isCustom: type.lowercased() == "customrole", actions: actions, notActions: notActions))
        }
        return batch
    }
}
