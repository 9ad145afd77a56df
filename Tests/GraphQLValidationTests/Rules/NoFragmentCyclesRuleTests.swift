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
    // Of two fragments with one name the first is looked at, the last is meant by spreads.
    RuleCase(
        "{ dog { ...A } } fragment A on Dog { ...A } fragment A on Cat { name }",
        [
            #"1:9 Fragment "A" cannot be spread here as objects of type "Dog" can never be of type "Cat"."#,
            #"1:38 Cannot spread fragment "A" within itself."#,
            #"1:38 Fragment "A" cannot be spread here as objects of type "Dog" can never be of type "Cat"."#,
            #"1:27 1:54 There can be only one fragment named "A"."#,
        ]),
    RuleCase(
        "{ dog { ...A } } fragment A on Dog { id } fragment A on Dog { ...A }",
        [#"1:27 1:52 There can be only one fragment named "A"."#]),
]
