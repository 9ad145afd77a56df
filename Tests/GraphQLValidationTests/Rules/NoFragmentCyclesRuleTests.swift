import Testing

@testable import GraphQLValidation

@Suite struct NoFragmentCyclesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { ...A ...B } } fragment A on Dog { ...B } fragment B on Dog { id }
        """#,
        []),
    RuleCase(
        #"""
        { dog { ...A } } fragment A on Dog { mother { ...A } }
        """#,
        [
            #"1:47 Cannot spread fragment "A" within itself."#
        ]),
    RuleCase(
        #"""
        { dog { ...A } } fragment A on Dog { ...B } fragment B on Dog { mother { ...C } } fragment C on Dog \#
        { ...A ...B id ...Missing }
        """#,
        [
            #"1:38 1:74 1:103 Cannot spread fragment "A" within itself via "B", "C"."#,
            #"1:74 1:108 Cannot spread fragment "B" within itself via "C"."#,
            #"1:119 Unknown fragment "Missing"."#,
        ]),
]
