import Testing

@testable import GraphQLValidation

@Suite struct NoUndefinedVariablesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        query ($a: ID) { human(id: $a) { ...F } } fragment F on Human { friend(by: {id: $a}) { iq } }
        """#,
        [
            #"""
            1:8 1:81 Variable "$a" is of type "ID" but must be non-nullable to be used for OneOf Input Object \#
            "One".
            """#
        ]),
    RuleCase(
        #"""
        query Q($a: ID) { human(id: $a, one: {id: $b}) { ...F iq @skip(if: $c) } } query R { human(id: $a) { \#
        iq } } fragment F on Human { pets(filter: {b: [$d], c: {a: $e}, required: {by: RED}}) { id } }
        """#,
        [
            #"1:43 1:1 Variable "$b" is not defined by operation "Q"."#,
            #"1:68 1:1 Variable "$c" is not defined by operation "Q"."#,
            #"1:149 1:1 Variable "$d" is not defined by operation "Q"."#,
            #"1:161 1:1 Variable "$e" is not defined by operation "Q"."#,
            #"1:96 1:76 Variable "$a" is not defined by operation "R"."#,
        ]),
    RuleCase(
        #"""
        { human(id: $a) { iq } x: human(id: $a) { iq } }
        """#,
        [
            #"1:13 1:1 Variable "$a" is not defined."#,
            #"1:37 1:1 Variable "$a" is not defined."#,
        ]),
]
