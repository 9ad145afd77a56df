import Credit
import Store
import StoreSQLite
import Testing

@testable import Catalogue

@Suite struct DecisionFactsLoaderTests {
    let store: TemporaryStore
    let instant = Instant(microseconds: 1_790_812_800_000_000)

    init() throws { store = try TemporaryStore() }

    private func assignment(_ origin: FactOrigin, type: String, name: String?, delegated: String? = nil)
        -> RoleAssignmentRecord
    {
        RoleAssignmentRecord(
            origin: origin, snapshotAt: instant, id: "/subscriptions/\(guid(1))/\(type)/\(name ?? "")",
            principalID: guid(7), principalName: name, principalType: type,
            roleDefinitionID: "/x/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", roleName: "Owner",
            scope: "/subscriptions/\(guid(1))", createdOn: instant, updatedOn: nil, condition: nil, text: nil,
            delegatedIdentity: delegated)
    }

    @Test("without a partner there are grants and no decision")
    func noPartner() throws {
        try store.add(.roleAssignments) { writer, origin in
            try writer.insert([assignment(origin(1), type: "User", name: "a")])
            try writer.insert([
                RoleSnapshotRecord(
                    origin: origin(1), snapshotAt: instant, root: "/subscriptions/\(guid(1))", series: "s")
            ])
        }
        let facts = try store.store.read { try DecisionFactsLoader.load($0) }
        #expect(facts.decision == nil && facts.grants.count == 1 && facts.grantSources.count == 1)
        #expect(facts.knownAccess == [guid(1)])
    }

    @Test(
        "a row of az becomes a path and a holder",
        arguments: [
            ("ForeignGroup", "Admins", nil, AccessPath.aobo, HolderKind.foreignPrincipal),
            ("User", "zoë@a.example", nil, .directRBAC, .user),
            ("User", "zoe_b.example#EXT#@a.example", nil, .directRBAC, .guestUser),
            ("Group", "Team", nil, .directRBAC, .group),
            ("ServicePrincipal", "robot", nil, .directRBAC, .servicePrincipal),
            ("Group", "Team", "/x/delegated", .lighthouseARM, .group),
        ] as [(String, String, String?, AccessPath, HolderKind)])
    func paths(type: String, name: String, delegated: String?, path: AccessPath, holder: HolderKind) throws {
        try store.add(.roleAssignments) { writer, origin in
            try writer.insert([assignment(origin(1), type: type, name: name, delegated: delegated)])
        }
        try store.add(.entitlements) { writer, origin in
            try writer.insert([
                EntitlementRecord(origin: origin(1), id: guid(1), customer: guid(2), planID: nil, name: "", status: "")
            ])
        }
        let grant = try #require(try store.store.read { try DecisionFactsLoader.load($0) }.grants.first)
        #expect(grant.path == path && grant.holderKind == holder && grant.customerID == guid(2))
        #expect(grant.role.definitionID == GUID("8e3af657-a8ff-443c-a75c-2fe8c4bcb635"))
    }

