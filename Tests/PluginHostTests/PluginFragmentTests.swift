import Testing

@testable import PluginHost

@Suite("A schema fragment")
struct PluginFragmentTests {
    private func problem(_ schema: String, hooks: String? = nil) throws -> PluginProblem? {
        let fixture = try PluginFixture()
        let fields =
            hooks
            ?? "\"fields\": {\"Customer.tier\": {\"inputs\": [\"tenantId\"], \"outputs\": {\"tier\": {\"type\": \"text\"}}}}"
        fixture.write(
            """
            {"name": "one", "version": "1", "abi": "1.0", "runtime": "lua", "code": "rule.lua", "schema": "s.graphql",
             "prefix": "One", "hooks": {\(fields)}}
            """, "one/plugin.json")
        fixture.write("function Customer_tier(row, out) out.tier = 'x' end", "one/rule.lua")
        fixture.write(schema, "one/s.graphql")
        fixture.write(
            "{\"input\": [{\"tenantId\": \"t\"}], \"expected\": [{\"tier\": \"x\"}]}", "one/cases/one.json")
        return try fixture.problem()
    }

    static let mistakes: [(schema: String, message: String)] = [
        (
            "extend type Customer { tier: String name: String }",
            "s.graphql:1: Customer.name is added here, but the server has it (server.graphql:4)"
        ),
        ("extend type Query { tier: String }", "Query cannot be extended"),
        (
            "type Customer { tier: String }",
            "the type Customer is added here, but the server has one (server.graphql:4)"
        ),
        (
            "enum Tier { A }\nextend type Customer { tier: Tier }",
            "s.graphql:1: Tier: names of a plugin's own types begin with its prefix, One"
        ),
        ("extend type Customer { tier: String! }", "must be nullable and no list"),
        ("extend type Customer { tier: [String] }", "must be nullable and no list"),
        ("extend type Customer { tier: Decimal }", "Customer.tier is Decimal here, but text in “outputs”"),
        ("extend type Customer { tier: Colour }", "Customer.tier is Colour here"),
        ("extend type Customer { tier: String other: String }", "Customer.other: nothing answers it"),
        ("extend type Customer { tier(a: [Int]): String }", "an argument is a scalar"),
        (
            "input OneInput { a: Int }\nextend type Customer { tier: String }",
            "a plugin may add object types and enums only"
        ),
        ("directive @one on FIELD\nextend type Customer { tier: String }", "nothing else"),
        ("extend type Customer { tier: String", "Syntax Error"),
        ("enum OneKind { A A }\nextend type Customer { tier: OneKind }", "can only be defined once"),
        ("type Query2 { a: Int }\nextend type Customer { tier: String }", "begin with its prefix"),
    ]

    @Test("that clashes or does not fit is refused with its line", arguments: mistakes.indices)
    func mistake(_ index: Int) throws {
        let one = Self.mistakes[index]
        let found = try #require(try problem(one.schema))
        #expect(found.description.contains(one.message), "\(found)")
        #expect([.schema, .clash].contains(found.code))
    }

    @Test("with an own enum and arguments is taken")
    func good() throws {
        #expect(
            try problem("enum OneKind { A B }\nextend type Customer { tier(kind: OneKind = A, most: Int!): OneKind }")
                == nil)
    }
}
