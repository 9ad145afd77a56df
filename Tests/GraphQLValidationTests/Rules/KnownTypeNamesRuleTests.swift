import Testing

@testable import GraphQLValidation

@Suite struct KnownTypeNamesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        query ($a: Filter) { dog { ... on Pet { id } owner(filter: $a) { iq } } }
        """#,
        []),
    RuleCase(
        #"""
        query ($a: Filtr, $b: [Nope!]!) { dog { ... on Per { id } ...F owner(filter: $a) { iq } } list(by: \#
        $b) { id } } fragment F on Dogg { id }
        """#,
        [
            #"1:12 Unknown type "Filtr". Did you mean "Filter", "Color", or "Int"?"#,
            #"1:24 Unknown type "Nope". Did you mean "One"?"#,
            #"1:48 Unknown type "Per". Did you mean "Pet"?"#,
            #"1:127 Unknown type "Dogg". Did you mean "Dog"?"#,
        ]),
]
