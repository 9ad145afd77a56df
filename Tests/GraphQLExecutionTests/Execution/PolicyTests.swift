import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import JSON
import Testing

/// Who asks.
final class Caller: Sendable {
    let roles: RoleSet
    init(_ roles: Int...) { self.roles = RoleSet(rawValue: roles.reduce(0) { $0 | 1 << UInt64($1) }) }
}

@Suite("Roles and costs")
struct PolicyTests {
    static let sdl = """
        directive @requires(roles: [Role!]!) on OBJECT | FIELD_DEFINITION
        directive @cost(weight: Int! = 1, multiplier: String) on FIELD_DEFINITION
        enum Role { ADMIN BILLING SALES }
        interface Node { id: ID! }
        type Query {
          open: String
          shut: String @requires(roles: [ADMIN])
          either: String @requires(roles: [ADMIN BILLING])
          vault: Vault
          vaults: [Vault]
          nodes(ids: [Int!]): [Node] @cost(multiplier: "ids")
          pages(first: Int): [Page!]! @cost(weight: 3, multiplier: "first")
          both: Vault @requires(roles: [SALES])
        }
        type Vault implements Node @requires(roles: [BILLING]) { id: ID! gold: Int! secret: Int @requires(roles: [ADMIN]) }
        type Page implements Node { id: ID! text: String @cost(weight: 2) pages(first: Int = 4): [Page!]! @cost(multiplier: "first") }
        type Mutation @requires(roles: [ADMIN]) { write: Int }
        """

    private static func binding() throws -> SchemaBinding<Caller> {
        try SchemaBinding<Caller>(
            Schema.build([Source(sdl, name: "policy.graphql")]), access: AccessControl { $0.roles }
        ) {
            ObjectBinding("Query", key: RootKey.self) {
                Text("open") { _, _ in "o" }
                Text("shut") { _, _ in "s" }
                Text("either") { _, _ in "e" }
                One("vault") { _, _ in "v" }
                Many("vaults") { _, _ in ["a", "b"] }
                ManyOf("nodes", mayBeNull: true) { level in
                    var lists = Lists<AbstractKey?>()
                    for _ in level.keys { lists.append([AbstractKey("Vault", "v"), AbstractKey("Page", 1), nil]) }
                    return lists
                }
                Many("pages") { level in
                    var lists = Lists<Int>()
                    for _ in level.keys { lists.append(0..<2) }
                    return lists
                }
                One("both") { _, _ in "v" }
            }
            ObjectBinding("Vault", key: String.self) {
                Text("id") { key, _ in key }
                Integer("gold") { _, _ in 7 }
                Integer("secret") { _, _ in 8 }
            }
            ObjectBinding("Page", key: Int.self) {
                Text("id") { key, _ in "p\(key)" }
                Text("text") { _, _ in "t" }
                Many("pages") { key, _ in [key + 1] }
            }
            ObjectBinding("Mutation", key: RootKey.self) { Integer("write") { _, _ in 1 } }
        }
    }

