import Testing

@testable import GraphQLValidation

@Suite struct StreamDirectiveOnListFieldRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { numbers @stream } }
        """#,
        [
            #"1:17 Unknown directive "@stream"."#
        ]),
    RuleCase(
        #"""
        { dog @stream { name @stream numbers @stream } }
        """#,
        [
            #"1:7 Unknown directive "@stream"."#,
            #"1:7 Stream directive cannot be used on non-list field "dog" on type "Query"."#,
            #"1:22 Unknown directive "@stream"."#,
            #"1:22 Stream directive cannot be used on non-list field "name" on type "Dog"."#,
            #"1:38 Unknown directive "@stream"."#,
        ]),
]
