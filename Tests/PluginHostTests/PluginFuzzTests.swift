import GraphQLLanguage
import GraphQLType
import Testing

@testable import PluginHost

/// What partners write is read without a crash, whatever it is.
@Suite("Bytes of a plugin")
struct PluginFuzzTests {
    private static let manifest = """
        {"name": "one", "version": "1.0.0", "abi": "1.0", "runtime": "table", "order": 3, "prefix": "One",
         "hooks": {"lines": {"inputs": ["date", "billingPreTaxTotal", "tags"],
           "outputs": {"price": {"type": "decimal", "scale": 2, "of": "billingPreTaxTotal"}, "label": {"type": "text"}},
           "splits": [{"of": "price", "into": ["price", "price"]}]}},
         "failure": {"policy": "null", "deadlineMilliseconds": 50, "breaker": {"failures": 2, "seconds": 5}},
         "files": {"a": "0000000000000000000000000000000000000000000000000000000000000000"},
         "tables": {"t": {"rows": [{"tags": "x", "from": "2026-01-01", "value": 1.5}], "default": 0}},
         "rules": {"lines": {"price": {"round": {"multiply": ["billingPreTaxTotal", {"table": "t"}]}, "scale": 2,
           "rounding": "down"}, "label": {"join": [{"text": "x"}, {"tag": "env"}]}}}}
        """
    private static let cases = """
        {"call": "lines", "input": [{"date": "2026-10-31", "billingPreTaxTotal": "1.5", "tags": "{}"}],
         "expected": [{"price": "1.5", "label": null}]}
        """
    private static let fragment = """
        enum OneKind { A B }
        extend type CreditLine { "x" price: Decimal label: OneKind }
        """

    @Test("that are changed at random are refused or taken, and never end the server")
    func random() throws {
        let schema = try Schema.build([Source(PluginFixture.schema, name: "server.graphql")])
        let withSchema = try ManifestReader.read(
            Array(Self.manifest.replacing("\"order\": 3", with: "\"schema\": \"s.graphql\"").utf8))
        let good = try ManifestReader.read(Array(Self.manifest.utf8))
        var state: UInt64 = 99
        func draw(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        func changed(_ text: String) -> [UInt8] {
            var bytes = Array(text.utf8)
            for _ in 0...draw(3) {
                let place = draw(bytes.count)
                switch draw(4) {
                case 0: bytes[place] = UInt8(draw(256))
                case 1: bytes.remove(at: place)
                case 2:
                    bytes.insert(contentsOf: bytes[place..<min(place + draw(20), bytes.count)], at: draw(bytes.count))
                default: bytes.removeLast(min(draw(40), bytes.count - 1))
                }
            }
            return bytes
        }
        var taken = 0
        for _ in 0..<600 {
            if let manifest = try? ManifestReader.read(changed(Self.manifest)), let rules = try? TableRules(manifest) {
                taken += 1
                if let cases = try? PluginCases(changed(Self.cases), file: "cases/a.json", manifest: manifest) {
                    _ = rules.run(cases.callIndex, cases.batch)
                }
            }
            _ = try? PluginCases(changed(Self.cases), file: "cases/a.json", manifest: good)
            let files = PluginFiles(directoryName: "one", files: [("s.graphql", changed(Self.fragment))])
            var reader = try FragmentReader(withSchema, files, schema: schema, taken: [:])
            _ = try? reader.read()
            _ = try? PluginTrust(
                parsing: changed("{\"hashes\": [\"a\"], \"keys\": [], \"inProcess\": [\"b\"]}"), name: "t")
        }
        #expect(taken > 5)
    }
}
