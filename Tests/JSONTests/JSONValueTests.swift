import Testing

@testable import JSON

@Suite("JSON values")
struct JSONValueTests {
    @Test(
        "numbers keep their text",
        arguments: ["0", "-7", "0.1999968000511991808131", "1E-05", "1e+10", "123456789012345678901234567890", "1.10"])
    func numbers(text: String) throws {
        #expect(try JSONValue(parsing: text) == .number(text))
        #expect(try JSONDocument(parsing: Array("[\(text)]".utf8)).value() == JSONValue(parsing: "[\(text)]"))
    }

    @Test(
        "strings are unescaped",
        arguments: [
            (#""""#, ""), (#""a""#, "a"), (#""a\"b\\c\/d\n\t\r\b\f""#, "a\"b\\c/d\n\t\r\u{8}\u{c}"),
            (#""\u0041\u00e9\ud83d\ude00""#, "Aé😀"), ("\"Zürich 東京\"", "Zürich 東京"),
            (#""0123456789abcdef\u0000""#, "0123456789abcdef\0"),
        ])
    func strings(text: String, value: String) throws {
        #expect(try JSONValue(parsing: text) == .string(value))
        #expect(try JSONDocument(parsing: Array(text.utf8)).value() == .string(value))
    }

    @Test("members keep their order and are found by key")
    func objects() throws {
        let value = try JSONValue(parsing: " {\"b\": [1, {\"x\": null}], \"a\": true, \"\": \"\"} \n")
        let object = try #require(value.object)
        #expect(object.members.map(\.key) == ["b", "a", ""])
        #expect(object["a"] == .bool(true))
        #expect(object["b"]?.array?.count == 2)
        #expect(object["c"] == nil)
        #expect(try JSONDocument(parsing: Array(#"{"b": [1, {"x": null}], "a": true, "": ""}"#.utf8)).value() == value)
    }

    @Test(
        "mistakes are named with their place",
        arguments: [
            ("", JSONSyntaxError(.endOfText, line: 1, column: 1)),
            ("{\"a\":1,\n \"a\":2}", JSONSyntaxError(.duplicateKey("a"), line: 2, column: 2)),
            ("[1,\n2,,3]", JSONSyntaxError(.unexpected(expected: "a value"), line: 2, column: 3)),
            ("[1 2]", JSONSyntaxError(.unexpected(expected: "a comma or ]"), line: 1, column: 4)),
            ("{\"a\" 1}", JSONSyntaxError(.unexpected(expected: "a colon"), line: 1, column: 6)),
            ("{a:1}", JSONSyntaxError(.unexpected(expected: "a key in quotes"), line: 1, column: 2)),
            ("[1,]", JSONSyntaxError(.unexpected(expected: "a value"), line: 1, column: 4)),
            ("01", JSONSyntaxError(.invalidNumber, line: 1, column: 1)),
            ("1.", JSONSyntaxError(.invalidNumber, line: 1, column: 3)),
            ("-", JSONSyntaxError(.invalidNumber, line: 1, column: 2)),
            ("nul", JSONSyntaxError(.unexpected(expected: "a value"), line: 1, column: 1)),
            ("\"é\\x\"", JSONSyntaxError(.invalidEscape, line: 1, column: 3)),
            ("\"\\ud800\"", JSONSyntaxError(.invalidEscape, line: 1, column: 8)),
            ("\"a\nb\"", JSONSyntaxError(.controlCharacter, line: 1, column: 3)),
            ("\"abc", JSONSyntaxError(.endOfText, line: 1, column: 5)),
            ("[1] x", JSONSyntaxError(.unexpected(expected: "the end of the text"), line: 1, column: 5)),
        ])
    func mistakes(text: String, error: JSONSyntaxError) {
        #expect(throws: error) { try JSONValue(parsing: text) }
        #expect(throws: error) { _ = try JSONDocument(parsing: Array(text.utf8)) }
    }

    @Test("depth is limited")
    func depth() throws {
        let deep = String(repeating: "[", count: 129) + String(repeating: "]", count: 129)
        #expect(throws: JSONSyntaxError(.tooDeep(limit: 128), line: 1, column: 129)) { try JSONValue(parsing: deep) }
        #expect(throws: JSONSyntaxError(.tooDeep(limit: 128), line: 1, column: 129)) {
            try JSONDocument(parsing: Array(deep.utf8)).value()
        }
        #expect(try JSONValue(parsing: String(deep.dropFirst().dropLast())).array != nil)
    }

    @Test(
        "bad UTF-8 is refused",
        arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0x5C, 0x6E, 0xE2, 0x28, 0xA1, 0x22]])
    func badUTF8(bytes: [UInt8]) {
        #expect(throws: JSONSyntaxError(.invalidUTF8, line: 1, column: 2)) { try JSONValue(parsing: bytes) }
        #expect(throws: JSONSyntaxError(.invalidUTF8, line: 1, column: 2)) { _ = try JSONDocument(parsing: bytes) }
    }

    @Test("a byte-order mark is skipped, many keys are checked, lines are read one by one")
    func others() throws {
        #expect(try JSONValue(parsing: [0xEF, 0xBB, 0xBF, 0x31]) == .number("1"))
        #expect(try JSONDocument(parsing: [0xEF, 0xBB, 0xBF, 0x31]).value() == .number("1"))
        let many = "{" + (0..<40).map { "\"k\($0)\":\($0)" }.joined(separator: ",")
        #expect(try JSONValue(parsing: many + "}").object?.members.count == 40)
        #expect(throws: JSONSyntaxError.self) { try JSONValue(parsing: many + ",\"k30\":1}") }
        #expect(try JSONValue.sequence(parsing: Array("{\"a\":1}\n{\"a\":2}\r\n\n".utf8).span).count == 2)
    }

    @Test("a document gives texts by key")
    func document() throws {
        let document = try JSONDocument(parsing: Array(#"{"query":"{ x }","n":1}"#.utf8))
        #expect(document.string(at: "query") == "{ x }")
        #expect(document.string(at: "n") == nil)
        #expect(document.string(at: "none") == nil)
    }
}
