import Testing

@testable import GraphQLValidation

@Suite struct ValuesOfCorrectTypeRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { args { values(s: "s", f: 1, b: true, i: 7, l: "one", ln: ["a", "b"], d: {any: [1]}, r: {req: true, \#
        string: "x"}) int(a: null, b: -2147483648, c: 2147483647) } color(c: RED) human(id: "x", one: {id: \#
        null}) { iq } }
        """#,
        [
            #"""
            1:196 Within OneOf Input Object type "One", exactly one field must be specified, and the value for \#
            that field must be non-null.
            """#
        ]),
    RuleCase(
        #"""
        { args { int(a: "1", b: 2147483648, c: null) x: int(a: 1.0, b: true, c: RED) y: int(a: [1], b: {a: \#
        1}, c: 99999999999999999999) } }
        """#,
        [
            #"1:17 Int cannot represent non-integer value: "1""#,
            "1:25 Int cannot represent non 32-bit signed integer value: 2147483648",
            #"1:40 Expected value of non-null type "Int!" not to be null."#,
            "1:56 Int cannot represent non-integer value: 1.0",
            "1:64 Int cannot represent non-integer value: true",
            "1:73 Int cannot represent non-integer value: RED",
            "1:88 Int cannot represent non-integer value: [1]",
            "1:96 Int cannot represent non-integer value: { a: 1 }",
            "1:107 Int cannot represent non 32-bit signed integer value: 99999999999999999999",
        ]),
    RuleCase(
        #"""
        { args { values(s: 1, f: "1", b: 1, i: 1.5, ln: ["a", null, 3]) x: values(s: RED, f: RED, b: "true", \#
        i: true, l: {a: 1}, ln: null) y: values(ln: {a: $v}) } }
        """#,
        [
            "1:20 String cannot represent a non string value: 1",
            #"1:26 Float cannot represent non numeric value: "1""#,
            "1:34 Boolean cannot represent a non boolean value: 1",
            "1:40 ID cannot represent a non-string and non-integer value: 1.5",
            #"1:55 Expected value of non-null type "String!" not to be null."#,
            "1:61 String cannot represent a non string value: 3",
            "1:78 String cannot represent a non string value: RED",
            "1:86 Float cannot represent non numeric value: RED",
            #"1:94 Boolean cannot represent a non boolean value: "true""#,
            "1:105 ID cannot represent a non-string and non-integer value: true",
            "1:114 String cannot represent a non string value: { a: 1 }",
            #"1:126 Expected value of non-null type "[String!]!" not to be null."#,
            "1:146 String cannot represent a non string value: {  }",
            #"1:150 1:1 Variable "$v" is not defined."#,
        ]),
    RuleCase(
        #"""
        { color(c: "RED") x: color(c: REDD) y: color(c: 1) z: color(c: red) w: color(c: [RED]) v: color(c: \#
        {a: $x}) }
        """#,
        [
            #"""
            1:12 Enum "Color" cannot represent non-enum value: "RED". Did you mean the enum value "RED" or \#
            "GREEN"?
            """#,
            #"1:31 Value "REDD" does not exist in "Color" enum. Did you mean the enum value "RED"?"#,
            #"1:49 Enum "Color" cannot represent non-enum value: 1."#,
            #"1:64 Value "red" does not exist in "Color" enum. Did you mean the enum value "RED"?"#,
            #"""
            1:81 Enum "Color" cannot represent non-enum value: [RED]. Did you mean the enum value "RED" or \#
            "GREEN"?
            """#,
            #"1:100 Enum "Color" cannot represent non-enum value: {  }."#,
            #"1:104 1:1 Variable "$x" is not defined."#,
        ]),
    RuleCase(
        #"""
        { args { values(ln: [], r: {req: null, int: "x", extra: 1, strin: 2, string: null}) x: values(ln: \#
        [], r: {}) y: values(ln: [], r: 3) } }
        """#,
        [
            #"1:34 Expected value of non-null type "Boolean!" not to be null."#,
            #"1:45 Int cannot represent non-integer value: "x""#,
            #"1:78 Expected value of non-null type "String!" not to be null."#,
            #"""
            1:50 Expected value of type "Required" not to include unknown field "extra", found: { req: null, \#
            int: "x", extra: 1, strin: 2, string: null }.
            """#,
            #"""
            1:60 Expected value of type "Required" not to include unknown field "strin". Did you mean "string"? \#
            Found: { req: null, int: "x", extra: 1, strin: 2, string: null }.
            """#,
            #"1:106 Expected value of type "Required" to include required field "req", found: {  }."#,
            #"1:131 Expected value of type "Required" to be an object, found: 3."#,
        ]),
    RuleCase(
        #"""
        { human(one: {}) { iq } a: human(one: {id: 1, name: "x"}) { iq } b: human(one: {nope: 1}) { iq } c: \#
        human(one: "x") { friends(by: [{name: null}, null]) { iq } } list(by: [{required: {by: RED}, e: [[1, \#
        null], null, 2]}]) { id } }
        """#,
        [
            #"""
            1:14 Within OneOf Input Object type "One", exactly one field must be specified, and the value for \#
            that field must be non-null.
            """#,
            #"""
            1:39 Within OneOf Input Object type "One", exactly one field must be specified, and the value for \#
            that field must be non-null.
            """#,
            #"""
            1:81 Expected value of type "One" not to include unknown field "nope". Did you mean "name"? Found: { \#
            nope: 1 }.
            """#,
            #"""
            1:80 Within OneOf Input Object type "One", exactly one field must be specified, and the value for \#
            that field must be non-null.
            """#,
            #"1:112 Expected value of type "One" to be an object, found: "x"."#,
            #"""
            1:132 Within OneOf Input Object type "One", exactly one field must be specified, and the value for \#
            that field must be non-null.
            """#,
            #"1:146 Expected value of non-null type "One!" not to be null."#,
            #"1:209 Expected value of non-null type "[Int]!" not to be null."#,
        ]),
    RuleCase(
        #"""
        query ($a: Int = "x", $b: [Filter!] = [{a: "x"}], $c: Int! = null, $d: Nope = 1, $e: Dog = 1) { \#
        dog(name: $a) @skip(if: $b) @onField(n: $c) { id } color(c: $d) cat @include(if: $e) @skip(if: \#
        "true") { id } }
        """#,
        [
            #"1:18 Int cannot represent non-integer value: "x""#,
            #"1:44 Int cannot represent non-integer value: "x""#,
            #"1:62 Expected value of non-null type "Int!" not to be null."#,
            #"1:72 Unknown type "Nope". Did you mean "One"?"#,
            #"1:86 Variable "$e" cannot be non-input type "Dog"."#,
            #"1:192 Boolean cannot represent a non boolean value: "true""#,
            #"1:8 1:107 Variable "$a" of type "Int" used in position expecting type "String"."#,
            #"1:23 1:121 Variable "$b" of type "[Filter!]" used in position expecting type "Boolean!"."#,
            #"1:82 1:178 Variable "$e" of type "Dog" used in position expecting type "Boolean!"."#,
        ]),
]
