import GraphQLLanguage
import GraphQLValidation
import Testing

@Suite("Limits of documents")
struct DocumentLimitsTests {
    private func codes(_ text: String, _ limits: DocumentLimits) throws -> [String] {
        try limits.errors(in: Parser.parse(Source(text))).map { "\($0.code ?? "") \($0.message)" }
    }

    @Test(
        "each limit has its code",
        arguments: [
            ("{ a { b { c } } }", DocumentLimits(depth: 3), [String]()),
            (
                "{ a { b { c } } }", DocumentLimits(depth: 2),
                ["OPERATION_TOO_DEEP The operation has 3 levels of fields inside each other; 2 are allowed."]
            ),
            (
                "{ a ... { b } ...F ...F } fragment F on Q { c { d } }", DocumentLimits(fields: 5, rootFields: 3),
                [
                    "TOO_MANY_FIELDS The operation has 6 fields; 5 are allowed.",
                    "TOO_MANY_ROOT_FIELDS The operation has 4 root fields; 3 are allowed.",
                ]
            ),
            (
                "{ x: a y: a ...F ...F } fragment F on Q { z: a }", DocumentLimits(aliases: 3),
                ["TOO_MANY_ALIASES The operation has 4 aliases; 3 are allowed."]
            ),
            (
                "query($a: Int @d) @d { a @d @d ...F @d } fragment F on Q @d { b @d }", DocumentLimits(directives: 6),
                ["TOO_MANY_DIRECTIVES The operation has 7 directives; 6 are allowed."]
            ),
            ("{ a { ...F } } fragment F on Q { b { ...G } } fragment G on Q { c }", DocumentLimits(depth: 3), []),
            ("{ a { ...F } } fragment F on Q { b { ...F } }", DocumentLimits(depth: 3, fields: 100), []),
        ])
    func limits(text: String, limits: DocumentLimits, expected: [String]) throws {
        #expect(try codes(text, limits) == expected)
    }

    @Test func `fragments that double are counted without being spread out`() throws {
        var text = "{ ...F0 }"
        for index in 0..<100 { text += " fragment F\(index) on Q { a { ...F\(index + 1) } b { ...F\(index + 1) } }" }
        text += " fragment F100 on Q { c }"
        #expect(
            try codes(text, DocumentLimits(depth: 50, fields: 1_000)) == [
                "OPERATION_TOO_DEEP The operation has 101 levels of fields inside each other; 50 are allowed.",
                "TOO_MANY_FIELDS The operation has far too many fields; 1000 are allowed.",
            ])
    }

    @Test func `a chain of many fragments needs no stack`() throws {
        var text = "{ ...F0 }"
        for index in 0..<20_000 { text += " fragment F\(index) on Q { a { ...F\(index + 1) } }" }
        #expect(try codes(text, DocumentLimits(depth: 10)).count == 1)
    }

    @Test func `ten thousand aliases are refused before anything else`() throws {
        let text = "{ " + (0..<10_000).map { "a\($0): a" }.joined(separator: " ") + " }"
        #expect(
            try codes(text, DocumentLimits(aliases: 30)) == [
                "TOO_MANY_ALIASES The operation has 10000 aliases; 30 are allowed."
            ])
    }
}
