import Testing

@testable import GraphQLValidation

@Suite struct UniqueVariableNamesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        query ($a: Int, $b: Int) { human(id: $a) { iq } x: human(id: $b) { iq } }
        """#,
        [
            #"1:8 1:38 Variable "$a" of type "Int" used in position expecting type "ID"."#,
            #"1:17 1:62 Variable "$b" of type "Int" used in position expecting type "ID"."#,
        ]),
    RuleCase(
        #"""
        query ($a: ID, $b: ID, $a: Int, $a: ID) { human(id: $a) { iq } x: human(id: $b) { iq } }
        """#,
        [
            #"1:9 1:25 1:34 There can be only one variable named "$a"."#
        ]),
]
