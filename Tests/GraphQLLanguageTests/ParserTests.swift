import Testing

@testable import GraphQLLanguage

/// A text, and the message and place of its first mistake.
struct SyntaxCase: CustomTestStringConvertible, Sendable {
    let text: String
    let message: String
    let line: Int
    let column: Int

    init(_ text: String, _ message: String, _ line: Int, _ column: Int) {
        self.text = text
        self.message = message
        self.line = line
        self.column = column
    }

    var testDescription: String { text.count > 60 ? "\(text.prefix(60))…" : text }
}

@Suite struct ParserTests {
    @Test(
        "names the first mistake and its place",
        arguments: [
            SyntaxCase("", "Unexpected <EOF>.", 1, 1),
            SyntaxCase("{", "Expected Name, found <EOF>.", 1, 2),
            SyntaxCase("{ }", "Expected Name, found \"}\".", 1, 3),
            SyntaxCase("{ a { } }", "Expected Name, found \"}\".", 1, 7),
            SyntaxCase("notAnOperation Foo { field }", "Unexpected Name \"notAnOperation\".", 1, 1),
            SyntaxCase("...", "Unexpected \"...\".", 1, 1),
            SyntaxCase("{ \"\"", "Expected Name, found String \"\".", 1, 3),
            SyntaxCase("\"d\" { a }", descriptionOnShorthand, 1, 1),
            SyntaxCase(
                "\"d\" extend type A { a: Int }",
                "Unexpected description, only GraphQL definitions support descriptions.", 1, 1),
            SyntaxCase("query Q() { b }", "Expected \"$\", found \")\".", 1, 9),
            SyntaxCase("query Q($a: Int = $b) { b }", "Unexpected variable \"$b\" in constant value.", 1, 19),
            SyntaxCase("query Q($a: Int = $) { b }", "Unexpected \"$\".", 1, 19),
            SyntaxCase("fragment on on on { on }", "Unexpected Name \"on\".", 1, 10),
            SyntaxCase("{ ...on }", "Expected Name, found \"}\".", 1, 9),
            SyntaxCase("{ a(b:) }", "Unexpected \")\".", 1, 7),
            SyntaxCase("{ ...\n@a", "Expected \"{\", found <EOF>.", 2, 3),
            SyntaxCase("enum E { true }", reservedEnumValue, 1, 10),
            SyntaxCase("extend scalar S", "Unexpected <EOF>.", 1, 16),
            SyntaxCase("extend \"a\"", "Unexpected String \"a\".", 1, 8),
            SyntaxCase("directive @a on NOWHERE", "Unexpected Name \"NOWHERE\".", 1, 17),
            SyntaxCase("type A { }", "Expected Name, found \"}\".", 1, 10),
            SyntaxCase("type A implements { a: Int }", "Expected Name, found \"{\".", 1, 19),
            SyntaxCase("schema { foo: A }", "Unexpected Name \"foo\".", 1, 10),
            SyntaxCase("{ a é }", "Unexpected character: U+00E9.", 1, 5),
            SyntaxCase("{ \u{1F600} }", "Unexpected character: U+1F600.", 1, 3),
            SyntaxCase("{ a \u{0} }", "Unexpected character: U+0000.", 1, 5),
            SyntaxCase("{ a ? }", "Unexpected character: \"?\".", 1, 5),
            SyntaxCase("{ a(b: 'c') }", singleQuote, 1, 8),
            SyntaxCase("{ .. a }", "Unexpected \"..\", did you mean \"...\"?", 1, 3),
            SyntaxCase("{ a(b: .5) }", wantsLeadingDigit, 1, 8),
            SyntaxCase("{ . }", "Unexpected character: \".\".", 1, 3),
            SyntaxCase("{ a(b: 01) }", "Invalid number, unexpected digit after 0: \"1\".", 1, 9),
            SyntaxCase("{ a(b: 1.) }", "Invalid number, expected digit but got: \")\".", 1, 10),
            SyntaxCase("{ a(b: 1.2.3) }", "Invalid number, expected digit but got: \".\".", 1, 11),
            SyntaxCase("{ a(b: 1x) }", "Invalid number, expected digit but got: \"x\".", 1, 9),
            SyntaxCase("{ a(b: -", "Invalid number, expected digit but got: <EOF>.", 1, 9),
            SyntaxCase("{ a(b: 1e\"", "Invalid number, expected digit but got: '\"'.", 1, 10),
            SyntaxCase("{ a(b: \"c", "Unterminated string.", 1, 10),
            SyntaxCase("{ a(b: \"c\nd\"", "Unterminated string.", 1, 10),
            SyntaxCase("{ a(b: \"\"\"c\"\"", "Unterminated string.", 1, 14),
            SyntaxCase("{ a(b: \"\\x\")", "Invalid character escape sequence: \"\\x\".", 1, 9),
            SyntaxCase("{ a(b: \"\\u12é4\")", "Invalid Unicode escape sequence: \"\\u12é4\".", 1, 9),
            SyntaxCase("{ a(b: \"\\uD800\")", "Invalid Unicode escape sequence: \"\\uD800\".", 1, 9),
            SyntaxCase("{ a(b: \"\\u{110000}\")", "Invalid Unicode escape sequence: \"\\u{110000}\".", 1, 9),
            SyntaxCase("{ a(b: \"\\u{}\")", "Invalid Unicode escape sequence: \"\\u{}\".", 1, 9),
            SyntaxCase("{ a(b: \"\\u{FFFFFFFFF}\")", "Invalid Unicode escape sequence: \"\\u{FFFFFFFF\".", 1, 9),
            SyntaxCase("{\r\n  a\r  ?\n}", "Unexpected character: \"?\".", 3, 3),
            SyntaxCase(String(repeating: "{a", count: 100_000), tooDeep, 1, 401),
            SyntaxCase("{a(b:" + String(repeating: "[", count: 100_000), tooDeep, 1, 205),
            SyntaxCase("{a(b:" + String(repeating: "{c:", count: 100_000), tooDeep, 1, 603),
            SyntaxCase("query($a:" + String(repeating: "[", count: 100_000), tooDeep, 1, 42),
        ])
    func mistakes(_ testCase: SyntaxCase) throws {
        let error = try #require(throws: GraphQLSyntaxError.self) { try Parser.parse(Source(testCase.text)) }
        #expect(error.message == "Syntax Error: \(testCase.message)")
        #expect(error.location == SourceLocation(line: testCase.line, column: testCase.column))
    }

