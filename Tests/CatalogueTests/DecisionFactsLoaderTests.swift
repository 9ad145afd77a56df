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
