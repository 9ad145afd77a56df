import Testing

@testable import GraphQLValidation

@Suite struct UniqueArgumentNamesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { args { int(a: 1, b: 2, c: 3) } }
        """#,
        []),
    RuleCase(
        #"""
        { args { int(a: 1, b: 2, a: 3, b: 4, a: 5) } dog @onField(n: 1, n: 2) { id } }
        """#,
        [
            #"1:14 1:26 1:38 There can be only one argument named "a"."#,
            #"1:20 1:32 There can be only one argument named "b"."#,
            #"1:59 1:65 There can be only one argument named "n"."#,
        ]),
]