    @Test("members, activations, denials, management groups and role definitions decide as in `decide`")
    func accessChanges() throws {
        let scope = "/subscriptions/\(guid(1))"
        let always = Interval(from: instant, until: nil)
        func at(_ hours: Int64) -> Instant { Instant(microseconds: instant.microseconds + hours * 3_600_000_000) }
        try store.add(.partner) { writer, origin in
            try writer.insert([
                PartnerRecord(
                    origin: origin(1), isReseller: false, tenantID: guid(90), name: "P", kind: .directBill,
                    partnerIDs: ["123"], programAgreement: [], adminAgents: [], helpdeskAgents: [])
            ])
        }
        try store.add(.accessGrants) { writer, origin in
            for (line, activation, holder) in [(2, Activation.permanent, 7), (3, .jitEligible, 8)]
                as [(Int, Activation, UInt64)]
            {
                try writer.insert([
                    AccessGrantRecord(
                        origin: origin(line), scope: scope, path: .directRBAC, role: "Contributor", holderKind: .group,
                        objectID: guid(holder), period: always, activation: activation)
                ])
            }
        }
        try store.add(.groupMembers) { writer, origin in
            try writer.insert([
                GroupMemberRecord(
                    origin: origin(2), groupID: guid(7), tenantID: guid(2), memberID: guid(20),
                    period: Interval(from: instant, until: at(48))),
                GroupMemberRecord(
                    origin: origin(3), groupID: guid(8), tenantID: guid(2), memberID: guid(21), period: always),
            ])
        }
        try store.add(.partnerIDLinks) { writer, origin in
            for member in [20, 21] as [UInt64] {
                try writer.insert([
                    PartnerIDLinkRecord(
                        origin: origin(2), objectID: guid(member), tenantID: guid(2), partnerID: "123", period: always)
                ])
            }
        }
        func reason(_ day: Int, path: String = "") throws -> CreditReason {
            let facts = try #require(try store.store.read { try DecisionFactsLoader.load($0) }.decision)
            let line = LineFacts(
                product: ProductFacts(
                    productID: "P", skuID: "S", market: nil, day: at(24 * Int64(day)).day, stated: StatedProduct()),
                customer: guid(2), subscription: guid(1), path: scope + path, unitPrice: .zero, quantity: .zero)
            return facts.decide(line).reason
        }
        #expect(try reason(0) == .okEligible && reason(1) == .okEligible)
        // The member left the group, the other role was never activated.
        #expect(try reason(2) == .jitNotActive)
        try store.add(.activations) { writer, origin in
            try writer.insert([
                ActivationRecord(
                    origin: origin(2), scope: scope.uppercased(), role: "b24988ac-6180-42a0-ab88-20f7382dd24c",
                    objectID: guid(21), period: Interval(from: at(48), until: at(72))),
                ActivationRecord(
                    origin: origin(3), scope: scope + "/resourceGroups/app", role: "contributor", objectID: guid(8),
                    period: Interval(from: at(72), until: at(96))),
            ])
        }
        #expect(try reason(2) == .okEligible)
        #expect(try reason(3) == .jitNotActive && reason(3, path: "/resourceGroups/app/x") == .okEligible)
        try store.add(.denyAssignments) { writer, origin in
            try writer.insert([
                DenyAssignmentRecord(
                    origin: origin(1), snapshotAt: at(25), id: scope + "/denyAssignments/d", name: "d", scope: scope,
                    principals: [guid(7)], excludedPrincipals: [], createdOn: at(24))
            ])
            try writer.insert([
                DenySnapshotRecord(origin: origin(1), snapshotAt: at(25), root: scope, series: "d"),
                DenySnapshotRecord(origin: origin(1), snapshotAt: at(36), root: "", series: "d"),
            ])
        }
        #expect(try reason(0) == .okEligible)
        // The other group's role was not active then.
        #expect(try reason(1) == .jitNotActive)
        let denials = try store.store.read { try DecisionFactsLoader.load($0) }.denials
        #expect(denials.map(\.deny.interval) == [Interval(from: at(24), until: at(36))])
        try store.add(.managementGroups) { writer, origin in
            try writer.insert([
                ManagementGroupRecord(origin: origin(2), groupID: "Land", parentID: "Root"),
                ManagementGroupRecord(origin: origin(3), groupID: "land", subscriptionID: guid(1)),
            ])
        }
        try store.add(.roleDefinitions) { writer, origin in
            try writer.insert([
                RoleDefinitionRecord(
                    origin: origin(1), definitionID: guid(77), name: "Own", isCustom: true, actions: ["*/write"],
                    notActions: [])
            ])
        }
        let facts = try #require(try store.store.read { try DecisionFactsLoader.load($0) }.decision)
        #expect(facts.inputs.managementGroups.contains(guid(1), in: "root"))
        #expect(facts.inputs.roleDefinitions.map(\.id) == [guid(77)])
    }

    @Test("an ACCESS_GRANTS row that says LIGHTHOUSE_OFFER goes before the delegation in the list")
    func lighthouse() throws {
        try store.add(.roleAssignments) { writer, origin in
            try writer.insert([assignment(origin(1), type: "Group", name: "Team", delegated: "/x")])
        }
        try store.add(.accessGrants) { writer, origin in
            try writer.insert([
                AccessGrantRecord(
                    origin: origin(2), scope: "/Subscriptions/\(guid(1))", path: .lighthouseOffer, role: "Contributor",
                    holderKind: .group, objectID: guid(7), holderTenantID: nil, displayName: nil,
                    organizationPartnerID: "123", group: nil, period: Interval(from: instant, until: nil),
                    activation: .permanent)
            ])
        }
        let grants = try store.store.read { try DecisionFactsLoader.load($0) }.grants
        #expect(grants.map(\.path) == [.lighthouseOffer])
        #expect(grants.first?.organization == .partnerID("123") && grants.first?.role.name == "Contributor")
    }
}
