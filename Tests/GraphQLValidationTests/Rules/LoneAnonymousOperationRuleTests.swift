import Testing

@testable import GraphQLValidation

@Suite struct LoneAnonymousOperationRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { cat { id } } fragment F on Dog { id }
        """#,
        [
            #"1:16 Fragment "F" is never used."#
        ]),
    RuleCase(
        #"""
        { cat { id } } query A { cat { id } } { dog { id } }
        """#,
        [
            "1:1 This anonymous operation must be the only defined operation.",
            "1:39 This anonymous operation must be the only defined operation.",
        ]),
]
