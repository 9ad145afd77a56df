import Foundation
import Testing

@testable import creditgraph

@Suite("Settings")
struct SettingsTests {
    @Test("a flag goes before the file, the file before the default")
    func order() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID().uuidString).json")
        try Data(#"{"listen":"[::1]:1","threads":4,"logLevel":"debug"}"#.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let settings = try await Settings(["config": file.path, "listen": "127.0.0.1:2", "threads": nil])
        #expect(settings[.listen] == "127.0.0.1:2")
        #expect(try settings.number(.threads, in: 1...8) == 4)
        #expect(settings[.logLevel] == "debug")
        #expect(settings[.logFormat] == "text")
        #expect(throws: CommandFailure.self) { try settings.number(.threads, in: 1...3) }
    }

    @Test("a settings file that is not there or no JSON is told", arguments: ["/nowhere/settings.json", #filePath])
    func broken(path: String) async {
        let failure = await #expect(throws: CommandFailure.self) { try await Settings(["config": path]) }
        #expect(failure?.code == .noInput)
        #expect(failure?.message.contains(path) == true)
    }

    @Test("names of the environment and of the file follow from the flag")
    func names() {
        #expect(Setting.drainSeconds.variable == "CREDITGRAPH_DRAIN_SECONDS")
        #expect(Setting.drainSeconds.key == "drainSeconds")
        let page = Setting.page(Setting.all)
        for setting in Setting.all { #expect(page.contains(setting.variable) && page.contains("--\(setting.name)")) }
    }

    @Test(
        "stores of kinds that are not built exit 64",
        arguments: ["postgresql://localhost/x", "mongodb://here", "sqlite:", ""])
    func stores(address: String) {
        let failure = #expect(throws: CommandFailure.self) { try StoreAddress(address) }
        #expect(failure?.code == .usage)
    }
}
