import GraphQLExecution
import Testing

/// What the tests' requests bring along.
final class Shop: Sendable {
    let names = ["Ann", "Ben", "Cid"]
}

@Suite("Binding")
struct ObjectBindingTests {
    @Test func `the forms read well together`() {
        let binding = ObjectBinding<Shop, Int>("Customer", key: Int.self) {
            Text("name") { row, shop in shop.names[row] }
            Text("nick") { row, _ in row == 0 ? nil : "x" }
            Leaf("initial") { level in
                let names = level.context.names
                return { row, out in out.string(String(names[level.keys[row]].prefix(1))) }
            }
            Integer("row") { row, _ in row }
            Flag("isFirst") { row, _ in row == 0 }
            One("next") { level in level.keys.map { $0 < 2 ? $0 + 1 : nil } }
            One("self") { row, _ in row }
            Many("others") { level in
                var lists = Lists<Int>(parents: level.keys.count)
                for key in level.keys { lists.append((0..<3).filter { $0 != key }) }
                return lists
            }
            Many("copies") { row, _ in [row, row] }
            OneOf("anything") { level in level.keys.map { AbstractKey("Customer", $0) } }
        }
        _ = binding
    }

    @Test(
        "text is written as JSON",
        arguments: [
            ("", #""""#), ("plain", #""plain""#), ("a\"b\\c", #""a\"b\\c""#),
            ("12345678\n12345678\u{1}", "\"12345678\\n12345678\\u0001\""),
            ("é😀é😀é😀é😀", "\"é😀é😀é😀é😀\""), ("\t\u{7F}", "\"\\t\u{7F}\""),
        ])
    func strings(text: String, json: String) {
        var writer = ResponseWriter(capacity: 1)
        for _ in 0..<100 { writer.string(text) }
        #expect(writer.text == String(repeating: json, count: 100))
    }

    @Test(
        "whole numbers are written",
        arguments: [0, 7, -7, 10, 99, 100, Int64.max, Int64.min, 1_000_000_000_000_000_000])
    func integers(value: Int64) {
        var writer = ResponseWriter()
        writer.integer(value)
        #expect(writer.text == "\(value)")
    }
}
