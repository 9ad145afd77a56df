import Catalogue
import Credit
import Foundation
import GraphQLType
import JSON
import Locking
import Store
import Testing

@testable import CreditAPI

/// Everything that can be asked, by viewers who see some customers only: nothing of the others is anywhere in the bytes.
@Suite("Every field in every scope", .serialized)
struct ScopeWalkTests {
    let world: World
    private let schema: Schema
    /// Tenant ids.
    private let tenants: [String]

    init() throws {
        world = try World.shared.get()
        schema = try ServedSchema.schema()
        tenants = try world.answer("{ customers(first: 100) { nodes { tenantId } } }")["data", "customers", "nodes"]
            .list
            .compactMap { $0["tenantId"].string }
    }

    static let scopes = ["first", "second", "reseller", "nobody"]

    private func viewer(_ scope: String) throws -> Viewer {
        func of(_ index: Int) throws -> ViewerScope { .customers([try #require(GUID(tenants[index]))]) }
        let seen: ViewerScope =
            switch scope {
            case "first": try of(0)
            case "second": try of(1)
            case "reseller": .reseller(try reseller())
            default: .customers([])
            }
        return Viewer(name: "walk", roles: PartnerRole.allCases, seen: seen)
    }

    /// One that alone sells to some customer.
    private func reseller() throws -> String {
        let snapshot = world.holder.snapshot
        let rows = 0..<Int32(snapshot.partners.count)
        let found = rows.map { snapshot.partners.records[Int($0)].tenantID.description }.first {
            CustomerScope(reseller: $0, in: snapshot).tenants(in: snapshot)?.isEmpty == false
        }
        return try #require(found, "no reseller of the sample has a customer of its own")
    }

    private func seen(by viewer: Viewer) throws -> Set<String> {
        Set(
            try world.answer("{ customers(first: 100) { nodes { tenantId } } }", as: viewer)[
                "data", "customers", "nodes"
            ]
            .list.compactMap { $0["tenantId"].string })
    }

    /// What tells one customer from another, in everything that is behind it: ids, names, cursors, exact amounts.
    private struct Marks {
        var texts: Set<String> = []
        /// Values of fields called `id`.
        var ids: Set<String> = []
        /// What people call things, and texts that hold a GUID.
        var names: Set<String> = []
        /// Texts that were looked at already.
        private var seen: Set<String> = []

        mutating func add(_ value: JSONValue?, of key: String = "") {
            switch value {
            case .string(let text):
                if key == "__typename" { return }
                if key == "name" || key == "domain" || key == "displayName" { names.insert(text) }
                if !seen.insert(text).inserted, key != "id" { return }
                if key == "id" { ids.insert(text) }
                if isTelling(text) { texts.insert(text) }
                if Self.holdsGUID(text) { names.insert(text) }
            case .array(let items): for item in items { add(item, of: key) }
            case .object(let object): for member in object.members { add(member.value, of: member.key) }
            default: break
            }
        }

        /// Not what anybody's answer may hold: codes, days, times, short amounts.
        private func isTelling(_ text: String) -> Bool {
            let bytes = text.utf8
            if bytes.count < 6 || bytes.allSatisfy({ 0x41...0x5A ~= $0 || $0 == 0x5F }) { return false }
            let isNumber = bytes.allSatisfy { 0x30...0x39 ~= $0 || $0 == 0x2E || $0 == 0x2D }
            if isNumber { return bytes.count >= 12 }
            // 2026-10-01T00:00:00Z
            return
                !(bytes.count <= 30 && bytes.last == 0x5A && text.dropFirst(10).first == "T"
                && text.dropFirst(4).first == "-")
        }

        /// A part like 00000000-0000-: dashes in the right distance.
        private static func holdsGUID(_ text: String) -> Bool {
            let bytes = Array(text.utf8)
            guard bytes.count >= 36 else { return false }
            return bytes.indices.dropLast(27).contains { index in
                bytes[index] == 0x2D && bytes[index + 5] == 0x2D && bytes[index + 10] == 0x2D
                    && bytes[index + 15] == 0x2D
            }
        }
    }

    private func walk(_ tenant: String) throws -> SchemaWalk { try SchemaWalk(schema, world: world, customer: tenant) }

    /// Found once for all tests.
    private static let known = Lock<[String: Marks]>([:])

    /// - Parameter lines: how many usage lines of each month are looked at.
    private func marks(of tenant: String, lines count: Int) throws -> Marks {
        let key = "\(tenant) \(count)"
        if let known = Self.known.withLock({ $0[key] }) { return known }
        let found = try findMarks(of: tenant, lines: count)
        Self.known.withLock { $0[key] = found }
        return found
    }

    private func findMarks(of tenant: String, lines count: Int) throws -> Marks {
        let walk = try walk(tenant)
        let customer = try #require(schema.type("Customer"))
        let line = try #require(schema.type("UsageLine"))
        var marks = Marks()
        let admin = Viewer(name: "all", roles: PartnerRole.allCases)
        let behind = try walk.everything(customer, depth: 3, avoiding: ["Query"])
        marks.add(
            try world.answer("{ customer(by: {tenantId: \"\(tenant)\"}) { \(behind) } }", as: admin)["data"].value)
        let lines = try walk.everything(line, depth: 1, avoiding: ["Customer", "Subscription"])
        for month in ["2026-09", "2026-10"] {
            marks.add(
                try world.answer(
                    """
                    { usage(period: {month: "\(month)"}, filter: {customer: {tenantId: "\(tenant)"}}, first: \(count)) {
                        nodes { \(lines) } } managedServices(customer: {tenantId: "\(tenant)"}) { id scope } }
                    """, as: admin)["data"].value)
        }
        return marks
    }

    /// What belongs to no customer: prices, roles, words, the partner.
    private func common() throws -> Marks {
        var marks = Marks()
        let walk = try walk(tenants[0])
        let query = try #require(schema.type("Query"))
        for field in query.fields
        where [
            "partner", "priceList", "prices", "priceChanges", "azureRoles", "azureOffers", "glossary", "exchangeRates",
        ]
        .contains(field.name) {
            let text = try walk.text(query, field) + " { \(try walk.everything(schema[field.type], depth: 4)) }"
            marks.add(try world.answer("{ \(text) }")["data"].value)
        }
        return marks
    }

    @Test("nothing of another customer is in any answer", arguments: scopes)
    func everything(scope: String) throws {
        let viewer = try viewer(scope)
        let own = try seen(by: viewer)
        #expect(own.count < tenants.count && own.isEmpty == (scope == "nobody"))
        var (ours, theirs) = (try common(), Marks())
        for tenant in tenants {
            let isOwn = own.contains(tenant)
            let marks = try marks(of: tenant, lines: isOwn ? 1_000 : 100)
            if isOwn {
                // Keys of breakdowns are in small letters.
                ours.texts.formUnion(marks.texts.union(marks.texts.map { $0.lowercased() }))
                ours.ids.formUnion(marks.ids)
            } else {
                theirs.texts.formUnion(marks.texts)
                theirs.ids.formUnion(marks.ids)
                theirs.names.formUnion(marks.names)
                theirs.texts.insert(tenant)
            }
        }
        let foreign = theirs.texts.subtracting(ours.texts)
        let foreignIDs = theirs.ids.subtracting(ours.ids)
        #expect(foreign.count > 100 && foreignIDs.count > 20)
        // Ids and names are looked for as bytes, everything else as whole values.
        // One id may be the beginning of another.
        let needles = foreign.intersection(theirs.names) + foreign.intersection(theirs.ids).map { "\"\($0)\"" }
        #expect(needles.count > 100)
        // Whoever sees all finds some of them, so that the search itself is known to work.
        let all = try world.text("{ customers(first: 100) { nodes { id name tenantId } } }")
        #expect(needles.contains { all.contains($0) })

        func check(_ request: String, _ what: String) throws {
            let text = try world.text(request, as: viewer)
            var found = Marks()
            found.add(try JSONValue(parsing: text))
            #expect(found.texts.intersection(foreign) == [], "\(what)")
            text.withCString { bytes in
                for needle in needles where strstr(bytes, needle) != nil { Issue.record("\(what): \(needle)") }
            }
        }

        // Each field of Query with all that is behind it; asked with an own customer and with a foreign one.
        let query = try #require(schema.type("Query"))
        let foreignTenant = try #require(tenants.first { !own.contains($0) })
        for tenant in [own.sorted().first ?? foreignTenant, foreignTenant] {
            let walk = try walk(tenant)
            for field in query.fields {
                var text = try walk.text(query, field)
                let target = schema[field.type]
                if target.kind == .object { text += " { \(try walk.everything(target, depth: 4)) }" }
                if target.isAbstract { text += " { __typename id }" }
                try check("{ \(text) }", "Query.\(field.name)")
            }
        }
        // Every breakdown.
        for dimension in try #require(schema.type("CreditDimension")).values {
            try check(
                """
                { credits(period: {month: "2026-10"}) { by(dimension: \(dimension.name), first: 1000) { nodes { key label
                  object { __typename id } totals { list net earned missed }
                  by(dimension: CUSTOMER, first: 1000) { nodes { key label totals { list } } } } } } }
                """, "by \(dimension.name)")
        }
        for order in try #require(schema.type("CustomerOrderField")).values {
            try check(
                "{ customers(first: 1000, orderBy: {by: \(order.name)}) { totalCount edges { cursor node { id name } } } }",
                "customers by \(order.name)")
        }
        for order in try #require(schema.type("SubscriptionOrderField")).values {
            try check(
                "{ subscriptions(first: 1000, orderBy: {by: \(order.name)}) { edges { cursor node { id name } } } }",
                "subscriptions by \(order.name)")
        }
    }

