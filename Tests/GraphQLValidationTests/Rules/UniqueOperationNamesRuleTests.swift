import Testing

@testable import GraphQLValidation

@Suite struct UniqueOperationNamesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        query A { cat { id } } mutation B { dog { id } }
        """#,
        []),
    RuleCase(
        #"""
        query A { cat { id } } mutation A { dog { id } } query A { cat { id } }
        """#,
        [
            #"1:7 1:33 There can be only one operation named "A"."#,
            #"1:7 1:56 There can be only one operation named "A"."#,
        ]),
]
