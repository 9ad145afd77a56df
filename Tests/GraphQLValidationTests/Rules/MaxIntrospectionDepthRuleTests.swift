import Testing

@testable import GraphQLValidation

@Suite struct MaxIntrospectionDepthRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { __schema { types { fields { type { ofType { fields { name } } } } } } }
        """#,
        []),
    RuleCase(
        #"""
        { __schema { types { fields { type { fields { type { interfaces { name } } } } } } } __type(name: \#
        "A") { possibleTypes { inputFields { type { ...F } } } } } fragment F on __Type { fields { name } }
        """#,
        [
            "1:3 Maximum introspection depth exceeded",
            "1:86 Maximum introspection depth exceeded",
        ]),
    // Inside a field that was reported nothing is reported again.
    RuleCase(
        "{ __schema { types { __typename } queryType { ... { fields { type { fields { type { fields { name } } } } } } } } }",
        ["1:3 Maximum introspection depth exceeded"]),
]
