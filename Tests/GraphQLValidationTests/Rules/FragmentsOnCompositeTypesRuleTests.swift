import Testing

@testable import GraphQLValidation

@Suite struct FragmentsOnCompositeTypesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { ... on Being { name } ...F } } fragment F on CatOrDog { __typename }
        """#,
        []),
    RuleCase(
        #"""
        { dog { ... on Boolean { name } ... on Color { x } ...F } } fragment F on Filter { a }
        """#,
        [
            #"1:16 Fragment cannot condition on non composite type "Boolean"."#,
            #"1:40 Fragment cannot condition on non composite type "Color"."#,
            #"1:75 Fragment "F" cannot condition on non composite type "Filter"."#,
        ]),
]