    @Test("an object of another customer is as good as none", arguments: scopes)
    func objects(scope: String) throws {
        let viewer = try viewer(scope)
        let own = try seen(by: viewer)
        var (ours, theirs) = (try common().ids, Set<String>())
        for tenant in tenants {
            let ids = try marks(of: tenant, lines: own.contains(tenant) ? 1_000 : 100).ids
            if own.contains(tenant) { ours.formUnion(ids) } else { theirs.formUnion(ids) }
        }
        theirs.subtract(ours)
        // Roles and imports of everybody are nobody's.
        let admin = Viewer(name: "all", roles: PartnerRole.allCases)
        let ids = theirs.sorted()
        var kinds: [(String, String)] = []
        for start in stride(from: 0, to: ids.count, by: 100) {
            let part = ids[start..<min(start + 100, ids.count)]
            let list = part.map { "\"\($0)\"" }.joined(separator: ",")
            let found = try world.answer("{ nodes(ids: [\(list)]) { __typename } }", as: admin)["data", "nodes"].list
            kinds += zip(part, found).map { ($0, $1["__typename"].string ?? "") }
        }
        #expect(
            Set(kinds.map(\.1)).isSuperset(of: ["Customer", "Subscription", "AccessGrant", "UsageLine", "CreditLine"]))
        let hidden = kinds.filter { !["Partner", "ProgramAgreement", "AzureRole", "PriceItem", ""].contains($0.1) }.map(
            \.0)
        for start in stride(from: 0, to: hidden.count, by: 100) {
            let part = hidden[start..<min(start + 100, hidden.count)]
            let list = part.map { "\"\($0)\"" }.joined(separator: ",")
            let nulls = part.map { _ in "null" }.joined(separator: ",")
            let answer = try world.text("{ nodes(ids: [\(list)]) { __typename id } }", as: viewer)
            #expect(answer == #"{"data":{"nodes":[\#(nulls)]}}"#)
        }
        for id in hidden.prefix(20) {
            #expect(
                try world.text("{ node(id: \"\(id)\") { __typename id } }", as: viewer) == #"{"data":{"node":null}}"#)
        }
    }

    private struct Pair {
        let name: String
        let real: String
        let madeUp: String
    }

    @Test("filters by another customer find nothing, and say the same as for one that is not there", arguments: scopes)
    func filters(scope: String) throws {
        let viewer = try viewer(scope)
        let own = try seen(by: viewer)
        let foreign = try #require(tenants.first { !own.contains($0) })
        let admin = Viewer(name: "all", roles: PartnerRole.allCases)
        let theirs = try world.answer(
            """
            { customer(by: {tenantId: "\(foreign)"}) { id name domain azurePlans { id } accessGrants { nodes { id } }
              subscriptions(first: 1) { nodes { id subscriptionId } } } }
            """, as: admin)["data", "customer"]
        let none = "00000000-0000-4000-8000-00000000dead"
        /// Of what there is and what there is not.
        let subscription = theirs["subscriptions", "nodes", 0]
        let pairs = [
            Pair(name: "TENANT", real: foreign, madeUp: none),
            Pair(name: "CUSTOMER", real: theirs["id"].string ?? "", madeUp: GlobalID(.customer, none).text),
            Pair(name: "DOMAIN", real: theirs["domain"].string ?? "no.example", madeUp: "nobody.example"),
            Pair(
                name: "NAME", real: (theirs["name"].string ?? "").replacing("\"", with: "\\\""), madeUp: "Nobody at all"
            ),
            Pair(
                name: "PLAN", real: theirs["azurePlans", 0, "id"].string ?? "", madeUp: GlobalID(.azurePlan, none).text),
            Pair(name: "SUBSCRIPTION", real: subscription["subscriptionId"].string ?? "", madeUp: none),
            Pair(name: "NODE", real: subscription["id"].string ?? "", madeUp: GlobalID(.subscription, none).text),
            Pair(
                name: "GRANT", real: theirs["accessGrants", "nodes", 0, "id"].string ?? "",
                madeUp: GlobalID(.accessGrant, "none").text),
        ]
        let month = #"period: {month: "2026-10"}"#
        let requests = [
            #"{ customer(by: {tenantId: "TENANT"}) { id } }"#, #"{ customer(by: {id: "CUSTOMER"}) { id } }"#,
            #"{ customer(by: {domain: "DOMAIN"}) { id } }"#,
            #"{ nodes(ids: ["CUSTOMER", "PLAN", "NODE", "GRANT"]) { id } }"#,
            #"{ subscription(by: {subscriptionId: "SUBSCRIPTION"}) { id } }"#,
            #"{ subscription(by: {id: "NODE"}) { id } }"#,
            #"{ customers(filter: {search: "NAME"}) { totalCount nodes { id } } }"#,
            #"{ customers(filter: {not: {search: "NAME"}}) { totalCount } }"#,
            #"{ subscriptions(filter: {customer: {tenantId: "TENANT"}}) { totalCount nodes { id } } }"#,
            "{ usage(\(month), filter: {customer: {tenantId: \"TENANT\"}}) { totalCount nodes { id } } }",
            "{ usage(\(month), filter: {subscription: {subscriptionId: \"SUBSCRIPTION\"}}) { totalCount nodes { id } } }",
            "{ usage(\(month), filter: {search: \"SUBSCRIPTION\"}) { totalCount nodes { id } } }",
            "{ credits(\(month), filter: {customer: {tenantId: \"TENANT\"}}) { totals { list net earned missed lines } by(dimension: CUSTOMER) { totalCount } lines { totalCount } } }",
            "{ credits(\(month), filter: {subscription: {id: \"NODE\"}}) { totals { list lines } billing { list } } }",
            "{ simulateCredits(\(month), changes: {rate: \"0.2\"}, filter: {customer: {id: \"CUSTOMER\"}}) { after { totals { list earned lines } } } }",
            "{ simulateCredits(\(month), changes: {removeGrants: [\"GRANT\"]}) { after { totals { earned } } } }",
            #"{ reconciliation(month: "2026-10", filter: {customer: {tenantId: "TENANT"}}) { lines: matched mismatches { totalCount } byCurrency { computed } } }"#,
            #"{ reconciliation(month: "2026-10", filter: {azurePlan: "PLAN"}) { matched mismatches { totalCount } } }"#,
            #"{ managedServices(customer: {tenantId: "TENANT"}) { id } }"#,
            #"{ serviceFindings(on: "2026-10-20", customer: {tenantId: "TENANT"}) { __typename } }"#,
            #"{ audit(object: "GRANT") { totalCount nodes { id } } }"#,
            #"mutation { removeAccess(input: {grant: "GRANT", at: "2026-11-05T00:00:00Z"}) { grant { id } userErrors { code message } } }"#,
            #"mutation { createAzurePlan(input: {customer: {tenantId: "TENANT"}}) { userErrors { code message } } }"#,
            #"mutation { addSubscription(input: {customer: {id: "CUSTOMER"}, name: "x"}) { userErrors { code message } } }"#,
            #"mutation { transitionSubscription(input: {subscription: {subscriptionId: "SUBSCRIPTION"}}) { userErrors { code message } } }"#,
            #"mutation { recordAccessGrant(input: {scope: "/subscriptions/SUBSCRIPTION", path: AOBO, role: "Owner", holderKind: FOREIGN_PRINCIPAL, objectId: "\#(none)", from: "2026-11-01T00:00:00Z"}) { userErrors { code message } } }"#,
            #"mutation { linkPartnerId(input: {objectId: "\#(none)", tenantId: "TENANT", partnerId: "1", from: "2026-11-01T00:00:00Z"}) { userErrors { code message } } }"#,
        ]
        for request in requests {
            func filled(_ value: KeyPath<Pair, String>) -> String {
                pairs.reduce(request) { $0.replacing($1.name, with: $1[keyPath: value]) }
            }
            func plain(_ answer: String, _ value: KeyPath<Pair, String>) -> String {
                pairs.reduce(answer) { text, pair in
                    pair[keyPath: value].isEmpty ? text : text.replacing(pair[keyPath: value], with: pair.name)
                }
            }
            let real = plain(try world.text(filled(\.real), as: viewer), \.real)
            let madeUp = plain(try world.text(filled(\.madeUp), as: viewer), \.madeUp)
            #expect(real == madeUp, "\(request)")
        }
    }

    @Test("totals are those of the customers that are seen", arguments: scopes)
    func totals(scope: String) throws {
        let viewer = try viewer(scope)
        let own = try seen(by: viewer)
        func sums(_ viewer: Viewer, _ filter: String) throws -> [WideDecimal] {
            let totals = try world.answer(
                "{ credits(period: {month: \"2026-10\"}\(filter)) { totals { list net earned missed } } }", as: viewer)[
                    "data", "credits", "totals"]
            return ["list", "net", "earned", "missed"].map { totals[$0].decimal ?? .zero }
        }
        let admin = Viewer(name: "all", roles: PartnerRole.allCases)
        var expected = [WideDecimal](repeating: .zero, count: 4)
        for tenant in own {
            let part = try sums(admin, ", filter: {customer: {tenantId: \"\(tenant)\"}}")
            expected = try zip(expected, part).map { try $0.adding($1) }
        }
        #expect(try sums(viewer, "").map(\.description) == expected.map(\.description))
        #expect(try sums(viewer, "") != sums(admin, ""))
    }
}
