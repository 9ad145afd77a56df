import Testing

@testable import GraphQLValidation

@Suite struct KnownArgumentNamesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog(name: "a") @skip(if: true) { name(surname: true) } }
        """#,
        []),
    RuleCase(
        #"""
        { dog(nam: "a", zzz: 1) @skip(unless: true, if: true, iff: true) { name(surname: true, sirname: 1) \#
        barks(x: 1) } nope(a: 1) @nope(b: 1) }
        """#,
        [
            #"1:7 Unknown argument "nam" on field "Query.dog". Did you mean "name"?"#,
            #"1:17 Unknown argument "zzz" on field "Query.dog"."#,
            #"1:31 Unknown argument "unless" on directive "@skip"."#,
            #"1:55 Unknown argument "iff" on directive "@skip". Did you mean "if"?"#,
            #"1:88 Unknown argument "sirname" on field "Dog.name". Did you mean "surname"?"#,
            #"1:106 Unknown argument "x" on field "Dog.barks"."#,
            #"1:114 Cannot query field "nope" on type "Query"."#,
            #"1:125 Unknown directive "@nope"."#,
        ]),
]
