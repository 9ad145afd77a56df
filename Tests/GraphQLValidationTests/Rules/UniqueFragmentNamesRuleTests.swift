import Testing

@testable import GraphQLValidation

@Suite struct UniqueFragmentNamesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { ...A ...B } } fragment A on Dog { id } fragment B on Dog { name }
        """#,
        []),
    RuleCase(
        #"""
        { dog { ...A } } fragment A on Dog { id } fragment A on Dog { name }
        """#,
        [
            #"1:27 1:52 There can be only one fragment named "A"."#
        ]),
]
