import Testing

@testable import GraphQLValidation

@Suite struct DeferStreamDirectiveOnRootFieldRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { ... @defer { dog { numbers @stream } } }
        """#,
        [
            #"1:7 Unknown directive "@defer"."#,
            #"1:30 Unknown directive "@stream"."#,
        ]),
    RuleCase(
        #"""
        mutation { ... @defer { dog { id } } ...F @defer } subscription { ...G } fragment F on Mutation { \#
        set(o: {req: true}) @stream } fragment G on Subscription { ... @defer { message } }
        """#,
        [
            "1:1 This anonymous operation must be the only defined operation.",
            #"1:16 Defer directive cannot be used on root mutation type "Mutation"."#,
            #"1:43 Defer directive cannot be used on root mutation type "Mutation"."#,
            #"1:119 Stream directive cannot be used on root mutation type "Mutation"."#,
            #"1:16 Unknown directive "@defer"."#,
            #"1:43 Unknown directive "@defer"."#,
            "1:52 This anonymous operation must be the only defined operation.",
            #"1:162 Defer directive cannot be used on root subscription type "Subscription"."#,
            #"""
            1:162 1:67 Defer directive not supported on subscription operations. Disable `@defer` by setting the \#
            `if` argument to `false`.
            """#,
            #"1:119 Unknown directive "@stream"."#,
            #"1:119 Stream directive cannot be used on non-list field "set" on type "Mutation"."#,
            #"1:162 Unknown directive "@defer"."#,
        ]),
]
