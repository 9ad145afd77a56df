import Testing

@testable import GraphQLValidation

@Suite struct KnownDirectivesRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        query Q @onQuery { dog @onField(n: 1) { id } ...F @repeat(n: 1) } fragment F on Query @repeat(n: 1) \#
        { cat { id } }
        """#,
        []),
    RuleCase(
        #"""
        query Q($a: Int @onField @repeat(n: 1)) @onField @nope { dog @onQuery { id @deprecated } ... \#
        @onField { cat @unknown { id } } human(id: $a) { iq } } fragment F on Query @skip(if: true) { ...F \#
        @include(if: false) @onQuery }
        """#,
        [
            #"1:17 Directive "@onField" may not be used on VARIABLE_DEFINITION."#,
            #"1:41 Directive "@onField" may not be used on QUERY."#,
            #"1:50 Unknown directive "@nope"."#,
            #"1:62 Directive "@onQuery" may not be used on FIELD."#,
            #"1:76 Directive "@deprecated" may not be used on FIELD."#,
            #"1:94 Directive "@onField" may not be used on INLINE_FRAGMENT."#,
            #"1:109 Unknown directive "@unknown"."#,
            #"1:188 Cannot spread fragment "F" within itself."#,
            #"1:170 Directive "@skip" may not be used on FRAGMENT_DEFINITION."#,
            #"1:213 Directive "@onQuery" may not be used on FRAGMENT_SPREAD."#,
            #"1:9 1:137 Variable "$a" of type "Int" used in position expecting type "ID"."#,
            #"1:150 Fragment "F" is never used."#,
        ]),
]
