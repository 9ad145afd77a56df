import GraphQLLanguage
import Testing

@testable import GraphQLType

@Suite struct SchemaProblemTests {
    @Test("finds what graphql-js finds in a schema, where it finds it", arguments: cases)
    func problems(_ testCase: ProblemCase) throws {
        let document = try Parser.parse(Source(testCase.text))
        #expect(Schema.problems(in: document).map(ProblemCase.describe) == testCase.problems)
    }
}

/// A schema as SDL and everything that is wrong with it.
struct ProblemCase: CustomTestStringConvertible, Sendable {
    let text: String
    let problems: [String]

    init(_ text: String, _ problems: [String]) {
        self.text = text
        self.problems = problems
    }

    var testDescription: String { "\(text.prefix(60))" }

    /// Its places, then its message.
    static func describe(_ error: GraphQLError) -> String {
        (error.locations.map { "\($0.line):\($0.column)" } + [error.message]).joined(separator: " ")
    }
}

private let cases = [
    ProblemCase(
        #"""
        type Query { a: Int }
        """#,
        []),
    ProblemCase(
        #"""
        type Query { a(b: Int = 1, c: [E!] = [A, B], d: I = {x: 1, y: {x: 2}}): String! @deprecated(reason: \#
        "old") } enum E { A B @deprecated } input I { x: Int! = 3 y: I z: [I!] } "desc" scalar S \#
        @specifiedBy(url: "u")
        """#,
        []),
    ProblemCase(
        #"""
        schema { query: Q mutation: Q subscription: S } type Q { a: Int } interface S { b: Int }
        """#,
        [
            "1:45 Subscription root type must be Object type if provided, it cannot be S.",
            #"1:17 1:29 All root types must be different, "Q" type is used as query and mutation root types."#,
        ]),
    ProblemCase(
        #"""
        type Foo { a: Int }
        """#,
        [
            "Query root type must be provided."
        ]),
    ProblemCase(
        #"""
        schema { query: Q query: R } schema { query: Q } type Q { a: Int a: String } type Q { b: Int } enum \#
        E { A A } input I { a: Int a: Int } extend type Q { a: Int } extend enum E { A B } directive @d on \#
        FIELD directive @d on QUERY
        """#,
        [
            "1:10 1:19 There can be only one query type in schema.",
            "1:30 Must provide only one schema definition.",
            "1:10 1:39 There can be only one query type in schema.",
            #"1:59 1:66 Field "Q.a" can only be defined once."#,
            #"1:55 1:83 There can be only one type named "Q"."#,
            #"1:105 1:107 Enum value "E.A" can only be defined once."#,
            #"1:121 1:128 Field "I.a" can only be defined once."#,
            #"1:59 1:153 Field "Q.a" can only be defined once."#,
            #"1:105 1:178 Enum value "E.A" can only be defined once."#,
            #"1:195 1:217 There can be only one directive named "@d"."#,
            #"1:26 Unknown type "R". Did you mean "E", "I", or "Q"?"#,
        ]),
    ProblemCase(
        #"""
        interface A implements B { a: Int } interface B implements A { a: Int } type Query implements A & B \#
        & A { a: Int } interface C implements C { a: Int } type D implements Query & C { a: Int }
        """#,
        [
            "1:60 1:24 Type A cannot implement B because it would create a circular reference.",
            "1:24 1:60 Type B cannot implement A because it would create a circular reference.",
            "1:95 1:103 Type Query can only implement A once.",
            "1:139 Type C cannot implement itself because it would create a circular reference.",
            "1:170 Type D must only implement Interface types, it cannot implement Query.",
        ]),
    ProblemCase(
        #"""
        interface N { id(a: Int, b: [String]!): ID! list: [N!] u: U } union U = Query | Query | N | X type \#
        Query implements N { id(a: String, c: Int!): String list: [Query] u: Query } type X implements N { \#
        id(a: Int, b: [String]!, c: Int = 1): ID! list: [X!]! u: X @deprecated }
        """#,
        [
            "1:73 1:81 Union type U can only include type Query once.",
            "1:89 Union type U can only include Object types, it cannot include N.",
            "1:41 1:145 Interface field N.id expects type ID! but Query.id is type String.",
            "1:21 1:127 Interface field argument N.id(a:) expects type Int but Query.id(a:) is type String.",
            "1:26 1:121 Interface field argument N.id(b:) expected but Query.id does not provide it.",
            #"""
            1:135 1:15 Argument "Query.id(c:)" must not be required type "Int!" if not provided by the Interface \#
            field "N.id".
            """#,
            "1:51 1:158 Interface field N.list expects type [N!] but Query.list is type [Query].",
            #"""
            1:258 1:256 Interface field N.u is not deprecated, so implementation field X.u must not be \#
            deprecated.
            """#,
        ]),
    ProblemCase(
        #"""
        type Query { a(i: I, o: Query): I b: U } union U input I { q: Query d: Int! @deprecated e: Int! = 1 \#
        @deprecated } enum E input J type T interface K
        """#,
        [
            "1:33 The type of Query.a must be Output Type but got: I.",
            "1:25 The type of Query.a(o:) must be Input Type but got: Query.",
            "1:42 Union type U must define one or more member types.",
            "1:63 The type of I.q must be Input Type but got: Query.",
            "1:77 1:72 Required input field I.d cannot be deprecated.",
            "1:115 Enum type E must define one or more values.",
            "1:122 Input Object type J must define one or more fields.",
            "1:130 Type T must define one or more fields.",
            "1:137 Type K must define one or more fields.",
        ]),
    ProblemCase(
        #"""
        input A { b: B! } input B { c: C! a: A } input C { a: A! c: C } input O @oneOf { o: O p: P! q: Int = \#
        1 } input P { o: O! } type Query { a(a: A, o: O): Int }
        """#,
        [
            "1:90 OneOf input field O.p must be nullable.",
            "1:93 OneOf input field O.q cannot have a default value.",
            #"""
            1:11 1:29 1:52 Input Object A cannot be provided a finite value because it references itself through \#
            fields: A.b, B.c, C.a.
            """#,
        ]),
    ProblemCase(
        #"""
        input A { b: B = {} } input B { a: A = {c: [{}]} c: [A] = [{}] } input C { c: C = {c: {c: {}}} d: C \#
        = null } type Query { a(a: A = {b: {}}, c: C): Int }
        """#,
        [
            #"""
            1:18 1:40 Invalid circular reference. The default value of Input Object field A.b references itself \#
            via the default values of: B.a.
            """#,
            #"""
            1:18 1:59 Invalid circular reference. The default value of Input Object field A.b references itself \#
            via the default values of: B.c.
            """#,
            #"""
            1:41 B.a has invalid default value: Expected value of type "A" not to include unknown field "c". Did \#
            you mean "b"? Found: { c: [{  }] }.
            """#,
            #"""
            1:83 Invalid circular reference. The default value of Input Object field C.c references itself.
            """#,
        ]),
    ProblemCase(
        #"""
        type Query { a(a: Int = "x", b: [E] = [A, Z, "A"], c: I = {x: "s", q: 1}, d: I = {}, e: S = {any: \#
        [1, "t"]}, f: Int! = null, g: O = {a: 1, b: 2}, h: O = {a: null}, i: [[Int!]!] = [[1, null], 2, \#
        [["x"]]]): Int } enum E { A } input I { x: Int! y: I } scalar S input O @oneOf { a: Int b: Int } \#
        directive @d(a: Int = "s", b: Query, c: Int! @deprecated) on FIELD
        """#,
        [
            #"1:314 @d(a:) has invalid default value: Int cannot represent non-integer value: "s""#,
            "1:319 The type of @d(b:) must be Input Type but got: Query.",
            "1:337 1:332 Required argument @d(c:) cannot be deprecated.",
            #"1:25 Query.a(a:) has invalid default value: Int cannot represent non-integer value: "x""#,
            #"""
            1:43 Query.a(b:) has invalid default value at [1]: Value "Z" does not exist in "E" enum. Did you \#
            mean the enum value "A"?
            """#,
            #"""
            1:46 Query.a(b:) has invalid default value at [2]: Enum "E" cannot represent non-enum value: "A". \#
            Did you mean the enum value "A"?
            """#,
            #"1:63 Query.a(c:) has invalid default value at .x: Int cannot represent non-integer value: "s""#,
            #"""
            1:68 Query.a(c:) has invalid default value: Expected value of type "I" not to include unknown field \#
            "q". Did you mean "x" or "y"? Found: { x: "s", q: 1 }.
            """#,
            #"""
            1:82 Query.a(d:) has invalid default value: Expected value of type "I" to include required field \#
            "x", found: {  }.
            """#,
            #"""
            1:120 Query.a(f:) has invalid default value: Expected value of non-null type "Int!" not to be null.
            """#,
            #"""
            1:133 Query.a(g:) has invalid default value: Within OneOf Input Object type "O", exactly one field \#
            must be specified, and the value for that field must be non-null.
            """#,
            #"""
            1:154 Query.a(h:) has invalid default value at .a: Within OneOf Input Object type "O", exactly one \#
            field must be specified, and the value for that field must be non-null.
            """#,
            #"""
            1:185 Query.a(i:) has invalid default value at [0][1]: Expected value of non-null type "Int!" not to \#
            be null.
            """#,
            #"""
            1:196 Query.a(i:) has invalid default value at [2][0]: Int cannot represent non-integer value: ["x"]
            """#,
        ]),
    ProblemCase(
        #"""
        directive @a(x: Int @b) on ARGUMENT_DEFINITION directive @b(y: Int @a) on ARGUMENT_DEFINITION | \#
        DIRECTIVE_DEFINITION directive @c @b repeatable on FIELD extend directive @c @deprecated(reason: \#
        "x") type Query { a(b: Int @a(x: 1) @a @unknown): Int @a } extend schema @b extend type Nope { a: \#
        Int } extend interface Query { a: Int } extend union Query = Query extend enum Query { A } extend \#
        input Query { b: Int } extend scalar Query @b
        """#,
        [
            #"1:212 1:323 Field "Query.a" can only be defined once."#,
            #"1:221 1:230 The directive "@a" can only be used once at this location."#,
            #"1:233 Unknown directive "@unknown"."#,
            #"1:248 Directive "@a" may not be used on FIELD_DEFINITION."#,
            #"1:267 Directive "@b" may not be used on SCHEMA."#,
            #"1:433 Directive "@b" may not be used on SCALAR."#,
            #"1:282 Cannot extend type "Nope" because it is not defined."#,
            #"1:199 1:298 Cannot extend non-interface type "Query"."#,
            #"1:199 1:332 Cannot extend non-union type "Query"."#,
            #"1:199 1:359 Cannot extend non-enum type "Query"."#,
            #"1:199 1:383 Cannot extend non-input object type "Query"."#,
            #"1:199 1:413 Cannot extend non-scalar type "Query"."#,
        ]),
    ProblemCase(
        #"""
        type __Bad { __a(__b: Int): Int } enum __E { __A } directive @__d(__x: Int) on FIELD type Query { a: \#
        __Bad e: __E } input __I { __x: Int }
        """#,
        [
            #"1:52 Name "__d" must not begin with "__", which is reserved by GraphQL introspection."#,
            #"1:67 Name "__x" must not begin with "__", which is reserved by GraphQL introspection."#,
            #"1:1 Name "__Bad" must not begin with "__", which is reserved by GraphQL introspection."#,
            #"1:14 Name "__a" must not begin with "__", which is reserved by GraphQL introspection."#,
            #"1:18 Name "__b" must not begin with "__", which is reserved by GraphQL introspection."#,
            #"1:35 Name "__E" must not begin with "__", which is reserved by GraphQL introspection."#,
            #"1:46 Name "__A" must not begin with "__", which is reserved by GraphQL introspection."#,
            #"1:117 Name "__I" must not begin with "__", which is reserved by GraphQL introspection."#,
            #"1:129 Name "__x" must not begin with "__", which is reserved by GraphQL introspection."#,
        ]),
    ProblemCase(
        #"""
        "Schema" schema @specifiedBy(url: 1) { query: Query } extend schema { mutation: Mutation } type \#
        Query { "F" a("A" b: Int, c: Int = 3): Int } type Mutation { """Block
           text
             here""" a: [[Int!]!]! } extend type Query implements I @deprecated { z: Int } interface I { z: \#
        Int } union U @x = | Query | Mutation extend union U = Query
        """#,
        [
            #"1:17 Directive "@specifiedBy" may not be used on SCHEMA."#,
            #"3:61 Directive "@deprecated" may not be used on OBJECT."#,
            #"3:115 Unknown directive "@x"."#,
        ]),
    ProblemCase(
        #"""
        type Query { a: Nam b: Strng c: Int d: Quer } extend type Qury { a: Int } type String { x: Int } \#
        scalar Int directive @skip on FIELD { dog { name } } fragment F on Query { a @unknown } query ($x: \#
        Nope) { a(b: 1, b: 2) }
        """#,
        [
            #"1:17 Unknown type "Nam"."#,
            #"1:24 Unknown type "Strng". Did you mean "String"?"#,
            #"1:40 Unknown type "Quer". Did you mean "Query"?"#,
            #"1:197 Unknown type "Nope"."#,
            #"1:175 Unknown directive "@unknown"."#,
            #"1:207 1:213 There can be only one argument named "b"."#,
            #"1:59 Cannot extend type "Qury" because it is not defined. Did you mean "Query"?"#,
        ]),
    ProblemCase(
        #"""
        directive @deprecated on FIELD_DEFINITION type Query { a: Int @deprecated @deprecated b(c: Int \#
        @deprecated(reason: "x") @specifiedBy): Int @include(if: 1) } input I @oneOf @oneOf { a: Int \#
        @deprecated(because: 1) } scalar S @specifiedBy @specifiedBy(url: "a", url: "b")
        """#,
        [
            #"1:63 1:75 The directive "@deprecated" can only be used once at this location."#,
            #"1:96 Directive "@deprecated" may not be used on ARGUMENT_DEFINITION."#,
            #"1:108 Unknown argument "reason" on directive "@deprecated"."#,
            #"1:121 Directive "@specifiedBy" may not be used on ARGUMENT_DEFINITION."#,
            #"1:121 Argument "@specifiedBy(url:)" of type "String!" is required, but it was not provided."#,
            #"1:140 Directive "@include" may not be used on FIELD_DEFINITION."#,
            #"1:166 1:173 The directive "@oneOf" can only be used once at this location."#,
            #"1:189 Directive "@deprecated" may not be used on INPUT_FIELD_DEFINITION."#,
            #"1:201 Unknown argument "because" on directive "@deprecated"."#,
            #"1:224 Argument "@specifiedBy(url:)" of type "String!" is required, but it was not provided."#,
            #"1:250 1:260 There can be only one argument named "url"."#,
            #"1:224 1:237 The directive "@specifiedBy" can only be used once at this location."#,
        ]),
    ProblemCase(
        #"""
        type Query { field(argument: String = "a default value which is long", another: [Int] = [1, 2, 3, 4, \#
        5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20], third: I = {x: "long text long text long \#
        text", y: "long text long text long text"}): Int } input I { x: String y: String }
        """#,
        []),
]
