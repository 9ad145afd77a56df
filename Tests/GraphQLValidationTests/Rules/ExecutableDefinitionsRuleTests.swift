import Testing

@testable import GraphQLValidation

@Suite struct ExecutableDefinitionsRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { name } } type A { a: Int } extend type Dog { b: Int }
        """#,
        [
            #"1:18 The "A" definition is not executable."#,
            #"1:36 The "Dog" definition is not executable."#,
        ]),
    RuleCase(
        #"""
        schema { query: Query } { cat { id } } directive @d on FIELD
        """#,
        [
            "1:1 The schema definition is not executable.",
            #"1:40 The "d" definition is not executable."#,
        ]),
]
