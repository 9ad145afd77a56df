import Testing

@testable import GraphQLValidation

@Suite struct DeferStreamDirectiveLabelRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { ... @defer(label: "a") { dog { id } } ... @defer(label: null) { cat { id } } }
        """#,
        [
            #"1:7 Unknown directive "@defer"."#,
            #"1:45 Unknown directive "@defer"."#,
        ]),
    RuleCase(
        #"""
        query ($l: String) { ... @defer(label: "a") { dog { numbers @stream(label: "a") } } ... \#
        @defer(label: $l) { cat { id } } list(by: []) @stream(label: 1) { id } }
        """#,
        [
            #"1:26 Unknown directive "@defer"."#,
            #"1:61 Unknown directive "@stream"."#,
            "1:26 1:61 Defer/Stream directive label argument must be unique.",
            #"1:89 Unknown directive "@defer"."#,
            "1:89 Defer directive label argument must be a static string.",
            #"1:135 Unknown directive "@stream"."#,
            "1:135 Stream directive label argument must be a static string.",
        ]),
]
