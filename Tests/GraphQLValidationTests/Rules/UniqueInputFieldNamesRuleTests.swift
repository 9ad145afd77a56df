import Testing

@testable import GraphQLValidation

@Suite struct UniqueInputFieldNamesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { list(by: [{a: 1, c: {a: 2, required: {by: RED}}, required: {by: RED}}]) { id } }
        """#,
        []),
    RuleCase(
        #"""
        query ($f: Filter = {a: 1, a: 2, required: {by: RED}}) { list(by: [{a: 1, c: {a: 2, a: 3, a: 4, \#
        required: {by: RED}}, a: 5, required: {by: RED}}, $f]) { id } }
        """#,
        [
            #"1:22 1:28 There can be only one input field named "a"."#,
            #"1:79 1:85 There can be only one input field named "a"."#,
            #"1:79 1:91 There can be only one input field named "a"."#,
            #"1:69 1:119 There can be only one input field named "a"."#,
        ]),
]
