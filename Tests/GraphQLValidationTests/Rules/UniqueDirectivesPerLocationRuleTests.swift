import Testing

@testable import GraphQLValidation

@Suite struct UniqueDirectivesPerLocationRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog @repeat(n: 1) @repeat(n: 2) @skip(if: true) { id @skip(if: true) } }
        """#,
        []),
    RuleCase(
        #"""
        { dog @skip(if: true) @include(if: true) @skip(if: false) @skip(if: false) { id } ... @include(if: \#
        true) @include(if: true) { cat { id } } }
        """#,
        [
            #"1:7 1:42 The directive "@skip" can only be used once at this location."#,
            #"1:7 1:59 The directive "@skip" can only be used once at this location."#,
            #"1:87 1:106 The directive "@include" can only be used once at this location."#,
        ]),
    RuleCase(
        #"""
        { dog @nope @nope { id } }
        """#,
        [
            #"1:7 Unknown directive "@nope"."#,
            #"1:13 Unknown directive "@nope"."#,
        ]),
]
