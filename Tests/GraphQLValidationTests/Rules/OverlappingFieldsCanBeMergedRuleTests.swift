import Testing

@testable import GraphQLValidation

@Suite struct OverlappingFieldsCanBeMergedRuleTests {
    @Test("finds what graphql-js finds, where it finds it", arguments: cases)
    func rule(_ testCase: RuleCase) throws { try testCase.check() }
}

private let cases = [
    RuleCase(
        #"""
        { dog { name name ...F ...F } } fragment F on Dog { name x: nickname x: nickname }
        """#,
        []),
    RuleCase(
        #"""
        { dog { x: name x: nickname } }
        """#,
        [
            #"""
            1:9 1:17 Fields "x" conflict because "name" and "nickname" are different fields. Use different \#
            aliases on the fields to fetch both if this was intentional.
            """#
        ]),
    RuleCase(
        #"""
        { dog { name(surname: true) name(surname: false) name } }
        """#,
        [
            #"""
            1:9 1:29 Fields "name" conflict because they have differing arguments. Use different aliases on the \#
            fields to fetch both if this was intentional.
            """#,
            #"""
            1:9 1:50 Fields "name" conflict because they have differing arguments. Use different aliases on the \#
            fields to fetch both if this was intentional.
            """#,
            #"""
            1:29 1:50 Fields "name" conflict because they have differing arguments. Use different aliases on the \#
            fields to fetch both if this was intentional.
            """#,
        ]),
    RuleCase(
        #"""
        { dog { name x: barks ...F } dog { x: numbers } } fragment F on Dog { name: nickname }
        """#,
        [
            #"""
            1:3 1:14 1:30 1:36 Fields "dog" conflict because subfields "x" conflict because "barks" and \#
            "numbers" are different fields. Use different aliases on the fields to fetch both if this was \#
            intentional.
            """#,
            #"""
            1:9 1:71 Fields "name" conflict because "name" and "nickname" are different fields. Use different \#
            aliases on the fields to fetch both if this was intentional.
            """#,
        ]),
    RuleCase(
        #"""
        { pet { ... on Dog { x: barkVolume } ... on Cat { x: meowsVolume } } }
        """#,
        []),
    RuleCase(
        #"""
        { pet { ... on Dog { x: barkVolume } ... on Cat { x: barkVolume } } }
        """#,
        [
            #"""
            1:22 1:51 Fields "x" conflict because they return conflicting types "Int" and "[Int]". Use different \#
            aliases on the fields to fetch both if this was intentional.
            """#
        ]),
    RuleCase(
        #"""
        { pet { ... on Dog { x: numbers } ... on Cat { x: meowsVolume } } }
        """#,
        [
            #"""
            1:22 1:48 Fields "x" conflict because they return conflicting types "[Int!]!" and "Int". Use \#
            different aliases on the fields to fetch both if this was intentional.
            """#
        ]),
    RuleCase(
        #"""
        { pet { ... on Dog { owner { x: name } } ... on Cat { owner { x: iq } } } }
        """#,
        [
            #"""
            1:22 1:55 Fields "owner" conflict because they return conflicting types "Human" and "Human!". Use \#
            different aliases on the fields to fetch both if this was intentional.
            """#
        ]),
    RuleCase(
        #"""
        { dog { owner { a: name b: iq } owner { a: iq b: name } } }
        """#,
        [
            #"""
            1:9 1:17 1:25 1:33 1:41 1:47 Fields "owner" conflict because subfields "a" conflict because "name" \#
            and "iq" are different fields and subfields "b" conflict because "iq" and "name" are different \#
            fields. Use different aliases on the fields to fetch both if this was intentional.
            """#
        ]),
    RuleCase(
        #"""
        { x: dog { owner { pets(filter: {required: {by: RED}}) { id } } } x: cat { owner { iq } } }
        """#,
        [
            #"""
            1:3 1:67 Fields "x" conflict because "dog" and "cat" are different fields. Use different aliases on \#
            the fields to fetch both if this was intentional.
            """#
        ]),
    RuleCase(
        #"""
        { list(by: [{a: 1, b: ["x"]}]) { id } list(by: [{b: ["x"], a: 1}]) { id } human(one: {id: "a"}) { iq \#
        } human(one: {id: """a"""}) { iq } }
        """#,
        [
            #"""
            1:75 1:104 Fields "human" conflict because they have differing arguments. Use different aliases on \#
            the fields to fetch both if this was intentional.
            """#
        ]),
    RuleCase(
        #"""
        { ...A ...B } fragment A on Query { dog { ...C } } fragment B on Query { dog { ...D } } fragment C \#
        on Dog { x: name mother { ...D } } fragment D on Dog { x: nickname mother { x: barks } }
        """#,
        [
            #"""
            1:37 1:109 1:117 1:176 1:74 1:155 1:167 1:155 Fields "dog" conflict because subfields "x" conflict \#
            because "name" and "nickname" are different fields and subfields "mother" conflict because subfields \#
            "x" conflict because "barks" and "nickname" are different fields. Use different aliases on the \#
            fields to fetch both if this was intentional.
            """#
        ]),
    RuleCase(
        #"""
        { being { ... on Human { x: iq } ... on Dog { x: name } } }
        """#,
        [
            #"""
            1:26 1:47 Fields "x" conflict because they return conflicting types "Int" and "String". Use \#
            different aliases on the fields to fetch both if this was intentional.
            """#
        ]),
    RuleCase(
        #"""
        { dog { ...A } } fragment A on Dog { ...B x: name } fragment B on Dog { ...A x: id }
        """#,
        [
            #"1:38 1:73 Cannot spread fragment "A" within itself via "B"."#,
            #"""
            1:43 1:78 Fields "x" conflict because "name" and "id" are different fields. Use different aliases on \#
            the fields to fetch both if this was intentional.
            """#,
            #"""
            1:78 1:43 Fields "x" conflict because "id" and "name" are different fields. Use different aliases on \#
            the fields to fetch both if this was intentional.
            """#,
        ]),
    RuleCase(
        #"""
        { dog { x: unknown x: nope(a: 1) x: name } }
        """#,
        [
            #"1:9 Cannot query field "unknown" on type "Dog"."#,
            #"1:20 Cannot query field "nope" on type "Dog". Did you mean "name"?"#,
            #"""
            1:9 1:20 Fields "x" conflict because "unknown" and "nope" are different fields. Use different \#
            aliases on the fields to fetch both if this was intentional.
            """#,
            #"""
            1:9 1:34 Fields "x" conflict because "unknown" and "name" are different fields. Use different \#
            aliases on the fields to fetch both if this was intentional.
            """#,
            #"""
            1:20 1:34 Fields "x" conflict because "nope" and "name" are different fields. Use different aliases \#
            on the fields to fetch both if this was intentional.
            """#,
        ]),
    RuleCase(
        #"""
        { dog { n: numbers @stream n: numbers m: numbers @stream(label: "a") m: numbers @stream(label: "a") \#
        } }
        """#,
        [
            #"1:20 Unknown directive "@stream"."#,
            #"1:50 Unknown directive "@stream"."#,
            #"1:81 Unknown directive "@stream"."#,
            "1:50 1:81 Defer/Stream directive label argument must be unique.",
            #"""
            1:9 1:28 Fields "n" conflict because they have overlapping stream directives. Use different aliases \#
            on the fields to fetch both if this was intentional.
            """#,
            #"""
            1:39 1:70 Fields "m" conflict because they have overlapping stream directives. See \#
            https://github.com/graphql/defer-stream-wg/discussions/100. Use different aliases on the fields to \#
            fetch both if this was intentional.
            """#,
        ]),
]
