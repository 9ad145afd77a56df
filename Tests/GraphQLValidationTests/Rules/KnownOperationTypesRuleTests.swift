import Testing

@testable import GraphQLValidation

@Suite struct KnownOperationTypesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { name } }
        """#,
        []),
    RuleCase(
        schema: "type Query { a: Int }",
        #"""
        mutation { a } subscription S { a } { a }
        """#,
        [
            "1:1 The mutation operation is not supported by the schema.",
            "1:1 This anonymous operation must be the only defined operation.",
            "1:16 The subscription operation is not supported by the schema.",
            "1:37 This anonymous operation must be the only defined operation.",
        ]),
]
