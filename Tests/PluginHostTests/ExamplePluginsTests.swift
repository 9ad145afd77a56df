import Testing

@testable import PluginHost

@Suite("The examples")
struct ExamplePluginsTests {
    @Test("are built, load together, and pass their cases")
    func load() throws {
        let fixture = try PluginFixture()
        try #require(PluginFixture.run(PluginFixture.root + "/Plugins/Examples/build", fixture.directory) == 0)
        let set = try fixture.load()
        #expect(set.problems.isEmpty, "\(set.problems)")
        #expect(
            set.plugins.map(\.manifest.name) == [
                "customer-markup", "contract-discount", "reseller-split", "cost-centre", "local-rounding",
                "minimum-margin", "customer-tier",
            ])
        for plugin in set.plugins { #expect(plugin.instance.notes.isEmpty, "\(plugin.instance.notes)") }
    }
}
