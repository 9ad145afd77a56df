import Testing

@testable import Credit

@Suite("Scopes")
struct ScopeTests {
    static let id = "aaaaaaaa-0000-4000-8000-000000000001"

    @Test(
        "cover by segment and without regard to case",
        arguments: [
            ("/subscriptions/\(id)", "/subscriptions/\(id)/resourceGroups/app", true),
            ("/SUBSCRIPTIONS/\(id.uppercased())/", "/subscriptions/\(id)", true),
            (
                "/subscriptions/\(id)/resourceGroups/app", "/subscriptions/\(id)/RESOURCEGROUPS/APP/providers/x/y/z",
                true
            ),
            ("/subscriptions/\(id)/resourceGroups/app", "/subscriptions/\(id)/resourceGroups/app2", false),
            ("/subscriptions/\(id)/resourceGroups/app2", "/subscriptions/\(id)/resourceGroups/app", false),
            ("/subscriptions/\(id)/resourceGroups/app/", "/subscriptions/\(id)/resourceGroups/app", true),
            ("/subscriptions/\(id)", "/subscriptions/aaaaaaaa-0000-4000-8000-000000000002", false),
            ("subscriptions/\(id)", "/subscriptions/\(id)/x", true), ("/", "/subscriptions/\(id)", true),
            ("/subscriptions/\(id)/resourceGroups/Zürich", "/subscriptions/\(id)/resourcegroups/ZüRICH", true),
        ])
    func covers(scope: String, path: String, expected: Bool) {
        #expect(Scope(scope).covers(path: path) == expected)
    }

    @Test("know their level")
    func levels() throws {
        let id = try #require(GUID(Self.id))
        #expect(Scope("/").level == .root)
        #expect(Scope("/subscriptions/\(Self.id)").level == .subscription(id))
        #expect(Scope("/subscriptions/\(Self.id)/resourceGroups/a").level == .inside(id))
        #expect(
            Scope("/providers/Microsoft.Management/managementGroups/Contoso-Root").level
                == .managementGroup("contoso-root"))
        #expect(Scope("/subscriptions/nothing").level == .other)
        #expect(Scope("/subscriptions/\(Self.id)x").level == .other)
        #expect(!Scope("/subscriptions/\(Self.id)/resourceGroups/a").isSubscriptionOrAbove)
    }

    @Test("the path of a line is its resource, else its group, else its subscription")
    func path() throws {
        let id = try #require(GUID(Self.id))
        #expect(Scope.path(subscription: id, resourceGroup: "g", resource: "/x") == "/x")
        #expect(
            Scope.path(subscription: id, resourceGroup: "g", resource: "") == "/subscriptions/\(id)/resourceGroups/g")
        #expect(Scope.path(subscription: id, resourceGroup: nil, resource: nil) == "/subscriptions/\(id)")
        #expect(Scope.path(subscription: nil, resourceGroup: "g", resource: nil) == "")
    }

    @Test("management groups reach down every level, and a ring of groups ends")
    func groups() throws {
        let id = try #require(GUID(Self.id))
        let groups = ManagementGroups(
            parents: [("c", "b"), ("b", "A"), ("a", "c")],
            members: [(id, "/providers/Microsoft.Management/managementGroups/C")])
        for name in ["a", "b", "c"] { #expect(groups.contains(id, in: name)) }
        #expect(!groups.contains(id, in: "d"))
        #expect(!groups.contains(GUID(high: 0, low: 1), in: "a"))
    }
}
