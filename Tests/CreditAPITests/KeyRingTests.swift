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
        #expect(viewer.name == "ring" && viewer.roles == [.salesAgent] && viewer.customers == nil)
        let before = world.store.statementCount
        #expect(try ring.viewer(hash: hash, now: at(400)) === viewer)
        #expect(world.store.statementCount == before)
        #expect(try ring.viewer(hash: hash, now: at(600)) === viewer)
        #expect(world.store.statementCount > before)
        #expect(try ring.viewer(hash: hash, now: at(10_001)) == nil)
        try world.store.write { _ = try $0.revokeAPIKey(hash: hash, at: at(2_000)) }
        #expect(try ring.viewer(hash: hash, now: at(2_600)) == nil)
    }
}
