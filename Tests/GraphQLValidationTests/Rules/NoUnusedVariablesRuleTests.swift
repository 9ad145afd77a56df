import Testing

@testable import GraphQLValidation

@Suite struct NoUnusedVariablesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        query ($a: Boolean!) { dog @skip(if: $a) { id } }
        """#,
        []),
    RuleCase(
        #"""
        query ($a: ID, $b: Int = 1) { human(id: $a) { iq } } query Q($c: Int, $d: ID) { ...F } fragment F on \#
        Query { human(id: $d) { iq } }
        """#,
        [
            "1:1 This anonymous operation must be the only defined operation.",
            #"1:16 Variable "$b" is never used."#,
            #"1:62 Variable "$c" is never used in operation "Q"."#,
        ]),
]
