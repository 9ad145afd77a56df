import GraphQLLanguage
import Testing

@testable import GraphQLType

@Suite struct SchemaTests {
    @Test("built-in types are there and in the order of graphql-js")
    func order() throws {
        let schema = try Schema.build([Source("type Query { a: A, b: Boolean } type A { i(x: Int): ID }")])
        #expect(
            schema.types.map(\.name) == [
                "Query", "Boolean", "A", "ID", "Int", "String", "__Schema", "__Type", "__TypeKind", "__Field",
                "__InputValue", "__EnumValue", "__Directive", "__DirectiveLocation",
            ])
        #expect(schema.directives.map(\.name) == ["include", "skip", "deprecated", "specifiedBy", "oneOf"])
        #expect(schema.query == TypeID(0))
    }

    @Test("custom roots, possible types and subtypes")
    func relations() throws {
        let schema = try Schema.build([
            Source("schema { query: Q subscription: Events } type Q { n: N! u: [U!] }", name: "a.graphql"),
            Source("interface N { id: ID } interface M implements N { id: ID } union U = A | B", name: "b.graphql"),
            Source("type A implements N & M { id: ID! } type B { b: Int } type Events { e: Int }", name: "c.graphql"),
        ])
        let ids = Dictionary(uniqueKeysWithValues: schema.types.map { ($0.name, $0.id) })
        func id(_ name: String) throws -> TypeID { try #require(ids[name]) }
        #expect(schema.root(.subscription)?.name == "Events")
        #expect(schema.possibleTypes(try id("N")) == [try id("A")])
        #expect(schema.isSubtype(try id("M"), of: try id("N")))
        #expect(schema.isSubtype(try id("A"), of: try id("U")))
        #expect(!schema.isSubtype(try id("B"), of: try id("N")))
        #expect(schema.overlaps(try id("N"), try id("U")))
        #expect(!schema.overlaps(try id("B"), try id("N")))
        let list = try #require(schema.typeRef(try Parser.parseType(Source("[[A!]!]"))))
        #expect(schema.print(list) == "[[A!]!]")
        let promised = try #require(schema.typeRef(try Parser.parseType(Source("[[N]]"))))
        #expect(schema.isSubtype(list, of: promised))
        #expect(!schema.isSubtype(promised, of: list))
    }

    @Test("applied directives can be read")
    func applied() throws {
        let schema = try Schema.build([
            Source(
                """
                directive @cost(weight: Int! = 1, multiplier: String) on FIELD_DEFINITION
                type Query { a(first: Int = 50): [Int] @cost(weight: 2, multiplier: "first") @deprecated }
                """)
        ])
        let field = try #require(schema.type("Query")?.field("a"))
        let cost = try #require(field.directives.first)
        #expect(cost.name.text == "cost")
        guard case .int("2")? = cost.argument("weight")?.kind else {
            Issue.record("no weight")
            return
        }
        #expect(field.deprecationReason == "No longer supported")
        #expect(
            SchemaPrinter.print(schema, appliedDirectives: ["cost"]).contains(
                "a(first: Int = 50): [Int] @deprecated @cost(weight: 2, multiplier: \"first\")"))
    }

    @Test("every problem is named with its file and line")
    func allProblems() {
        let error = #expect(throws: SchemaProblems.self) {
            try Schema.build([
                Source("type Query { a: B\n c: C }", name: "a.graphql"),
                Source("\nextend type D { a: Int }", name: "b.graphql"),
            ])
        }
        #expect(
            error?.description == """
                a.graphql:1:17: Unknown type "B".
                a.graphql:2:5: Unknown type "C".
                b.graphql:2:13: Cannot extend type "D" because it is not defined.
                """)
    }

    @Test("prints what it was built from")
    func printed() throws {
        let text = """
            "S"
            schema {
              query: Query
            }

            \"\"\"
            A directive
            on two lines
            \"\"\"
            directive @d(
              "A"
              a: Int = 1
              b: I
            ) repeatable on FIELD | QUERY

            type Query implements N {
              "An id"
              id: ID!

              \"\"\"B\"\"\"
              b(a: [Int!]! = [1, 2], b: E = A): U @deprecated(reason: "no")
            }

            interface N {
              id: ID!
            }

            union U = Query

            enum E {
              A
              B @deprecated
            }

            input I @oneOf {
              a: Int
            }

            scalar S @specifiedBy(url: "u")
            """
        let schema = try Schema.build([Source(text)])
        let printed = SchemaPrinter.print(schema)
        #expect(printed.replacing("\"\"\"", with: "\"") == text.replacing("\"\"\"", with: "\""))
        #expect(SchemaPrinter.print(try Schema.build([Source(printed)])) == printed)
    }

    @Test("prints sorted as graphql-js does after lexicographicSortSchema")
    func sorted() throws {
        let schema = try Schema.build([
            Source(
                """
                union U = T10 | T2 type T10 implements N2 & N1 { b(z: Int, a: I = {y: 1, x: 2}): Int a: Int }
                type T2 { a: Int } interface N2 { a: Int } interface N1 { a: Int } enum E { B A10 A2 }
                directive @b(y: Int, x: Int) on OBJECT | FIELD directive @a on FIELD input I { y: Int x: Int }
                type Query { u: U e: E }
                """)
        ])
        #expect(
            SchemaPrinter.print(schema, isSorted: true) == """
                directive @a on FIELD

                directive @b(x: Int, y: Int) on FIELD | OBJECT

                enum E {
                  A2
                  A10
                  B
                }

                input I {
                  x: Int
                  y: Int
                }

                interface N1 {
                  a: Int
                }

                interface N2 {
                  a: Int
                }

                type Query {
                  e: E
                  u: U
                }

                type T2 {
                  a: Int
                }

                type T10 implements N1 & N2 {
                  a: Int
                  b(a: I = { y: 1, x: 2 }, z: Int): Int
                }

                union U = T2 | T10
                """)
    }

    @Test("introspection objects answer their fields")
    func introspection() throws {
        let schema = try Schema.build([
            Source("type Query { a(b: [Int!] = [1]): Int, old: Int @deprecated } input I @oneOf { i: Int }")
        ])
        guard case .object(.type(let root))? = schema.introspect(.schema, field: "queryType"),
            case .objects(let fields)? = schema.introspect(.type(root), field: "fields"),
            case .objects(let all)? = schema.introspect(.type(root), field: "fields", includeDeprecated: true),
            let first = fields.first, case .objects(let arguments)? = schema.introspect(first, field: "args"),
            let argument = arguments.first,
            case .string(let text)? = schema.introspect(argument, field: "defaultValue"),
            let input = schema.introspectionType("I"),
            case .boolean(let isOneOf)? = schema.introspect(input, field: "isOneOf")
        else {
            Issue.record("unexpected shape")
            return
        }
        #expect(fields.count == 1)
        #expect(all.count == 2)
        #expect(text == "[1]")
        #expect(isOneOf)
        if schema.introspect(.schema, field: "nothing") != nil { Issue.record("no such field") }
    }
}
