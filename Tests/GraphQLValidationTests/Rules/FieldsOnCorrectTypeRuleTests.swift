import Testing

@testable import GraphQLValidation

@Suite struct FieldsOnCorrectTypeRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { name ... on Pet { id } __typename } catOrDog { __typename } }
        """#,
        []),
    RuleCase(
        #"""
        { unknown dog { nam nickame zzz name { deep } } }
        """#,
        [
            #"1:3 Cannot query field "unknown" on type "Query"."#,
            #"1:17 Cannot query field "nam" on type "Dog". Did you mean "name"?"#,
            #"1:21 Cannot query field "nickame" on type "Dog". Did you mean "nickname" or "name"?"#,
            #"1:29 Cannot query field "zzz" on type "Dog"."#,
            #"1:38 Field "name" must not have a selection since type "String" has no subfields."#,
        ]),
    RuleCase(
        #"""
        { pet { nickname barks meowsVolume } being { nickname } catOrDog { name barks } mammal { name } }
        """#,
        [
            #"""
            1:9 Cannot query field "nickname" on type "Pet". Did you mean to use an inline fragment on "Cat" or \#
            "Dog"?
            """#,
            #"""
            1:18 Cannot query field "barks" on type "Pet". Did you mean to use an inline fragment on "Dog"?
            """#,
            #"""
            1:24 Cannot query field "meowsVolume" on type "Pet". Did you mean to use an inline fragment on \#
            "Cat"?
            """#,
            #"""
            1:46 Cannot query field "nickname" on type "Being". Did you mean to use an inline fragment on "Cat" \#
            or "Dog"?
            """#,
            #"""
            1:68 Cannot query field "name" on type "CatOrDog". Did you mean to use an inline fragment on \#
            "Being", "Pet", "Canine", "Cat", or "Dog"?
            """#,
            #"""
            1:73 Cannot query field "barks" on type "CatOrDog". Did you mean to use an inline fragment on "Dog"?
            """#,
            #"""
            1:90 Cannot query field "name" on type "Mammal". Did you mean to use an inline fragment on "Being", \#
            "Canine", "Pet", or "Dog"?
            """#,
        ]),
    RuleCase(
        #"""
        { dog { __schema { queryType { name } } } __type(name: "Dog") { nam } }
        """#,
        [
            #"1:9 Cannot query field "__schema" on type "Dog"."#,
            #"1:65 Cannot query field "nam" on type "__Type". Did you mean "name"?"#,
        ]),
    RuleCase(
        #"""
        { dog { ... on Cat { barks } ... on Nope { anything } } }
        """#,
        [
            #"1:9 Fragment cannot be spread here as objects of type "Dog" can never be of type "Cat"."#,
            #"1:22 Cannot query field "barks" on type "Cat"."#,
            #"1:37 Unknown type "Nope". Did you mean "One"?"#,
        ]),
]
