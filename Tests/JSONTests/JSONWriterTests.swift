import Testing

@testable import JSON

@Suite("Writing JSON")
struct JSONWriterTests {
    @Test("commas, keys and nesting")
    func nesting() throws {
        let text = #"{"a":[1,"x",{"b":null}],"c":true,"d":{},"e":[]}"#
        var writer = JSONWriter()
        writer.value(try JSONValue(parsing: text))
        #expect(writer.text == text)
        var indented = JSONWriter(indentation: 2)
        indented.value(try JSONValue(parsing: #"{"a":[1],"b":{}}"#))
        #expect(indented.text == "{\n  \"a\": [\n    1\n  ],\n  \"b\": {}\n}")
    }

    @Test("what must be escaped is escaped at every place of a word, and nothing else")
    func escapes() throws {
        for special in ["\"", "\\", "\n", "\u{0}", "\u{1f}", "é", "\u{7f}", " "] {
            for length in 0..<20 {
                let text = String(repeating: "a", count: length) + special + String(repeating: "b", count: 19 - length)
                var writer = JSONWriter()
                writer.string(text)
                #expect(try JSONValue(parsing: writer.bytes) == .string(text))
                #expect(try JSONDocument(parsing: writer.bytes).value() == .string(text))
                #expect(
                    writer.bytes.contains(UInt8(ascii: "\\"))
                        == ["\"", "\\", "\n", "\u{0}", "\u{1f}"].contains(special))
            }
        }
    }
}
