import GraphQLLanguage
import Testing

@testable import GraphQLType

/// Two schemas and what changed between them.
struct ChangeCase: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let changes: [String]

    init(_ old: String, _ new: String, _ changes: [String] = []) {
        self.old = old
        self.new = new
        self.changes = changes
    }

    var testDescription: String { "\(old) → \(new)" }
}

@Suite struct SchemaChangeTests {
    @Test("finds what graphql-js finds", arguments: cases)
    func changes(_ testCase: ChangeCase) throws {
        func schema(_ text: String) throws -> Schema {
            try Schema.build([Source(text.contains("type Query") ? text : "type Query { q: Int } \(text)")])
        }
        let changes = SchemaChange.all(from: try schema(testCase.old), to: try schema(testCase.new))
        #expect(changes.map { "\($0.kind.rawValue) \($0.description)" } == testCase.changes)
    }

    @Test("nothing changes from a schema to itself, nor by order")
    func same() throws {
        let schema = try Schema.build([
            Source("type Query { a(x: I = {b: 1, a: 2}): Int b: E } enum E { A B } input I { a: Int b: Int }")
        ])
        let other = try Schema.build([
            Source("input I { b: Int a: Int } enum E { B A } type Query { b: E a(x: I = {a: 2, b: 1}): Int }")
        ])
        #expect(SchemaChange.all(from: schema, to: schema).isEmpty)
        #expect(SchemaChange.all(from: schema, to: other).isEmpty)
    }

    @Test("severities")
    func severities() {
        #expect(SchemaChange.Kind.allCases.filter { $0.severity == .breaking }.count == 16)
        #expect(SchemaChange.Kind.allCases.filter { $0.severity == .dangerous }.count == 7)
    }
}

