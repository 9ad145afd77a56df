import Testing

@testable import GraphQLValidation

@Suite struct VariablesAreInputTypesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        query ($a: Color, $b: [Filter!]!, $c: Nope) { color(c: $a) list(by: $b) { id } x: color(c: $c) }
        """#,
        [
            #"1:39 Unknown type "Nope". Did you mean "One"?"#
        ]),
    RuleCase(
        #"""
        query ($a: Dog, $b: [[CatOrDog!]]!, $c: Pet) { color(c: $a) x: color(c: $b) y: color(c: $c) }
        """#,
        [
            #"1:12 Variable "$a" cannot be non-input type "Dog"."#,
            #"1:21 Variable "$b" cannot be non-input type "[[CatOrDog!]]!"."#,
            #"1:41 Variable "$c" cannot be non-input type "Pet"."#,
            #"1:8 1:57 Variable "$a" of type "Dog" used in position expecting type "Color"."#,
            #"1:17 1:73 Variable "$b" of type "[[CatOrDog!]]!" used in position expecting type "Color"."#,
            #"1:37 1:89 Variable "$c" of type "Pet" used in position expecting type "Color"."#,
        ]),
]
