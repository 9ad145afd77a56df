import Testing

@testable import GraphQLValidation

@Suite struct PossibleFragmentSpreadsRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { ... on Pet { id } ... on Mammal { __typename } ... on HumanOrDog { __typename } ... { id } } \#
        pet { ... on CatOrDog { __typename } ... on Being { name } } }
        """#,
        []),
    RuleCase(
        #"""
        { dog { ... on Cat { id } ...C } catOrDog { ... on Human { iq } } mammal { ... on Cat { id } } human \#
        { ... on Pet { id } } } fragment C on Cat { id }
        """#,
        [
            #"1:9 Fragment cannot be spread here as objects of type "Dog" can never be of type "Cat"."#,
            #"1:27 Fragment "C" cannot be spread here as objects of type "Dog" can never be of type "Cat"."#,
            #"""
            1:45 Fragment cannot be spread here as objects of type "CatOrDog" can never be of type "Human".
            """#,
            #"1:76 Fragment cannot be spread here as objects of type "Mammal" can never be of type "Cat"."#,
            #"1:104 Fragment cannot be spread here as objects of type "Human" can never be of type "Pet"."#,
        ]),
]
