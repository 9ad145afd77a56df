import Testing

@testable import GraphQLValidation

@Suite struct ScalarLeafsRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { name numbers owner { iq } } }
        """#,
        []),
    RuleCase(
        #"""
        { dog { name { x } numbers { x } owner } color { r } cat }
        """#,
        [
            #"1:14 Field "name" must not have a selection since type "String" has no subfields."#,
            #"1:28 Field "numbers" must not have a selection since type "[Int!]!" has no subfields."#,
            #"""
            1:34 Field "owner" of type "Human" must have a selection of subfields. Did you mean "owner { ... }"?
            """#,
            #"1:48 Field "color" must not have a selection since type "Color" has no subfields."#,
            #"1:54 Field "cat" of type "Cat" must have a selection of subfields. Did you mean "cat { ... }"?"#,
        ]),
]
