import Catalogue
import Credit
import CreditAPI
import Locking
import Store
import StoreSQLite
import Testing

/// What a request sees while others change the store.
@Suite("State of a request")
struct RequestContextTests {
    /// A change that another process committed: the holder's snapshot does not show it yet.
    private func changed() throws -> (World, Snapshot) {
        let world = try World(copyOf: try World.shared.get())
        let before = world.holder.snapshot
        let id = try world.loneGrant().grant
        _ = try world.answer(
            "mutation { removeAccess(input: {grant: \"\(id)\", at: \"2026-11-01T08:00:00Z\"}) { userErrors { code } } }"
        )
        try #require(try world.store.revision() > before.revision)
        return (world, before)
    }

    private func context(
        _ world: World, _ snapshot: Snapshot, refresh: (@Sendable () throws -> Snapshot)?
    ) -> RequestContext {
        RequestContext(
            snapshot: snapshot, store: world.store, directories: world.directories, viewer: World.admin, now: World.now,
            refresh: refresh)
    }

    @Test("state in memory and view of the store are of one commit, before the first field reads")
    func prepared() throws {
        let (world, before) = try changed()
        let refreshes = Lock(0)
        let holder = world.holder
        let request = context(world, before) {
            refreshes.withLock { $0 += 1 }
            return holder.snapshot
        }
        #expect(request.snapshot === before)
        request.prepareToRead()
        #expect(request.snapshot.revision == (try world.store.revision()))
        #expect(refreshes.withLock { $0 } == 1)
        // What is the same already costs no look at anything.
        request.prepareToRead()
        #expect(refreshes.withLock { $0 } == 1)
    }

    @Test("a state that cannot be brought up to date is used as it is")
    func unprepared() throws {
        let (world, before) = try changed()
        struct Broken: Error {}
        for refresh: (@Sendable () throws -> Snapshot)? in [nil, { throw Broken() }, { before }] {
            let request = context(world, before, refresh: refresh)
            request.prepareToRead()
            #expect(request.snapshot === before)
        }
    }
}
