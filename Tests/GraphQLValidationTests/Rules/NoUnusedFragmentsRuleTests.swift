import Testing

@testable import GraphQLValidation

@Suite struct NoUnusedFragmentsRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { ...A } } fragment A on Dog { ...B } fragment B on Dog { id }
        """#,
        []),
    RuleCase(
        #"""
        { dog { id } } fragment A on Dog { ...B } fragment B on Dog { ...A }
        """#,
        [
            #"1:36 1:63 Cannot spread fragment "A" within itself via "B"."#,
            #"1:16 Fragment "A" is never used."#,
            #"1:43 Fragment "B" is never used."#,
        ]),
]
