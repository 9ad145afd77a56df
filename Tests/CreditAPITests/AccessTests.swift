import Catalogue
import Credit
import GraphQLLanguage
import GraphQLType
import JSON
import Testing

@testable import CreditAPI

@Suite("What viewers see")
struct AccessTests {
    private static func scoped() throws -> (world: World, viewer: Viewer, tenant: String, other: Answer) {
        let world = try World.shared.get()
        let customers = try world.answer(
            "{ customers { nodes { id tenantId subscriptions { nodes { id } } azurePlans { id } } } }")
        let tenant = try #require(customers["data", "customers", "nodes", 0, "tenantId"].string)
        let viewer = Viewer(name: "one", roles: [.adminAgent], customers: [try #require(GUID(tenant))])
        return (world, viewer, tenant, customers["data", "customers", "nodes", 1])
    }

    @Test(
        "a key without a role reads nothing but itself",
        arguments: [
            "partner { id }", "customers { totalCount }", "customer(by: {domain: \"x\"}) { id }",
            "subscriptions { totalCount }", "priceList(market: \"NL\", month: \"2026-10\") { month }",
            "exchangeRates(month: \"2026-10\") { rate }", "usage(period: {month: \"2026-10\"}) { totalCount }",
            "credits(period: {month: \"2026-10\"}) { totals { lines } }", "azureRoles { name }",
            "imports { totalCount }", "reconciliation(month: \"2026-10\") { matched }",
            "prices(productId: \"x\", skuId: \"y\") { id }",
            "priceChanges(market: \"DE\", from: \"2026-09\", to: \"2026-10\") { totalCount }",
            "managedServices { id }", "serviceFindings { on }", "months", "node(id: \"x\") { id }",
            "nodes(ids: []) { id }",
        ])
    func noRole(field: String) throws {
        let world = try World.shared.get()
        let nobody = Viewer(name: "nobody", roles: [])
        let answer = try world.answer("{ viewer { name roles } \(field) }", as: nobody)
        #expect(answer.code == "FORBIDDEN")
        #expect(try world.answer("{ viewer { name roles } }", as: nobody)["data", "viewer", "name"].string == "nobody")
    }

    @Test(
        "a field with @requires is refused to whoever has none of its roles, as the schema says",
        arguments: [
            ("Query", "usage", "usage(period: {month: \"2026-10\"}) { totalCount }"),
            ("Query", "credits", "credits(period: {month: \"2026-10\"}) { totals { lines } }"),
            ("Query", "imports", "imports { totalCount }"),
            ("Query", "exchangeRates", "exchangeRates(month: \"2026-10\") { rate }"),
            ("Query", "priceList", "priceList(market: \"NL\", month: \"2026-10\") { month }"),
            ("Query", "plugins", "plugins { name }"),
            ("Customer", "agreement", "customers(first: 1) { nodes { agreement { __typename } } }"),
            ("Customer", "accessGrants", "customers(first: 1) { nodes { accessGrants { totalCount } } }"),
            (
                "Subscription", "eligibility",
                "subscriptions(first: 1) { nodes { eligibility(on: \"2026-10-05\") { __typename } } }"
            ),
        ])
    func requires(type: String, field: String, query: String) throws {
        let world = try World.shared.get()
        let definition = try #require(try ServedSchema.schema().type(type)?.field(field)?.definition)
        let directive = try #require(definition.directives.first { $0.name.text == "requires" })
        guard case .list(let values)? = directive.argument("roles")?.kind else {
            Issue.record("\(type).\(field) names no roles")
            return
        }
        let allowed = values.compactMap { value -> String? in
            if case .enumeration(let name) = value.kind { name } else { nil }
        }
        for role in PartnerRole.allCases {
            let answer = try world.answer("{ \(query) }", as: Viewer(name: "one", roles: [role]))
            let isRefused = answer.errors.contains {
                $0["message"].string?.hasPrefix("\(type).\(field) needs one of the roles ") == true
                    && $0["extensions", "code"].string == "FORBIDDEN" && !$0["path"].list.isEmpty
            }
            #expect(isRefused == !allowed.contains(role.code), "\(role.code) \(answer)")
        }
    }

    @Test("the roles' bits are in the order of the schema's enum")
    func roleBits() throws {
        let names = try #require(try ServedSchema.schema().type("PartnerRole")).values.map(\.name)
        #expect(names == PartnerRole.allCases.map(\.code))
        #expect(PartnerRole.allCases.map(\.rawValue) == Array(0..<UInt8(names.count)))
    }

    @Test("every field of Query is refused to a key without a role, but the viewer")
    func allOfQuery() throws {
        let schema = try ServedSchema.schema()
        let fields = try #require(schema.type("Query")).fields.map(\.name)
        #expect(
            Set(fields) == [
                "node", "nodes", "viewer", "partner", "customer", "customers", "subscription", "subscriptions",
                "priceList", "exchangeRates", "months", "usage", "credits", "azureRoles", "imports", "glossary",
                "plugins", "audit", "simulateCredits", "azureOffers", "salesRegions", "reconciliation", "prices",
                "priceChanges", "managedServices", "serviceFindings",
            ])
    }

    @Test("a key of one customer sees that customer only, in every list and report")
    func lists() throws {
        let (world, viewer, tenant, _) = try Self.scoped()
        let answer = try world.answer(
            """
            { viewer { scope customers { tenantId } } customers { totalCount nodes { tenantId } }
              subscriptions(first: 1000) { nodes { customer { tenantId } } }
              usage(period: {month: "2026-10"}, first: 1000) { totalCount nodes { customer { tenantId } } }
              credits(period: {month: "2026-10"}) { totals { lines } by(dimension: CUSTOMER) { nodes { key } }
                lines(first: 1000) { nodes { usage { customer { tenantId } } } } }
              imports { totalCount } }
            """, as: viewer)
        #expect(answer.errors.isEmpty)
        let data = answer["data"]
        #expect(data["viewer", "scope"].string == "CUSTOMERS")
        #expect(data["viewer", "customers"].list.map { $0["tenantId"].string } == [tenant])
        #expect(data["customers", "totalCount"].int == 1)
        #expect(data["subscriptions", "nodes"].list.allSatisfy { $0["customer", "tenantId"].string == tenant })
        let lines = data["usage", "nodes"].list
        #expect(!lines.isEmpty && lines.allSatisfy { $0["customer", "tenantId"].string == tenant })
        #expect(data["usage", "totalCount"].int == data["credits", "totals", "lines"].int)
        #expect(data["credits", "by", "nodes"].list.map { $0["key"].string } == [tenant])
        #expect(
            data["credits", "lines", "nodes"].list.allSatisfy { $0["usage", "customer", "tenantId"].string == tenant })
        let whole = try world.answer("{ credits(period: {month: \"2026-10\"}) { totals { lines } } }")
        let all = try #require(whole["data", "credits", "totals", "lines"].int)
        #expect(try #require(data["credits", "totals", "lines"].int) < all)
    }

