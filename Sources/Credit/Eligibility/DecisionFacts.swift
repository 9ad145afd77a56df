/// Everything that decides credits, except the usage lines: built once from what was imported, then only read.
package final class DecisionFacts: Sendable {
    /// The raw facts.
    package struct Inputs: Sendable {
        package var partner: PartnerFacts
        package var resellers: [PartnerFacts]
        /// Partners that only hold access, so that their PartnerIDs are known.
        package var otherPartners: [PartnerFacts]
        package var grants: [AccessGrant]
        package var links: [PartnerIDLink]
        package var groupMembers: [GroupMember]
        package var denyAssignments: [DenyAssignment]
        package var managementGroups: ManagementGroups
        package var roleDefinitions: [RoleDefinition]
        package var prices: PriceBook
        package var policy: CreditPolicy
        /// Whether every grant is looked at for every line, as a single case of `decide` wants it, and not only those
        /// of the line's customer.
        package var considersEveryGrant: Bool

        package init(
            partner: PartnerFacts, resellers: [PartnerFacts] = [], otherPartners: [PartnerFacts] = [],
            grants: [AccessGrant] = [], links: [PartnerIDLink] = [], groupMembers: [GroupMember] = [],
            denyAssignments: [DenyAssignment] = [], managementGroups: ManagementGroups = .none,
            roleDefinitions: [RoleDefinition] = [], prices: PriceBook = PriceBook(),
            policy: CreditPolicy = CreditPolicy(), considersEveryGrant: Bool = false
        ) {
            self.partner = partner
            self.resellers = resellers
            self.otherPartners = otherPartners
            self.grants = grants
            self.links = links
            self.groupMembers = groupMembers
            self.denyAssignments = denyAssignments
            self.managementGroups = managementGroups
            self.roleDefinitions = roleDefinitions
            self.prices = prices
            self.policy = policy
            self.considersEveryGrant = considersEveryGrant
        }
    }

    package let inputs: Inputs
    let judged: [JudgedGrant]
    let organizations: Organizations
    let index: GrantIndex

    package var policy: CreditPolicy { inputs.policy }
    package var partner: PartnerFacts { inputs.partner }
    package var resellers: [PartnerFacts] { inputs.resellers }
    package var grants: [AccessGrant] { inputs.grants }
    package var denyAssignments: [DenyAssignment] { inputs.denyAssignments }
    package var prices: PriceBook { inputs.prices }

    package init(_ inputs: Inputs) {
        self.inputs = inputs
        let organizations = Organizations(
            partner: inputs.partner, resellers: inputs.resellers, others: inputs.otherPartners)
        let judge = GrantJudge(inputs: inputs, organizations: organizations)
        self.organizations = organizations
        judged = inputs.grants.map { judge.judge($0) }
        index = GrantIndex(inputs: inputs, judged: judged)
    }

    /// The reseller of record behind a PartnerID of a usage line or a plan; nil for blank, −1, the partner's own ids
    /// and ids that no known reseller has.
    package func reseller(partnerID: String) -> Int? {
        if partnerID.isEmpty || partnerID == "-1" || partner.partnerIDs.contains(partnerID) { return nil }
        return resellers.firstIndex { $0.partnerIDs.contains(partnerID) }
    }

    /// What a role is worth under the policy.
    package func judgement(of role: RoleReference) -> RoleJudgement {
        GrantJudge.judgement(of: role, policy: policy, definitions: inputs.roleDefinitions)
    }
}

/// The partner organisations of a world, numbered: 0 is the billed partner's.
struct Organizations: Sendable {
    static let unknown = -2
    static let thirdParty = -1
    static let billed = 0

    private var byName: [String: Int] = [:]
    private var byPartnerID: [String: Int] = [:]
    private(set) var ofReseller: [Int] = []
    private var count = 0

    init(partner: PartnerFacts, resellers: [PartnerFacts], others: [PartnerFacts]) {
        _ = add(partner)
        for reseller in resellers { ofReseller.append(add(reseller)) }
        for other in others { _ = add(other) }
    }

    private mutating func add(_ partner: PartnerFacts) -> Int {
        let known =
            (partner.organization.isEmpty ? nil : byName[partner.organization])
            ?? partner.partnerIDs.lazy.compactMap { [byPartnerID] in byPartnerID[$0] }.first
        let number = known ?? count
        if known == nil { count += 1 }
        if !partner.organization.isEmpty { byName[partner.organization] = byName[partner.organization] ?? number }
        for id in partner.partnerIDs where byPartnerID[id] == nil { byPartnerID[id] = number }
        return number
    }

    func number(_ organization: AccessGrant.Organization) -> Int {
        switch organization {
        case .unknown: Self.unknown
        case .named(let name): byName[name] ?? Self.thirdParty
        case .partnerID(let id): byPartnerID[id] ?? Self.thirdParty
        }
    }

    func number(partnerID: String) -> Int { byPartnerID[partnerID] ?? Self.thirdParty }
}
