import Testing

@testable import GraphQLValidation

@Suite struct VariablesInAllowedPositionRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        query ($a: Int!, $b: Int = 3, $c: [String!]!, $d: Required) { args { int(a: $a, b: $a, c: $b) \#
        values(ln: $c, r: $d) } dog { owner(first: $b) { iq } } }
        """#,
        []),
    RuleCase(
        #"""
        query ($a: Int, $b: String, $c: [String], $d: Int = null, $e: Boolean, $f: ID) { args { int(a: $b, \#
        b: $a, c: $a) x: int(b: $d, c: $d) values(ln: $c, l: $b, r: {req: $e, int: $e, string: $b}) } \#
        human(one: {id: $f}) { friends(by: [{name: $b}]) { iq } } dog @skip(if: $e) { id } }
        """#,
        [
            #"1:17 1:96 Variable "$b" of type "String" used in position expecting type "Int"."#,
            #"1:8 1:103 Variable "$a" of type "Int" used in position expecting type "Int!"."#,
            #"1:43 1:124 Variable "$d" of type "Int" used in position expecting type "Int!"."#,
            #"1:29 1:146 Variable "$c" of type "[String]" used in position expecting type "[String!]!"."#,
            #"1:17 1:153 Variable "$b" of type "String" used in position expecting type "[String]"."#,
            #"1:59 1:166 Variable "$e" of type "Boolean" used in position expecting type "Boolean!"."#,
            #"1:59 1:175 Variable "$e" of type "Boolean" used in position expecting type "Int"."#,
            #"""
            1:72 1:210 Variable "$f" is of type "ID" but must be non-nullable to be used for OneOf Input Object \#
            "One".
            """#,
            #"1:59 1:266 Variable "$e" of type "Boolean" used in position expecting type "Boolean!"."#,
        ]),
    RuleCase(
        #"""
        query ($f: Filter, $l: [Filter!]!) { list(by: $l) { id } ...F } fragment F on Query { list(by: [$f]) \#
        { id } x: list(by: $f) { id } }
        """#,
        [
            #"1:8 1:97 Variable "$f" of type "Filter" used in position expecting type "Filter!"."#,
            #"1:8 1:121 Variable "$f" of type "Filter" used in position expecting type "[Filter!]!"."#,
            #"""
            1:38 1:87 Fields "list" conflict because they have differing arguments. Use different aliases on the \#
            fields to fetch both if this was intentional.
            """#,
        ]),
]