    private func run(
        _ text: String, as caller: Caller, variables: String = "{}"
    ) throws -> (text: String, outcome: ExecutionOutcome, estimate: Int) {
        let executor = Executor(try Self.binding())
        let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, executor.binding)
        let values = try operation.coerce(JSONValue(parsing: variables).object)
        let plan = try operation.plan(for: values)
        var out = ResponseWriter()
        let outcome = executor.execute(plan, variables: values, context: caller, into: &out)
        return (out.text, outcome, operation.cost(of: plan, values))
    }

    private static func refused(_ message: String, _ column: Int, _ path: String) -> String {
        #"{"message":"\#(message)","locations":[{"line":1,"column":\#(column)}],"path":\#(path),"extensions":{"code":"FORBIDDEN"}}"#
    }

    @Test func `a field needs one of its roles`() throws {
        let text = "{ open shut either }"
        #expect(try run(text, as: Caller(0)).text == #"{"data":{"open":"o","shut":"s","either":"e"}}"#)
        let billing = try run(text, as: Caller(1)).text
        let shut = Self.refused("Query.shut needs the role ADMIN.", 8, #"["shut"]"#)
        #expect(billing == #"{"data":{"open":"o","shut":null,"either":"e"},"errors":[\#(shut)]}"#)
        let either = Self.refused("Query.either needs one of the roles ADMIN, BILLING.", 13, #"["either"]"#)
        #expect(
            try run(text, as: Caller()).text
                == #"{"data":{"open":"o","shut":null,"either":null},"errors":[\#(shut),\#(either)]}"#)
    }

    @Test func `an object of a type that is kept from someone is refused once`() throws {
        let text = "{ vault { id gold secret } vaults { id } }"
        let vault = Self.refused("Vault needs the role BILLING.", 3, #"["vault"]"#)
        let vaults = Self.refused("Vault needs the role BILLING.", 28, #"["vaults"]"#)
        #expect(
            try run(text, as: Caller(2)).text
                == #"{"data":{"vault":null,"vaults":null},"errors":[\#(vault),\#(vaults)]}"#)
        let secret = Self.refused("Vault.secret needs the role ADMIN.", 19, #"["vault","secret"]"#)
        #expect(
            try run(text, as: Caller(1)).text
                == #"{"data":{"vault":{"id":"v","gold":7,"secret":null},"vaults":[{"id":"a"},{"id":"b"}]},"errors":[\#(secret)]}"#
        )
    }

    @Test func `what leads to it has roles too`() throws {
        let field = Self.refused("Query.both needs the role SALES.", 3, #"["both"]"#)
        #expect(try run("{ both { id } }", as: Caller(1)).text == #"{"data":{"both":null},"errors":[\#(field)]}"#)
        let type = Self.refused("Vault needs the role BILLING.", 3, #"["both"]"#)
        #expect(try run("{ both { id } }", as: Caller(2)).text == #"{"data":{"both":null},"errors":[\#(type)]}"#)
        #expect(try run("{ both { id } }", as: Caller(1, 2)).text == #"{"data":{"both":{"id":"v"}}}"#)
    }

    @Test func `among objects of an interface only the refused ones fail`() throws {
        let node = Self.refused("Vault needs the role BILLING.", 3, #"["nodes",0]"#)
        let answer = try run("{ nodes { id } }", as: Caller())
        #expect(answer.text == #"{"data":{"nodes":[null,{"id":"p1"},null]},"errors":[\#(node)]}"#)
        #expect(
            try run("{ nodes { id } }", as: Caller(1)).text
                == #"{"data":{"nodes":[{"id":"v"},{"id":"p1"},null]}}"#)
    }

    @Test func `a root type may be kept from someone`() throws {
        let write = Self.refused("Mutation needs the role ADMIN.", 12, #"["write"]"#)
        #expect(try run("mutation { write }", as: Caller(1)).text == #"{"data":{"write":null},"errors":[\#(write)]}"#)
        #expect(try run("mutation { write }", as: Caller(0)).text == #"{"data":{"write":1}}"#)
    }

    @Test(
        "costs before and after",
        arguments: [
            ("{ open }", "{}", 0, 0),
            ("{ vault { gold } }", "{}", 1, 1),
            ("{ pages(first: 5) { id text } }", "{}", 3 + 5 * 2, 3 + 2 * 2),
            ("query($n: Int) { pages(first: $n) { text } }", #"{"n":100}"#, 3 + 100 * 2, 3 + 2 * 2),
            ("query($n: Int) { pages(first: $n) { text } }", "{}", 3 + 10 * 2, 3 + 2 * 2),
            (
                "{ pages(first: 5) { pages { pages(first: 2) { text } } } }", "{}", 3 + 5 * (1 + 4 * (1 + 2 * 2)),
                3 + 2 * (1 + 1 + 2)
            ),
            ("{ nodes(ids: [1, 2, 3]) { ... on Page { text } ... on Vault { gold } } }", "{}", 1 + 3 * 2, 1 + 2),
            ("{ pages(first: -1) { text } }", "{}", 3, 3 + 2 * 2),
        ])
    func costs(text: String, variables: String, before: Int, after: Int) throws {
        let answer = try run(text, as: Caller(0, 1, 2), variables: variables)
        #expect(answer.estimate == before && answer.outcome.cost == after)
    }

    @Test func `a cost that no number holds is the largest`() throws {
        var text = "id"
        for _ in 0..<40 { text = "pages(first: 1000000) { \(text) }" }
        #expect(try run("{ \(text) }", as: Caller()).estimate == .max)
    }

    @Test func `what is refused costs nothing`() throws {
        #expect(try run("{ vault { gold } }", as: Caller()).outcome.cost == 0)
    }

    @Test func `a plan tells whether it asks for the schema`() throws {
        let binding = try Self.binding()
        for (text, expected) in [
            ("{ open __typename }", false), ("{ __schema { __typename } }", true),
            ("{ x: __type(name: \"A\") { name } }", true),
        ] {
            let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, binding)
            #expect(try operation.plan(for: operation.coerce(nil)).usesIntrospection == expected)
        }
    }

    @Test(
        "directives that say nothing are problems",
        arguments: [
            (
                "directive @requires(roles: [Role!]!) on FIELD_DEFINITION enum Role { A } type Query { a: Int @requires(roles: []) }",
                "policy.graphql:1:111: @requires names no role"
            ),
            (
                "directive @requires(who: Int) on FIELD_DEFINITION type Query { a: Int @requires(who: 1) }",
                "@requires has no argument roles that is a list of an enum's values"
            ),
        ])
    func problems(sdl: String, message: String) throws {
        let schema = try Schema.build([Source(sdl, name: "policy.graphql")])
        let problems = #expect(throws: BindingProblems.self) {
            try SchemaBinding<Caller>(schema, access: AccessControl { $0.roles }) {
                ObjectBinding("Query", key: RootKey.self) { Integer("a") { _, _ in 1 } }
            }
        }
        #expect(problems?.description == message)
    }
}
