import Testing

@testable import GraphQLValidation

@Suite struct DeferStreamDirectiveOnValidOperationsRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        subscription ($b: Boolean!) { pet { ... @defer(if: $b) { id } ... on Dog @defer(if: false) { numbers \#
        } ... @defer @skip(if: true) { name } } }
        """#,
        [
            #"1:41 Unknown directive "@defer"."#,
            #"1:74 Unknown directive "@defer"."#,
            #"1:108 Unknown directive "@defer"."#,
        ]),
    RuleCase(
        #"""
        subscription { pet { ... @defer { id } ...F @include(if: true) } } fragment F on Pet { ... on Dog { \#
        numbers @stream(if: true) } }
        """#,
        [
            #"""
            1:26 Defer directive not supported on subscription operations. Disable `@defer` by setting the `if` \#
            argument to `false`.
            """#,
            #"""
            1:109 1:40 Stream directive not supported on subscription operations. Disable `@stream` by setting \#
            the `if` argument to `false`.
            """#,
            #"1:26 Unknown directive "@defer"."#,
            #"1:109 Unknown directive "@stream"."#,
        ]),
]
