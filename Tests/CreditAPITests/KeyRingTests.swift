import Credit
import Store
import StoreSQLite
import Testing

@testable import CreditAPI

@Suite("API keys")
struct KeyRingTests {
    @Test("are looked up again after half a second: expiry and revocation hold at once or soon")
    func lifetime() throws {
        let world = try World.shared.get()
        let ring = KeyRing(world.store)
        let hash = [UInt8](repeating: 7, count: 32)
        let start = World.now
        func at(_ milliseconds: Int64) -> Instant { Instant(microseconds: start.microseconds + milliseconds * 1_000) }
        #expect(try ring.viewer(hash: hash, now: start) == nil)
        let record = APIKeyRecord(
            hash: hash, name: "ring", roles: [.salesAgent], createdAt: start, expiresAt: at(10_000))
        try world.store.write { try $0.insert(record) }
        let viewer = try #require(try ring.viewer(hash: hash, now: at(1)))
        #expect(viewer.name == "ring" && viewer.roles == [.salesAgent] && viewer.seesAll)
        let before = world.store.statementCount
        #expect(try ring.viewer(hash: hash, now: at(400)) === viewer)
        #expect(world.store.statementCount == before)
        #expect(try ring.viewer(hash: hash, now: at(600)) === viewer)
        #expect(world.store.statementCount > before)
        #expect(try ring.viewer(hash: hash, now: at(10_001)) == nil)
        try world.store.write { _ = try $0.revokeAPIKey(hash: hash, at: at(2_000)) }
        #expect(try ring.viewer(hash: hash, now: at(2_600)) == nil)
    }

    @Test("are found by their text without a hash for half a second, and only by the whole text")
    func byText() throws {
        let world = try World.shared.get()
        let ring = KeyRing(world.store)
        let start = World.now
        func at(_ milliseconds: Int64) -> Instant { Instant(microseconds: start.microseconds + milliseconds * 1_000) }
        let hash = [UInt8](repeating: 9, count: 32)
        var hashes = 0
        func viewer(_ text: String, _ milliseconds: Int64) throws -> Viewer? {
            let bytes = Array(text.utf8)
            return try ring.viewer(token: bytes.span, now: at(milliseconds)) {
                hashes += 1
                return text == "cg_abc" ? hash : [UInt8](repeating: 1, count: 32)
            }
        }
        #expect(try viewer("cg_abc", 0) == nil)
        #expect(hashes == 1)
        let record = APIKeyRecord(hash: hash, name: "text", roles: [.adminAgent], createdAt: start, expiresAt: at(700))
        try world.store.write { try $0.insert(record) }
        let first = try #require(try viewer("cg_abc", 1))
        #expect(hashes == 2)
        #expect(try viewer("cg_abc", 500) === first)
        #expect(hashes == 2)
        for wrong in ["cg_abd", "cg_ab", "cg_abcd", "", "Cg_abc"] { #expect(try viewer(wrong, 100) == nil) }
        #expect(hashes == 7)
        #expect(try viewer("cg_abc", 600) === first)
        #expect(hashes == 8)
        #expect(try viewer("cg_abc", 701) == nil, "an expiry holds at once")
        #expect(hashes == 8)
    }
}
