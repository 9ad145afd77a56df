import Credit
import Foundation
import GraphQLLanguage
import GraphQLType
import Testing

@testable import CreditAPI

/// Every field of every object type, asked by every role.
///
/// `Golden/permissions.txt` has a line a field: who may read it, in the letters of model.md section 2 (G global admin,
/// U user management admin, A admin agent, B billing admin, S sales agent, H helpdesk agent), `*` for every role, `-` also
/// without one. A field without a line fails; RECORD_GOLDEN=1 writes the file anew, to be compared with the table.
@Suite("Every field as every role")
struct RoleWalkTests {
    private static let file = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden/permissions.txt")
    private static let letters: [PartnerRole: Character] = [
        .globalAdmin: "G", .userManagementAdmin: "U", .adminAgent: "A", .billingAdmin: "B", .salesAgent: "S",
        .helpdeskAgent: "H",
    ]

    /// What the schema's `@requires` say.
    private static func required(_ schema: Schema) -> [String: String] {
        var found: [String: String] = [:]
        for type in schema.types where type.kind == .object && !type.isIntrospection {
            for field in type.fields {
                var roles = type.name == "Viewer" || type.name == "Query" && field.name == "viewer" ? "-" : "*"
                for directive in field.directives where directive.name.text == "requires" {
                    guard case .list(let names)? = directive.arguments.first?.value.kind else { continue }
                    let wanted = names.compactMap { name -> PartnerRole? in
                        if case .enumeration(let text) = name.kind { PartnerRole(code: text) } else { nil }
                    }
                    roles = String(PartnerRole.allCases.filter(wanted.contains).compactMap { letters[$0] })
                }
                found["\(type.name).\(field.name)"] = roles
            }
        }
        return found
    }

