import Testing

@testable import GraphQLValidation

@Suite struct ProvidedRequiredArgumentsRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { args { int(b: 1) values(ln: []) } __type(name: "A") { name } }
        """#,
        []),
    RuleCase(
        #"""
        { args { int(a: 1) values } dog @skip @repeat(o: null) { id } human { pets { id } } __type { name } \#
        }
        """#,
        [
            #"1:10 Argument "Args.int(b:)" of type "Int!" is required, but it was not provided."#,
            #"1:20 Argument "Args.values(ln:)" of type "[String!]!" is required, but it was not provided."#,
            #"1:33 Argument "@skip(if:)" of type "Boolean!" is required, but it was not provided."#,
            #"1:39 Argument "@repeat(n:)" of type "Int!" is required, but it was not provided."#,
            #"1:71 Argument "Human.pets(filter:)" of type "Filter!" is required, but it was not provided."#,
            #"1:85 Argument "<meta>.__type(name:)" of type "String!" is required, but it was not provided."#,
        ]),
]
