import Testing

@testable import creditgraph

@Suite struct LedgerExportTests {
    @Test(
        "fields are quoted where they must be",
        arguments: [("a", "a"), ("", ""), ("a,b", "\"a,b\""), ("a\"b", "\"a\"\"b\""), ("a\nb", "\"a\nb\"")])
    func quote(field: String, written: String) {
        var text: [UInt8] = []
        LedgerExport.quote(field, into: &text)
        #expect(String(decoding: text, as: UTF8.self) == written)
    }
}
