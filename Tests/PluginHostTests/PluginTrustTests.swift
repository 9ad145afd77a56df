import Crypto
import Testing

@testable import PluginHost

/// Who may add rules, where the administrator says.
@Suite("Trust")
struct PluginTrustTests {
    private static let base64 = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    private func text(_ bytes: [UInt8]) -> String {
        var result: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = Array(bytes[start..<min(start + 3, bytes.count)])
            let word = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0...3 {
                result.append(place > group.count ? UInt8(ascii: "=") : Self.base64[word >> (18 - 6 * place) & 63])
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private func content(_ fixture: PluginFixture) throws -> String {
        try PluginFiles(directory: fixture.directory + "/one", root: fixture.directory).contentHash
    }

    @Test("takes what an administrator's key signed, and nothing else")
    func signatures() throws {
        let key = Curve25519.Signing.PrivateKey()
        let trust = try PluginTrust(
            parsing: Array("{\"keys\": [\"\(text(Array(key.publicKey.rawRepresentation)))\"]}".utf8), name: "trust.json"
        )
        let fixture = try PluginFixture(trust: trust)
        fixture.lua("one", PluginFixture.tenPercent)
        #expect(
            try fixture.problem()?.description
                == "plugin.sig: there is no signature, and the administrator asks for one")
        let signature = try key.signature(for: Array(try content(fixture).utf8))
        fixture.write(text(Array(signature)) + "\n", "one/plugin.sig")
        #expect(try fixture.problem() == nil)
        // One byte more, and it is not what was signed: the old version stays.
        fixture.write(PluginFixture.tenPercent + " ", "one/rule.lua")
        #expect(try fixture.problem()?.message.contains("none of the administrator's keys made this signature") == true)
        #expect(fixture.set.plugins.count == 1)
        let other = try Curve25519.Signing.PrivateKey().signature(for: Array(try content(fixture).utf8))
        fixture.write(text(Array(other)), "one/plugin.sig")
        #expect(try fixture.problem()?.code == .untrusted)
    }

    @Test("takes what an administrator's list names")
    func hashes() throws {
        let probe = try PluginFixture()
        probe.lua("one", PluginFixture.tenPercent)
        var trust = PluginTrust()
        trust.hashes = [try content(probe)]
        let fixture = try PluginFixture(trust: trust)
        fixture.lua("one", PluginFixture.tenPercent)
        #expect(try fixture.problem() == nil)
        fixture.lua("one", PluginFixture.tenPercent, version: "1.0.1")
        #expect(try fixture.problem()?.code == .untrusted)
    }

    @Test("lets native code into the server only where both sides say so")
    func inProcess() throws {
        let refusing = try PluginFixture()
        try refusing.native("broken", source: "newer_minor.c", more: ", \"isolation\": \"in-process\"")
        #expect(try refusing.problem()?.message.contains("“inProcess” does not name it") == true)
        let trust = try PluginTrust(parsing: Array("{\"inProcess\": [\"broken\"]}".utf8), name: "trust.json")
        let fixture = try PluginFixture(trust: trust)
        try fixture.native("broken", source: "newer_minor.c", more: ", \"isolation\": \"in-process\"")
        #expect(try fixture.problem() == nil)
        let instance = try #require(fixture.set.plugins.first?.instance)
        #expect(!instance.runsInWorker)
        let result = instance.run(0, try PluginFixture.batch((0..<2_500).map { ("good", "\($0)") }))
        #expect(result.errors.isEmpty)
        #expect(result.columns[0][2_499].text == "2748.9")
        #expect(result.columns[1][2_499].text == "ok")
    }

    static let mistakes = [
        ("[]", "must be a JSON object"), ("{\"hash\": []}", "has no key “hash”"),
        ("{\"keys\": [\"abc\"]}", "“abc” is no Ed25519 key"), ("{\"hashes\": \"x\"}", "must be a list of strings"),
        ("{", "trust.json:1"),
    ]

    @Test("is told where the administrator's file is wrong", arguments: mistakes)
    func mistake(text: String, message: String) {
        let problem = #expect(throws: PluginProblem.self) {
            try PluginTrust(parsing: Array(text.utf8), name: "trust.json")
        }
        #expect(problem?.description.contains(message) == true, "\(String(describing: problem))")
    }
}