private let cases = [
    ChangeCase("type A { a: Int }", "", ["TYPE_REMOVED A was removed."]),
    ChangeCase(
        "type Query { q: Float } ", "type Query { q: Float f(a: ID!): Int }", []),
    ChangeCase(
        "type Query { q: Float f: Int }", "type Query { f: Int }",
        [
            "TYPE_REMOVED Standard scalar Float was removed because it is not referenced anymore.",
            "FIELD_REMOVED Field Query.q was removed.",
        ]),
    ChangeCase(
        "type A { a: Int }", "interface A { a: Int }",
        ["TYPE_CHANGED_KIND A changed from an Object type to an Interface type."]),
    ChangeCase("scalar A", "enum A { B }", ["TYPE_CHANGED_KIND A changed from a Scalar type to an Enum type."]),
    ChangeCase(
        "union U = A | B type A { a: Int } type B { a: Int }",
        "union U = A | C type A { a: Int } type B { a: Int } type C { a: Int }",
        [
            "TYPE_ADDED_TO_UNION C was added to union type U.",
            "TYPE_REMOVED_FROM_UNION B was removed from union type U.",
        ]),
    ChangeCase(
        "enum E { A B }", "enum E { B C }",
        ["VALUE_ADDED_TO_ENUM Enum value E.C was added.", "VALUE_REMOVED_FROM_ENUM Enum value E.A was removed."]),
    ChangeCase(
        "input I { a: Int b: Int! c: Int = 1 d: [Int!] e: Int = 1 f: Int = 1 g: Int }",
        "input I { a: Int! b: Int c: Int = 2 d: [Int] e: Int g: Int = 3 h: Int i: Int! j: Int! = 1 }",
        [
            "OPTIONAL_INPUT_FIELD_ADDED An optional field I.h was added.",
            "REQUIRED_INPUT_FIELD_ADDED A required field I.i was added.",
            "OPTIONAL_INPUT_FIELD_ADDED An optional field I.j was added.",
            "FIELD_REMOVED Field I.f was removed.",
            "FIELD_CHANGED_KIND Field I.a changed type from Int to Int!.",
            "INPUT_FIELD_DEFAULT_VALUE_CHANGE I.c has changed defaultValue from 1 to 2.",
            "INPUT_FIELD_DEFAULT_VALUE_CHANGE I.e defaultValue was removed.",
        ]),
    ChangeCase(
        "type A { a: Int b: Int! c: [Int!]! d: [Int] e: Int f: A }",
        "type A { a: Int! b: Int c: [Int!] d: [Int!]! e: [Int] f: B } type B { a: Int }",
        [
            "FIELD_CHANGED_KIND Field A.b changed type from Int! to Int.",
            "FIELD_CHANGED_KIND Field A.c changed type from [Int!]! to [Int!].",
            "FIELD_CHANGED_KIND Field A.e changed type from Int to [Int].",
            "FIELD_CHANGED_KIND Field A.f changed type from A to B.",
        ]),
    ChangeCase(
        "type A { a(b: Int, c: Int!, d: Int = 1, e: [Int] = [1], f: Int = 1, g: Int): Int }",
        "type A { a(b: Int!, c: Int, d: Int, e: [Int] = [1, 2], f: String = \"1\", h: Int, i: Int!, j: Int! = 1): Int }",
        [
            "ARG_REMOVED Argument A.a(g:) was removed.",
            "ARG_CHANGED_KIND Argument A.a(b:) has changed type from Int to Int!.",
            "ARG_DEFAULT_VALUE_CHANGE A.a(d:) defaultValue was removed.",
            "ARG_DEFAULT_VALUE_CHANGE A.a(e:) has changed defaultValue from [1] to [1, 2].",
            "ARG_CHANGED_KIND Argument A.a(f:) has changed type from Int to String.",
            "OPTIONAL_ARG_ADDED An optional argument A.a(h:) was added.",
            "REQUIRED_ARG_ADDED A required argument A.a(i:) was added.",
            "OPTIONAL_ARG_ADDED An optional argument A.a(j:) was added.",
        ]),
    ChangeCase(
        "interface N { a: Int } interface M { a: Int } type A implements N { a: Int }",
        "interface N { a: Int } interface M { a: Int } type A implements M { a: Int }",
        [
            "IMPLEMENTED_INTERFACE_ADDED M added to interfaces implemented by A.",
            "IMPLEMENTED_INTERFACE_REMOVED A no longer implements interface N.",
        ]),
    ChangeCase(
        "directive @a on FIELD directive @b(x: Int, y: Int, z: Int = 1) repeatable on FIELD | QUERY",
        "directive @b(w: Int!, x: Int!, z: Int = 2, v: Int) on FIELD | OBJECT",
        [
            "DIRECTIVE_REMOVED Directive @a was removed.",
            "REQUIRED_DIRECTIVE_ARG_ADDED A required argument @b(w:) was added.",
            "DIRECTIVE_ARG_REMOVED Argument @b(y:) was removed.",
            "ARG_CHANGED_KIND Argument @b(x:) has changed type from Int to Int!.",
            "ARG_DEFAULT_VALUE_CHANGE @b(z:) has changed defaultValue from 1 to 2.",
            "DIRECTIVE_REPEATABLE_REMOVED Repeatable flag was removed from @b.",
            "DIRECTIVE_LOCATION_REMOVED QUERY was removed from @b.",
        ]),
    ChangeCase(
        "directive @old on FIELD", "directive @deprecated on FIELD_DEFINITION directive @old on FIELD",
        [
            "DIRECTIVE_ARG_REMOVED Argument @deprecated(reason:) was removed.",
            "DIRECTIVE_LOCATION_REMOVED ARGUMENT_DEFINITION was removed from @deprecated.",
            "DIRECTIVE_LOCATION_REMOVED INPUT_FIELD_DEFINITION was removed from @deprecated.",
            "DIRECTIVE_LOCATION_REMOVED ENUM_VALUE was removed from @deprecated.",
            "DIRECTIVE_LOCATION_REMOVED DIRECTIVE_DEFINITION was removed from @deprecated.",
        ]),
]
