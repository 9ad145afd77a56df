import Testing

@testable import GraphQLLanguage

@Suite struct SourceTests {
    @Test(
        "many places at once are what each is alone",
        arguments: ["", "a", "a b\nc\r\nd\re\n\n f", "é😀 a\n\u{FEFF}b 😀😀 c\r\r\n\r\nd", "\r\n\r\n", "\n"])
    func locations(text: String) {
        let source = Source(text)
        // Backwards and twice, at the beginnings of characters.
        var offsets = (0...source.bytes.count).filter { $0 == source.bytes.count || source.bytes[$0] & 0xC0 != 0x80 }
        offsets = offsets.reversed() + offsets
        #expect(source.locations(at: offsets) == offsets.map { source.location(at: $0) })
    }

    @Test("places of several errors in several texts")
    func sources() {
        var map = SourceMap(Source("a\nb", name: "1"))
        map.append(Source("c\n\nd", name: "2"))
        let groups = map.locations(ofEach: [[4, -1, 7], [], [2, 0, 4]])
        #expect(groups.map { $0.map(\.description) } == [["2:1:1", "2:3:1"], [], ["1:2:1", "1:1:1", "2:1:1"]])
    }
}
