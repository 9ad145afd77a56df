import Credit
import JSON

/// The grants and deny assignments of a DAILY case.
enum GrantCase {
    private static let keys =
        [
            "id", "partner", "path", "principalKind", "principalId", "displayName", "roleName", "roleDefinitionId",
            "customRole", "actions", "notActions", "scope", "assignment", "activations", "members",
            "foreignPrincipalGroup", "foreignPrincipalTenantOf",
        ] + DailyCase.intervalKeys

    private static let activations: KeyValuePairs<String, Activation> = [
        "PERMANENT": .permanent, "TIME_BOUND": .timeBound, "PIM_ELIGIBLE": .jitEligible, "JIT_ELIGIBLE": .jitEligible,
    ]

    static func read(
        _ value: JSONValue, at place: String, partners: CasePartners
    ) throws(CaseError) -> (grant: AccessGrant, definition: RoleDefinition?) {
        let fields = try CaseFields(value, at: place, known: keys)
        let path: AccessPath? = try fields.choice(
            "path",
            [
                "AOBO": .aobo, "LIGHTHOUSE_OFFER": .lighthouseOffer, "LIGHTHOUSE_ARM": .lighthouseARM,
                "DIRECT_RBAC": .directRBAC,
            ])
        guard let path else { throw CaseError(.missing, at: fields.at("path")) }
        let definitionText = try fields.text("roleDefinitionId")
        // An id that is none of Azure's form cannot be on the page.
        let definitionID = definitionText.map { RoleReference.definitionID(of: $0) ?? GUID(high: 0, low: 0) }
        let name = try fields.text("roleName")
        if definitionID == nil && name == nil { throw CaseError(.missing, at: fields.at("roleName")) }
        var definition: RoleDefinition?
        if let definitionID, fields.value("actions") != nil {
            definition = RoleDefinition(
                id: definitionID, name: name ?? "", actions: try fields.texts("actions"),
                notActions: try fields.texts("notActions"))
        }
        var intervals: [Interval] = []
        for item in try fields.list("activations") {
            intervals.append(try CaseFields(item.value, at: item.place, known: DailyCase.intervalKeys).interval())
        }
        var members: [GrantMember] = []
        for item in try fields.list("members") { members.append(try member(item.value, at: item.place)) }
        let organization = partners.organization(try fields.text("partner"))
        let tenantOf = try fields.text("foreignPrincipalTenantOf")
        let grant = AccessGrant(
            path: path,
            role: RoleReference(
                definitionID: definitionID, name: name, isCustom: try fields.bool("customRole") ?? false),
            scope: Scope(try fields.neededText("scope")), holderKind: try holder(fields, path: path),
            organization: organization, interval: try fields.interval(),
            activation: try fields.choice("assignment", activations) ?? .permanent, activations: intervals,
            foreignPrincipal: AccessGrant.ForeignPrincipal(
                group: try fields.text("foreignPrincipalGroup").flatMap { AgentGroup(code: $0) },
                tenantOf: tenantOf.map { partners.organization($0) } ?? organization),
            members: members)
        return (grant, definition)
    }

    /// `GUEST_USER`, `PARTNER_TENANT_GROUP` and the like: what stands at the end is the kind.
    private static func holder(_ fields: CaseFields, path: AccessPath) throws(CaseError) -> HolderKind {
        guard let text = try fields.text("principalKind") else {
            return path == .aobo ? .foreignPrincipal : .user
        }
        if text == "GUEST_USER" { return .guestUser }
        for kind in [HolderKind.foreignPrincipal, .servicePrincipal, .group, .user] {
            if text == kind.code || text.hasSuffix("_\(kind.code)") { return kind }
        }
        throw CaseError(
            .unknownValue(text, known: HolderKind.allCases.map(\.code) + ["PARTNER_TENANT_GROUP"]),
            at: fields.at("principalKind"))
    }

    private static func member(_ value: JSONValue, at place: String) throws(CaseError) -> GrantMember {
        let fields = try CaseFields(value, at: place, known: ["id", "partnerLinks"] + DailyCase.intervalKeys)
        var links: [PartnerIDLink] = []
        for item in try fields.list("partnerLinks") {
            let link = try CaseFields(
                item.value, at: item.place, known: ["partnerId", "tenantId", "statedBy"] + DailyCase.intervalKeys)
            links.append(PartnerIDLink(partnerID: try link.neededText("partnerId"), interval: try link.interval()))
        }
        let hasMembership = DailyCase.intervalKeys.contains { fields.value($0) != nil }
        return GrantMember(membership: hasMembership ? try fields.interval() : nil, links: links)
    }

    static func readDeny(
        _ value: JSONValue, at place: String, partners: CasePartners
    ) throws(CaseError) -> DenyAssignment {
        let fields = try CaseFields(value, at: place, known: ["id", "partner", "scope"] + DailyCase.intervalKeys)
        return DenyAssignment(
            scope: Scope(try fields.neededText("scope")), interval: try fields.interval(),
            organization: try fields.text("partner").map { partners.organization($0) })
    }
}