    @Test("what belongs to another customer does not exist for it")
    func hidden() throws {
        let (world, viewer, _, other) = try Self.scoped()
        let tenant = try #require(other["tenantId"].string)
        let all = try world.answer(
            """
            { customer(by: {tenantId: "\(tenant)"}) { accessGrants { nodes { id } } subscriptions { nodes { id subscriptionId } } }
              usage(period: {month: "2026-10"}, filter: {customer: {tenantId: "\(tenant)"}}, first: 1) { nodes { id credit { id } } } }
            """)
        var ids = [
            other["id"].string, other["azurePlans", 0, "id"].string, other["subscriptions", "nodes", 0, "id"].string,
        ]
        ids += all["data", "customer", "accessGrants", "nodes"].list.map { $0["id"].string }
        ids += [
            all["data", "usage", "nodes", 0, "id"].string, all["data", "usage", "nodes", 0, "credit", "id"].string,
        ]
        let known = ids.compactMap(\.self)
        #expect(known.count >= 6)
        let list = known.map { "\"\($0)\"" }.joined(separator: ",")
        let asAdmin = try world.answer("{ nodes(ids: [\(list)]) { id } }")["data", "nodes"].list
        #expect(asAdmin.map { $0["id"].string } == known)
        let asOne = try world.answer("{ nodes(ids: [\(list)]) { id } }", as: viewer)["data", "nodes"].list
        #expect(asOne.count == known.count && asOne.allSatisfy(\.isNull))
        let subscription = try #require(
            all["data", "customer", "subscriptions", "nodes", 0, "subscriptionId"].string)
        let single = try world.answer(
            """
            { customer(by: {tenantId: "\(tenant)"}) { id } subscription(by: {subscriptionId: "\(subscription)"}) { id }
              credits(period: {month: "2026-10"}, filter: {customer: {tenantId: "\(tenant)"}}) { totals { lines } }
              usage(period: {month: "2026-10"}, filter: {subscription: {subscriptionId: "\(subscription)"}}) { totalCount } }
            """, as: viewer)["data"]
        #expect(single["customer"].isNull && single["subscription"].isNull)
        #expect(single["credits", "totals", "lines"].int == 0)
        #expect(single["usage", "totalCount"].int == 0)
    }

    @Test("every id that an answer gives leads back to its object")
    func nodes() throws {
        let world = try World.shared.get()
        let answer = try world.answer(
            """
            { partner { id programAgreement { id } } customers(first: 1) { nodes { id azurePlans { id } } }
              subscriptions(first: 1) { nodes { id accessGrants(first: 1) { nodes { id role { id } } } } }
              all: subscriptions { nodes { accessGrants { nodes { partnerIdLinks { id } role { id } } } } }
              priceList(market: "NL", month: "2026-10") { items(first: 1) { nodes { id } } }
              usage(period: {month: "2026-10"}, first: 1) { nodes { id source { import { id } } credit { id } } } }
            """)
        var ids: [String: String] = [:]
        func collect(_ value: Answer) {
            if case .object(let object)? = value.value {
                if let id = value["id"].string, let name = GlobalIDName.of(id) { ids[name] = id }
                for member in object.members { collect(Answer(member.value)) }
            }
            for item in value.list { collect(item) }
        }
        collect(answer)
        #expect(ids.count == 12, "\(ids.keys.sorted())")
        for (name, id) in ids {
            let node = try world.answer("{ node(id: \"\(id)\") { __typename id } }")["data", "node"]
            #expect(node["id"].string == id)
            #expect(node["__typename"].string == name)
        }
        #expect(try world.answer("{ node(id: \"Q3VzdG9tZXI6eA\") { id } }")["data", "node"].isNull)
    }
}

private enum GlobalIDName {
    static func of(_ text: String) -> String? { GlobalID(text)?.type.rawValue }
}