    private static func rules() throws -> [String: String] {
        var rules: [String: String] = [:]
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
            let parts = line.split(separator: " ")
            if parts.count == 2 { rules[String(parts[0])] = String(parts[1]) }
        }
        return rules
    }

    @Test func `every field has a rule, and the schema says the same`() throws {
        let required = Self.required(try ServedSchema.schema())
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            let text = required.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }.joined()
            try text.write(to: Self.file, atomically: true, encoding: .utf8)
            Issue.record("recorded")
        }
        let rules = try Self.rules()
        #expect(required.keys.filter { rules[$0] == nil }.sorted() == [], "fields without a rule")
        #expect(rules.keys.filter { required[$0] == nil }.sorted() == [], "rules without a field")
        #expect(required.filter { rules[$0.key] != $0.value }.keys.sorted() == [], "the schema says otherwise")
        #expect(rules.count > 400)
    }

    /// Field errors with code FORBIDDEN, by path without the places in lists.
    private static func forbidden(_ answer: Answer) -> Set<String> {
        Set(
            answer.errors.filter { $0["extensions", "code"].string == "FORBIDDEN" }.map { error in
                error["path"].list.compactMap(\.string).joined(separator: ".")
            })
    }

    private static func allows(_ rule: String, _ role: PartnerRole?) -> Bool {
        guard let role else { return rule == "-" }
        return rule == "-" || rule == "*" || letters[role].map { rule.contains($0) } == true
    }

    @Test(
        "what the table allows is answered, and all else is refused",
        arguments: [nil] + PartnerRole.allCases.map { $0 as PartnerRole? })
    func walk(role: PartnerRole?) throws {
        let world = try World.shared.get()
        let schema = try ServedSchema.schema()
        let rules = try Self.rules()
        let tenant = try world.answer("{ customers(first: 1) { nodes { tenantId } } }")[
            "data", "customers", "nodes", 0, "tenantId"]
        let walk = try SchemaWalk(schema, world: world, customer: tenant.string ?? "")
        let viewer = Viewer(name: "walk", roles: role.map { [$0] } ?? [])
        var walked = 0
        for type in walk.objects where type.name == "Query" || !SchemaWalk.isBesides(type.name) {
            let way = try #require(walk.ways[type.name], "nothing leads to \(type.name)")
            let names = way.map(\.field)
            let gate = way.firstIndex { !Self.allows(rules["\($0.owner).\($0.field)"] ?? "", role) }
            if let gate {
                // Refused on the way: nothing behind it is answered, and nothing tells whether anything is there.
                let answer = try world.answer(walk.request(way, "__typename"), as: viewer)
                #expect(Self.forbidden(answer) == [names[...gate].joined(separator: ".")], "\(type.name)")
                #expect(!answer.description.contains("\"\(type.name)\""), "\(type.name)")
                continue
            }
            // A field of Query by itself, because one that cannot be null takes the others with it.
            let allowed = type.fields.filter { Self.allows(rules["\(type.name).\($0.name)"] ?? "", role) }
            if type.name != "Query", !allowed.isEmpty {
                let text = try allowed.map { try walk.selection(type, $0) }.joined(separator: " ")
                #expect(Self.forbidden(try world.answer(walk.request(way, text), as: viewer)) == [], "\(type.name)")
            }
            for field in type.fields {
                let isAllowed = allowed.contains { $0.name == field.name }
                if isAllowed, type.name != "Query" { continue }
                let answer = try world.answer(walk.request(way, try walk.selection(type, field)), as: viewer)
                let path = (names + [field.name]).joined(separator: ".")
                #expect(Self.forbidden(answer) == (isAllowed ? [] : [path]), "\(type.name).\(field.name)")
                walked += 1
            }
        }
        #expect(walked >= 26)
        #expect(world.failures.all == [])
    }

    @Test func `the walk comes to objects of nearly every type`() throws {
        let world = try World.shared.get()
        let tenant = try world.answer("{ customers(first: 1) { nodes { tenantId } } }")[
            "data", "customers", "nodes", 0, "tenantId"]
        let walk = try SchemaWalk(try ServedSchema.schema(), world: world, customer: tenant.string ?? "")
        let viewer = Viewer(name: "walk", roles: PartnerRole.allCases)
        var unseen: [String] = []
        for type in walk.objects where !SchemaWalk.isBesides(type.name) {
            let way = try #require(walk.ways[type.name])
            let answer = try world.text(walk.request(way, "__typename"), as: viewer)
            if !answer.contains("\"__typename\":\"\(type.name)\"") { unseen.append(type.name) }
        }
        // What the sample has none of.
        if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
            try unseen.sorted().map { "\($0)\n" }.joined().write(to: Self.unseen, atomically: true, encoding: .utf8)
            Issue.record("recorded")
        }
        let expected = try String(contentsOf: Self.unseen, encoding: .utf8).split(separator: "\n").map(String.init)
        #expect(unseen.sorted() == expected)
    }

    private static let unseen = file.deletingLastPathComponent().appending(path: "unseen-types.txt")

    @Test(
        "mutations and events are refused to who has none of their roles",
        arguments: [nil] + PartnerRole.allCases.map { $0 as PartnerRole? })
    func changes(role: PartnerRole?) throws {
        let world = try World.shared.get()
        let schema = try ServedSchema.schema()
        let rules = try Self.rules()
        let viewer = Viewer(name: "walk", roles: role.map { [$0] } ?? [])
        let mutation = try #require(schema.type("Mutation"))
        for field in mutation.fields where !Self.allows(rules["Mutation.\(field.name)"] ?? "", role) {
            // With input that would do nothing even where it were let in.
            let input =
                field.arguments.isEmpty
                ? "" : "(input: {\(try #require(Self.inputs[field.name], "\(field.name) needs an input here"))})"
            let answer = try world.answer("mutation { \(field.name)\(input) { __typename } }", as: viewer)
            #expect(Self.forbidden(answer) == [field.name], "\(field.name): \(answer)")
        }
    }

    static let inputs: [String: String] = [
        "confirmCustomerAgreement":
            #"customer: {tenantId: "x"}, acceptedOn: "2026-10-01", acceptedBy: {firstName: "a", lastName: "b", email: "c"}"#,
        "createAzurePlan": #"customer: {tenantId: "x"}"#, "addSubscription": #"customer: {tenantId: "x"}, name: "n""#,
        "transitionSubscription": #"subscription: {subscriptionId: "x"}"#,
        "recordAccessGrant":
            #"scope: "/subscriptions/x", path: AOBO, role: "Owner", holderKind: FOREIGN_PRINCIPAL, objectId: "x", from: "2026-10-01T00:00:00Z""#,
        "removeAccess": #"grant: "x", at: "2026-10-01T00:00:00Z""#,
        "linkPartnerId": #"objectId: "x", tenantId: "x", partnerId: "1", from: "2026-10-01T00:00:00Z""#,
        "recordServiceCheck": #"service: "x", at: "2026-10-01T00:00:00Z", metric: "m", severity: OK"#,
    ]
}