    @Test("stops at the token limit")
    func tokenLimit() throws {
        #expect(throws: Never.self) { try Parser.parse(Source("{ a # b c d\n }"), options: .init(maxTokens: 3)) }
        let error = try #require(throws: GraphQLSyntaxError.self) {
            try Parser.parse(Source("{ a b }"), options: .init(maxTokens: 3))
        }
        #expect(error.message == "Syntax Error: Document contains more than 3 tokens. Parsing aborted.")
        #expect(error.location.column == 7)
    }

    @Test(
        "reads the value that a string stands for",
        arguments: [
            ("\"a\"", "a"), ("\"\"", ""), (#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{C}\n\r\t"),
            (#""\u00e9\u{1F600}\uD83D\uDE00""#, "é\u{1F600}\u{1F600}"), (#""\u{00000041}""#, "A"),
            ("\"é\u{1F600}\u{0}\"", "é\u{1F600}\u{0}"),
            ("\"\"\"\n    a\n      b\n\n    c\n  \"\"\"", "a\n  b\n\nc"),
            ("\"\"\"  a \\\"\"\" b\\n\"\"\"", "  a \"\"\" b\\n"), ("\"\"\"\"\"\"", ""),
            ("\"\"\"a\r\n  b\r  c\"\"\"", "a\nb\nc"), ("\"\"\"\n\t\n \n\"\"\"", ""),
        ])
    func strings(literal: String, value: String) throws {
        guard case .string(let read) = try Parser.parseValue(Source(literal)).kind else {
            Issue.record("no string")
            return
        }
        #expect(read.text == value)
    }

    @Test("one space of offsets over several texts")
    func severalSources() throws {
        let (document, errors) = Parser.parse([
            Source("type A { a: Int }", name: "a.graphql"), Source("type { }", name: "b.graphql"),
            Source("\n\n  type C { c: Int }", name: "c.graphql"),
        ])
        #expect(document.definitions.count == 2)
        #expect(errors.map(\.location.description) == ["b.graphql:1:6"])
        let last = try #require(document.definitions.last)
        #expect(document.location(of: last.offset)?.description == "c.graphql:3:3")
    }
}

private let descriptionOnShorthand = "Unexpected description, descriptions are not supported on shorthand queries."
private let reservedEnumValue = "Name \"true\" is reserved and cannot be used for an enum value."
private let singleQuote = "Unexpected single quote character ('), did you mean to use a double quote (\")?"
private let wantsLeadingDigit = "Invalid number, expected digit before \".\", did you mean \"0.5\"?"
private let tooDeep = "Document is nested too deeply. Parsing aborted."
