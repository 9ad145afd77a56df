import Glibc
import Testing

@testable import PluginHost

/// Directories that must not become plugins.
@Suite("A plugin's directory")
struct BadDirectoryTests {
    private func fixture(_ change: (PluginFixture) -> Void) throws -> PluginProblem {
        let fixture = try PluginFixture()
        fixture.lua("one", PluginFixture.tenPercent)
        change(fixture)
        return try #require(try fixture.problem())
    }

    @Test("that everybody may write to is refused")
    func worldWritable() throws {
        let directory = try fixture { chmod($0.directory + "/one", 0o777) }
        #expect(directory.code == .unsafe)
        let file = try fixture { chmod($0.directory + "/one/rule.lua", 0o666) }
        #expect(file.code == .unsafe)
        #expect(file.description == "rule.lua: everybody may write to this file; run chmod o-w on it")
    }

    @Test("as a whole, when everybody may write to it, is refused")
    func rootWritable() throws {
        let fixture = try PluginFixture()
        chmod(fixture.directory, 0o777)
        #expect(throws: PluginProblem.self) { try fixture.load() }
    }

    @Test("with a file of 1 GB is refused without reading it")
    func large() throws {
        let problem = try fixture { fixture in truncate(fixture.directory + "/one/rule.lua", 1 << 30) }
        #expect(problem.code == .file)
        #expect(problem.description.contains("1073741824 bytes"))
    }

    @Test("with a symbolic link out of it is refused")
    func link() throws {
        let problem = try fixture { fixture in
            unlink(fixture.directory + "/one/rule.lua")
            symlink("/etc/passwd", fixture.directory + "/one/rule.lua")
        }
        #expect(problem.code == .unsafe)
        #expect(problem.file == "rule.lua")
    }

    @Test("with bad JSON names the line")
    func badJSON() throws {
        let problem = try fixture { $0.write("{\"name\": \"one\",\n \"version\": }", "one/plugin.json") }
        #expect(problem.description == "plugin.json:2: expected a value")
    }

    @Test("whose cases fail names the case")
    func failingCase() throws {
        let fixture = try PluginFixture()
        fixture.lua("one", PluginFixture.tenPercent, expected: "12")
        let problem = try #require(try fixture.problem())
        #expect(problem.description == "cases/one.json:1: record 1 of lines: price is 11, expected 12")
    }

    @Test("without a case is refused")
    func noCase() throws {
        let problem = try fixture { unlink($0.directory + "/one/cases/one.json") }
        #expect(problem.code == .cases)
    }

    @Test("whose output depends on what came before is refused")
    func nondeterministic() throws {
        let fixture = try PluginFixture()
        fixture.lua(
            "one", "local n = 0 function lines(row, out) n = n + 1 out.price = row.billingPreTaxTotal * n end",
            expected: "10")
        let problem = try #require(try fixture.problem())
        #expect(problem.code == .nondeterministic)
        #expect(problem.description.contains("asked a second time it is 20"))
    }

    @Test("that was copied in part is refused, and used when it is whole")
    func half() throws {
        let fixture = try PluginFixture()
        let hash = PluginFiles.hash(Array(PluginFixture.tenPercent.utf8))
        fixture.lua("one", "", more: ", \"files\": {\"rule.lua\": \"\(hash)\"}")
        fixture.write(Array(PluginFixture.tenPercent.utf8.prefix(20)), "one/rule.lua")
        #expect(try fixture.problem()?.code == .untrusted)
        fixture.write(PluginFixture.tenPercent, "one/rule.lua")
        #expect(try fixture.problem() == nil)
        #expect(fixture.set.plugins.count == 1)
    }
}
