import Testing

@testable import PluginHost

@Suite("plugin.json")
struct ManifestReaderTests {
    private static let good = """
        {
          "name": "one",
          "version": "1.0.0",
          "abi": "1.0",
          "runtime": "table",
          "hooks": {
            "lines": {
              "inputs": ["billingPreTaxTotal"],
              "outputs": {"price": {"type": "decimal", "scale": 2}}
            }
          },
          "rules": {"lines": {"price": "billingPreTaxTotal"}}
        }
        """

    static let mistakes: [(change: (String, String), message: String)] = [
        (("\"one\"", "\"One\""), "plugin.json:2: the name “One” must be"),
        (("\"1.0.0\"", "1"), "plugin.json:3: “version” must be a string, not a number"),
        (("\"1.0\"", "\"2.0\""), "plugin.json:4: the plugin was made for ABI 2.0; this server speaks 1.0"),
        (("\"1.0\"", "\"one\""), "plugin.json:4: “abi” must be MAJOR.MINOR"),
        (("table", "perl"), "plugin.json:5: the runtime is “perl”; give table, lua or native"),
        (("table", "lua"), "plugin.json:5: “code” is missing"),
        (("\"hooks\"", "\"hocks\""), "plugin.json:6: the manifest has no key “hocks”"),
        (("billingPreTaxTotal\"]", "billing\"]"), "plugin.json:8: CreditLine offers no input “billing”"),
        (("\"type\": \"decimal\", ", ""), "plugin.json:9: the output “price” needs a type"),
        ((", \"scale\": 2", ""), "plugin.json:9: the decimal “price” needs a scale"),
        (("\"rules\"", "\"failure\": {\"policy\": \"ignore\"}, \"rules\""), "the policy is “ignore”"),
        (("\"rules\"", "\"files\": {\"a\": \"xyz\"}, \"rules\""), "64 hexadecimal digits"),
        (("\"rules\"", "\"code\": \"../x.lua\", \"rules\""), "must be a file in the plugin's directory"),
    ]

    @Test("says what is wrong, and on which line", arguments: mistakes.indices)
    func mistake(_ index: Int) throws {
        let (change, message) = Self.mistakes[index]
        let text = Self.good.replacing(change.0, with: change.1, maxReplacements: 1)
        #expect(text != Self.good)
        let problem = #expect(throws: PluginProblem.self) { try ManifestReader.read(Array(text.utf8)) }
        #expect(problem?.description.contains(message) == true, "\(String(describing: problem))")
    }

    @Test("is read as it is written")
    func good() throws {
        let manifest = try ManifestReader.read(Array(Self.good.utf8))
        #expect(manifest.name == "one")
        #expect(manifest.prefix == "One")
        #expect(manifest.order == 1_000)
        #expect(manifest.hooks == ["lines"])
        #expect(manifest.limits == PluginLimits())
    }
}
