import Testing

@testable import creditgraph

/// A line of a batch and its answer.
struct BatchExample: CustomTestStringConvertible, Sendable {
    let line: String
    let answer: String

    var testDescription: String { line }
}

@Suite struct BatchCaseTests {
    @Test(
        "answers each line with one line",
        arguments: [
            BatchExample(
                line: #"{"id":"1","command":"print","document":"query{a(b:1)}","schema":null}"#,
                answer: #"{"id":"1","printed":"{\n  a(b: 1)\n}"}"#),
            BatchExample(
                line: #"{"id":"2","command":"print","document":"{","schema":null}"#,
                answer:
                    #"{"id":"2","errors":[{"message":"Syntax Error: Expected Name, found <EOF>.","locations":[{"line":1,"column":2}]}]}"#
            ),
            BatchExample(
                line: #"{"id":"3","command":"print","document":null,"schema":"type Query{a:Int}"}"#,
                answer: #"{"id":"3","printed":"type Query {\n  a: Int\n}"}"#),
            BatchExample(
                line: #"{"id":"4","command":"validate","document":null,"schema":"type Query{a:Int}"}"#,
                answer: #"{"id":"4","errors":[]}"#),
            BatchExample(
                line: #"{"id":"5","command":"validate","document":"{b}","schema":"type Query{a:Int}"}"#,
                answer:
                    #"{"id":"5","errors":[{"message":"Cannot query field \"b\" on type \"Query\". Did you mean \"a\"?","locations":[{"line":1,"column":2}]}]}"#
            ),
            BatchExample(
                line: #"{"id":"6","command":"validate","document":"{b}","schema":"type Query{a:B}"}"#,
                answer:
                    #"{"id":"6","errors":[{"message":"Unknown type \"B\".","locations":[{"line":1,"column":14}]}]}"#),
            BatchExample(
                line: #"{"id":"8","command":"diff","old":"type Query{a:Int b:Int}","schema":"type Query{a:Int!}"}"#,
                answer:
                    #"{"id":"8","changes":[{"severity":"BREAKING","type":"FIELD_REMOVED","description":"Field Query.b was removed."}]}"#
            ),
            BatchExample(
                line: #"{"id":"9","command":"print","schema":"type Query{b:Int a:Int}","sort":true}"#,
                answer: #"{"id":"9","printed":"type Query {\n  a: Int\n  b: Int\n}"}"#),
            BatchExample(
                line: #"{"id":7,"command":"validate","document":"{b}"}"#,
                answer: #"{"id":7,"errors":[{"message":"validate needs a schema."}]}"#),
        ])
    func answers(_ example: BatchExample) {
        var cases = BatchCase()
        #expect(String(decoding: cases.answer(Array(example.line.utf8)), as: UTF8.self) == example.answer + "\n")
    }

    @Test("a line that is not JSON is answered and ends nothing")
    func malformed() {
        var cases = BatchCase()
        let answer = String(decoding: cases.answer(Array("nonsense".utf8)), as: UTF8.self)
        #expect(answer.hasPrefix(#"{"id":null,"errors":[{"message":"The line is not JSON"#))
    }
}
