/// A grant with everything about it worked out that does not depend on a line. A class, so that asking a grant copies
/// none of its texts and lists.
final class JudgedGrant: Sendable {
    struct Link: Sendable {
        let interval: Interval
        let organization: Int
    }

    let path: AccessPath
    let scope: Scope
    let holderID: GUID?
    let interval: Interval
    /// Nil: not a just-in-time assignment.
    let activations: [Interval]?
    /// `Organizations.unknown` where its links decide.
    let organization: Int
    let role: RoleJudgement
    /// For AOBO: the organisation whose AdminAgents or HelpdeskAgents group holds it; `thirdParty`: nobody known.
    let foreignPrincipalOf: Int
    /// In the order of the source.
    let links: [Link]

    init(
        _ grant: AccessGrant, organization: Int, role: RoleJudgement, foreignPrincipalOf: Int, links: [Link]
    ) {
        path = grant.path
        scope = grant.scope
        holderID = grant.holderID
        interval = grant.interval
        activations = grant.activation == .jitEligible ? grant.activations : nil
        self.organization = organization
        self.role = role
        self.foreignPrincipalOf = foreignPrincipalOf
        self.links = links
    }
}

/// Works out the parts of a grant that no line changes.
struct GrantJudge {
    private let inputs: DecisionFacts.Inputs
    private let organizations: Organizations
    private let linksByObject: [GUID: [PartnerIDLink]]
    private let membersByGroup: [GUID: [GroupMember]]
    private let groupOwners: [GUID: Int]
    /// Known group ids by organisation.
    private let groupIDs: [Int: [AgentGroup: Set<GUID>]]
    private let definitions: [GUID: RoleDefinition]

    init(inputs: DecisionFacts.Inputs, organizations: Organizations) {
        self.inputs = inputs
        self.organizations = organizations
        var links: [GUID: [PartnerIDLink]] = [:]
        for link in inputs.links { if let id = link.objectID { links[id, default: []].append(link) } }
        linksByObject = links
        var members: [GUID: [GroupMember]] = [:]
        for member in inputs.groupMembers { members[member.groupID, default: []].append(member) }
        membersByGroup = members
        var owners: [GUID: Int] = [:]
        var groups: [Int: [AgentGroup: Set<GUID>]] = [:]
        let partners = [(inputs.partner, Organizations.billed)] + zip(inputs.resellers, organizations.ofReseller)
        for (partner, organization) in partners {
            for (group, id) in [
                (AgentGroup.adminAgents, partner.adminAgents), (.helpdeskAgents, partner.helpdeskAgents),
            ] {
                guard let id else { continue }
                owners[id] = owners[id] ?? organization
                groups[organization, default: [:]][group, default: []].insert(id)
            }
        }
        groupOwners = owners
        groupIDs = groups
        definitions = Dictionary(inputs.roleDefinitions.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
    }

    func judge(_ grant: AccessGrant) -> JudgedGrant {
        var organization = organizations.number(grant.organization)
        var principal = Organizations.thirdParty
        if grant.path == .aobo {
            principal = foreignPrincipalOwner(grant, organization: organization)
            if organization == Organizations.unknown, principal != Organizations.thirdParty { organization = principal }
        }
        return JudgedGrant(
            grant, organization: organization,
            role: Self.judgement(of: grant.role, policy: inputs.policy, definitions: definitions),
            foreignPrincipalOf: principal, links: links(of: grant))
    }

    static func judgement(
        of role: RoleReference, policy: CreditPolicy, definitions: [RoleDefinition]
    ) -> RoleJudgement {
        judgement(
            of: role, policy: policy,
            definitions: Dictionary(definitions.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last }))
    }

    private static func judgement(
        of role: RoleReference, policy: CreditPolicy, definitions: [GUID: RoleDefinition]
    ) -> RoleJudgement {
        if let listed = role.listed { return listed.isEligible ? .eligible : .notEligible }
        guard let id = role.definitionID else { return .unknown }
        if let stated = policy.roleOverrides[id] { return stated ? .eligible : .unknown }
        if policy.unlistedRole == .heuristicWrite, definitions[id]?.hasWriteOrDeleteAction == true { return .eligible }
        return .unknown
    }

    /// The object id must be that of the group; the display name proves nothing.
    /// - Source: pec.md section 8.1.
    private func foreignPrincipalOwner(_ grant: AccessGrant, organization: Int) -> Int {
        guard let stated = grant.foreignPrincipal else {
            return grant.holderID.flatMap { groupOwners[$0] } ?? Organizations.thirdParty
        }
        guard let group = stated.group else { return Organizations.thirdParty }
        let number = stated.tenantOf == .unknown ? organization : organizations.number(stated.tenantOf)
        if number < 0 { return Organizations.thirdParty }
        if let id = grant.holderID, let known = groupIDs[number]?[group], !known.contains(id) {
            return Organizations.thirdParty
        }
        return number
    }

    private func links(of grant: AccessGrant) -> [JudgedGrant.Link] {
        if grant.path == .aobo { return [] }
        if let members = grant.members {
            return members.flatMap { member in member.links.compactMap { resolve($0, during: member.membership) } }
        }
        guard let holder = grant.holderID else { return [] }
        var found = (linksByObject[holder] ?? []).filter { isUsable($0, for: grant) }
            .compactMap { resolve($0, during: nil) }
        if grant.holderKind == .group {
            for member in membersByGroup[holder] ?? [] {
                found += (linksByObject[member.memberID] ?? []).filter { isUsable($0, for: grant) }
                    .compactMap { resolve($0, during: member.interval) }
            }
        }
        return found
    }

    private func resolve(_ link: PartnerIDLink, during membership: Interval?) -> JudgedGrant.Link? {
        guard let interval = membership.map({ link.interval.intersection($0) }) ?? link.interval else { return nil }
        return JudgedGrant.Link(interval: interval, organization: organizations.number(partnerID: link.partnerID))
    }

    /// A link made in another tenant than the one where the identity has its role does not count.
    /// - Source: pec.md section 8 (in each customer tenant; in the partner tenant for Lighthouse).
    private func isUsable(_ link: PartnerIDLink, for grant: AccessGrant) -> Bool {
        guard let tenant = link.tenantID else { return true }
        let allowed = [grant.path == .directRBAC ? grant.customerID : nil, grant.holderTenantID].compactMap { $0 }
        return allowed.isEmpty || allowed.contains(tenant)
    }
}
