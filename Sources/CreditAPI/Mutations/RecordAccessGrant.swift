import Catalogue
import Credit
import GraphQLExecution
import JSON
import Store

extension RequestContext {
    /// Records that somebody holds a role.
    /// - Source: contract README section 2; pec.md section 8.
    func recordAccessGrant(_ input: InputObject, _ reader: any StoreReader) throws -> ChangeDecision {
        var problems: [UserProblem] = []
        guard let grant = try grantRecord(input, &problems), problems.isEmpty else { return .refused(problems) }
        let key = DecisionFactsLoader.key(grant)
        let known = snapshot.grants.row(key: key).map { snapshot.grants.grants[Int($0)] }
        if let known, known.interval == grant.period, known.activation == grant.activation {
            return .refused(UserProblem("GRANT_EXISTS"))
        }
        let owner = Scope(grant.scope).subscription.flatMap { snapshot.subscriptions.row(id: $0) }
            .map { snapshot.customers.tenants[Int(snapshot.subscriptions.customers[Int($0)])] }
        return .change(
            Change(
                files: [Self.file(grant, "recordAccessGrant")], object: { _ in GlobalID(.accessGrant, key) },
                customer: owner,
                before: known.map { .members(["until": .text($0.interval.until?.description)]) },
                after: Self.json(grant), touched: .always))
    }

    /// What a `RecordAccessGrantInput` says, checked against the rules; nil where a value is no value.
    /// - Parameter path: where the input lies below `input`, for simulations of several.
    func grantRecord(_ input: InputObject, _ problems: inout [UserProblem]) throws -> AccessGrantRecord? {
        let objectID = guid(input, "objectId", &problems)
        let tenantID = guid(input, "holderTenantId", &problems)
        let scope = input.string("scope") ?? ""
        let role = input.string("role") ?? ""
        let path = input.string("path").flatMap { AccessPath(code: $0) } ?? .directRBAC
        let kind = input.string("holderKind").flatMap { HolderKind(code: $0) } ?? .user
        let activation = input.string("activation").flatMap { Activation(code: $0) } ?? .permanent
        let from = try input.instant("from") ?? now
        let until = try input.instant("until")
        checkScope(scope, path, &problems)
        if !Self.isName(role, most: 256) {
            problems.append(UserProblem("ROLE_INVALID", at: "role"))
        } else if path == .lighthouseOffer || path == .lighthouseARM, Self.isNotDelegable(role) {
            problems.append(UserProblem("ROLE_NOT_DELEGABLE", at: "role", with: ["role": .text(role)]))
        }
        if (path == .aobo) != (kind == .foreignPrincipal) {
            problems.append(UserProblem("HOLDER_KIND_MISMATCH", at: "holderKind"))
        }
        if let until, until <= from { problems.append(UserProblem("INTERVAL_INVERTED", at: "until")) }
        if activation == .timeBound, until == nil { problems.append(UserProblem("ACTIVATION_NEEDS_END", at: "until")) }
        if let partnerID = input.string("organizationPartnerId"), !Self.isPartnerID(partnerID) {
            problems.append(
                UserProblem("PARTNER_ID_INVALID", at: "organizationPartnerId", with: ["count": .count(12)]))
        }
        guard let objectID else { return nil }
        return AccessGrantRecord(
            origin: FactOrigin(importID: 0, line: 2), scope: scope, path: path, role: role, holderKind: kind,
            objectID: objectID, holderTenantID: tenantID, displayName: input.string("displayName"),
            organizationPartnerID: input.string("organizationPartnerId"), group: nil,
            period: Interval(from: from, until: until), activation: activation)
    }

    /// The scope must lie in something that the viewer sees; above subscriptions only a viewer of all may write.
    private func checkScope(_ text: String, _ path: AccessPath, _ problems: inout [UserProblem]) {
        let scope = Scope(text)
        let isSubscriptionOrGroup =
            scope.subscription != nil
            && text.split(separator: "/").count <= 4
        switch scope.level {
        case .subscription, .inside:
            let row = scope.subscription.flatMap { snapshot.subscriptions.row(id: $0) }
            if row.map({ sees(snapshot.subscriptions.customers[Int($0)]) }) != true {
                problems.append(UserProblem("SUBSCRIPTION_NOT_FOUND", at: "scope"))
            }
        case .managementGroup:
            if !self.scope.isAll { problems.append(UserProblem("SUBSCRIPTION_NOT_FOUND", at: "scope")) }
        case .root, .other: problems.append(UserProblem("SCOPE_INVALID", at: "scope"))
        }
        if path == .lighthouseOffer || path == .lighthouseARM, scope.level != .other, scope.level != .root,
            !isSubscriptionOrGroup
        {
            problems.append(UserProblem("SCOPE_NOT_DELEGABLE", at: "scope"))
        }
    }

    /// Owner, and roles with data actions.
    /// - Source: pec.md section 8.3.
    private static func isNotDelegable(_ role: String) -> Bool {
        let definition = RoleReference.definitionID(of: role)
        guard let listed = AzureRole.find(definitionID: definition, name: role) else { return false }
        return listed.name == "Owner" || listed.hasDataActions
    }

    static func isPartnerID(_ text: String) -> Bool {
        1...12 ~= text.utf8.count && text.utf8.allSatisfy { UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0 }
    }

    static func file(_ grant: AccessGrantRecord, _ name: String) -> RecordedFile {
        .csv(
            .accessGrants, name,
            [
                "scope": grant.scope, "path": grant.path.code, "role": grant.role,
                "holder_kind": grant.holderKind.code, "object_id": grant.objectID.description,
                "holder_tenant_id": grant.holderTenantID?.description, "display_name": grant.displayName,
                "organization_partner_id": grant.organizationPartnerID, "group": grant.group?.code,
                "from": grant.period.from.description, "until": grant.period.until?.description,
                "activation": grant.activation.code,
            ])
    }

    static func json(_ grant: AccessGrantRecord) -> JSONValue {
        .members([
            "scope": .string(grant.scope), "path": .string(grant.path.code), "role": .string(grant.role),
            "holderKind": .string(grant.holderKind.code), "objectId": .string(grant.objectID.description),
            "holderTenantId": .text(grant.holderTenantID?.description), "displayName": .text(grant.displayName),
            "organizationPartnerId": .text(grant.organizationPartnerID),
            "from": .string(grant.period.from.description), "until": .text(grant.period.until?.description),
            "activation": .string(grant.activation.code),
        ])
    }
}
