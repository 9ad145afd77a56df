internal import Credit
internal import Store

/// ACCESS_GRANTS: grants as a partner states them.
/// - Source: contract README section 2.
enum AccessGrantsFile {
    static let columns = [
        "scope", "path", "role", "holder_kind", "object_id", "holder_tenant_id", "display_name",
        "organization_partner_id", "group", "from", "until", "activation",
    ]

    static func read(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(
            bytes, kind: .accessGrants,
            required: ["scope", "path", "role", "holder_kind", "object_id", "from", "until"],
            aliases: ["organisationpartnerid": "organizationpartnerid"])
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            let path = try row.value(
                "path", { AccessPath(code: $0.uppercased()) }, one(of: AccessPath.allCases.map(\.code)))
            let holder = try row.value(
                "holder_kind", { HolderKind(code: $0.uppercased()) }, one(of: HolderKind.allCases.map(\.code)))
            let activation = try row.optionalValue(
                "activation", { Activation(code: $0.uppercased()) }, one(of: Activation.allCases.map(\.code)))
            let group = try row.optionalValue(
                "group", { AgentGroup(code: $0) }, one(of: AgentGroup.allCases.map(\.code)))
            let scope = try row.text("scope")
            guard scope.hasPrefix("/") else {
                throw FieldProblem(
                    column: "scope", message: "\(Fields.shown(scope)) is no Azure scope; it begins with /")
            }
            batch.accessGrants.append(
                AccessGrantRecord(
                    origin: row.origin, scope: scope, path: path, role: try row.text("role"), holderKind: holder,
                    objectID: try row.guid("object_id"), holderTenantID: try row.optionalGUID("holder_tenant_id"),
                    displayName: row.optional("display_name"),
                    organizationPartnerID: row.optional("organization_partner_id"), group: group,
                    period: try row.period(), activation: activation ?? .permanent))
        }
        return batch
    }

    static func one(of codes: [String]) -> String { "one of \(codes.joined(separator: ", "))" }
}
