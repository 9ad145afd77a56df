import Testing

@testable import GraphQLValidation

@Suite struct SingleFieldSubscriptionsRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        subscription S { pet { id name } }
        """#,
        []),
    RuleCase(
        #"""
        subscription S { pet { id } ...F } fragment F on Subscription { pet { name } }
        """#,
        []),
    RuleCase(
        #"""
        subscription S { pet { id } message ...F } fragment F on Subscription { human { iq } x: message }
        """#,
        [
            #"1:29 1:73 1:86 Subscription "S" must select only one top level field."#
        ]),
    RuleCase(
        #"""
        subscription { pet { id } message }
        """#,
        [
            "1:27 Anonymous Subscription must select only one top level field."
        ]),
    RuleCase(
        #"""
        subscription S { __typename }
        """#,
        [
            #"1:18 Subscription "S" must not select an introspection top level field."#
        ]),
    RuleCase(
        #"""
        subscription { a: __typename message }
        """#,
        [
            "1:30 Anonymous Subscription must select only one top level field.",
            "1:16 Anonymous Subscription must not select an introspection top level field.",
        ]),
    RuleCase(
        #"""
        subscription S { message @skip(if: true) pet @include(if: false) { id } }
        """#,
        [
            #"""
            1:26 1:46 Subscription "S" must not use `@skip` or `@include` directives in the top level selection.
            """#
        ]),
    RuleCase(
        #"""
        subscription S { ...F @include(if: true) } fragment F on Subscription { message pet { id } }
        """#,
        [
            #"""
            1:23 Subscription "S" must not use `@skip` or `@include` directives in the top level selection.
            """#
        ]),
    RuleCase(
        #"""
        subscription S { ... on Mutation { set(o: {req: true}) } message }
        """#,
        [
            #"""
            1:18 Fragment cannot be spread here as objects of type "Subscription" can never be of type \#
            "Mutation".
            """#
        ]),
]
