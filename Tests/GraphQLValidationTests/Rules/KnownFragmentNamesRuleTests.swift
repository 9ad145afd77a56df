import Testing

@testable import GraphQLValidation

@Suite struct KnownFragmentNamesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { ...A ... on Dog { ...A } } } fragment A on Dog { id }
        """#,
        []),
    RuleCase(
        #"""
        { dog { ...A ... on Dog { ...B } } } fragment A on Dog { ...C }
        """#,
        [
            #"1:30 Unknown fragment "B"."#,
            #"1:61 Unknown fragment "C"."#,
        ]),
]
