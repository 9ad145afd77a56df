import Credit
import Glibc
import Testing

@testable import PluginHost

@Suite("Loading")
struct PluginLoaderTests {
    @Test("takes a new version, and keeps the old one while the new one is broken")
    func versions() throws {
        let fixture = try PluginFixture()
        fixture.lua("markup", PluginFixture.tenPercent)
        let first = try fixture.load()
        #expect(first.generation == 1)
        #expect(first.plugins.map(\.manifest.version) == ["1.0.0"])
        let instance = try #require(first.plugins.first?.instance)
        // Unchanged: the same instance.
        #expect(try fixture.load().plugins.first?.instance === instance)
        // Broken: the old one, and why.
        fixture.lua("markup", "function lines(row, out) out.price = ", version: "1.1.0")
        let broken = try fixture.load()
        #expect(broken.plugins.first?.instance === instance)
        #expect(broken.reports.first?.state == .active)
        #expect(broken.problems.first?.problem.description.contains("rule.lua:1: unexpected symbol near <eof>") == true)
        #expect(instance.run(0, try PluginFixture.batch([("x", "10")])).columns[0][0].text == "11")
        // Mended.
        fixture.lua(
            "markup", "function lines(row, out) out.price = row.billingPreTaxTotal * 2 end", version: "1.1.0",
            expected: "20")
        let mended = try fixture.load()
        #expect(mended.problems.isEmpty)
        #expect(mended.plugins.first?.manifest.version == "1.1.0")
        // Gone.
        PluginFixture.run("rm", "-rf", fixture.directory + "/markup")
        #expect(try fixture.load().plugins.isEmpty)
    }

    @Test("runs plugins by order, then by name")
    func order() throws {
        let fixture = try PluginFixture()
        for (name, order) in [("b", 2), ("a", 2), ("c", 1)] {
            fixture.lua(
                name, "function lines(row, out) out.\(name)Price = row.billingPreTaxTotal end", output: "\(name)Price",
                expected: "10", more: ", \"order\": \(order)")
        }
        #expect(try fixture.load().plugins.map(\.manifest.name) == ["c", "a", "b"])
    }

    @Test("refuses the second plugin that wants a field, naming both")
    func clash() throws {
        let fixture = try PluginFixture()
        fixture.lua("first", PluginFixture.tenPercent, more: ", \"order\": 1")
        fixture.lua("second", PluginFixture.tenPercent, more: ", \"order\": 2")
        let set = try fixture.load()
        #expect(set.plugins.map(\.manifest.name) == ["first"])
        let problem = try #require(set.failures.first?.problem)
        #expect(problem.code == .clash)
        #expect(problem.message.contains("CreditLine.price is added here and by first/plugin.json"))
    }

    @Test("lets in only what the administrator's list and keys allow")
    func trust() throws {
        var trust = PluginTrust()
        trust.hashes = [String(repeating: "0", count: 64)]
        let fixture = try PluginFixture(trust: trust)
        fixture.lua("one", PluginFixture.tenPercent)
        let problem = try #require(try fixture.problem())
        #expect(problem.code == .untrusted)
        #expect(problem.message.contains("is not on the administrator's list"))
    }

    @Test("gives a policy of rows to the caller, and the message of the rule")
    func rowError() throws {
        let fixture = try PluginFixture()
        fixture.lua(
            "one",
            "function lines(row, out) if row.customerTenantId == 'bad' then reject('no such customer') end out.price = row.billingPreTaxTotal * dec('1.1') end"
        )
        let instance = try #require(try fixture.load().plugins.first?.instance)
        let result = instance.run(0, try PluginFixture.batch([("a", "1"), ("bad", "2"), ("c", "3")]))
        #expect(result.errors.map(\.row) == [1])
        #expect(result.errors.first?.problem.message == "no such customer")
        #expect((0..<3).map { result.columns[0][$0].text } == ["1.1", nil, "3.3"])
    }
}
