import Catalogue
import Credit
import CreditImport
import GraphQLExecution
import GraphQLLanguage
import JSON
import PluginHost
import StoreSQLite
import Testing

@testable import CreditAPI

@Suite("Snapshots", .serialized)
struct SnapshotTests {
    static let query = """
        { credits(period: {month: "2026-10"}) { totals { earned missed lines } lines(first: 20) { nodes { id reason } } }
          customers(first: 3) { nodes { id name } } audit { totalCount } }
        """
    static let later = Instant(microseconds: World.now.microseconds + 3_600_000_000)

    /// What a request sees, a moment after `World.now`.
    private func context(
        _ world: World, as viewer: Viewer = World.admin, policy: CreditPolicy = CreditPolicy(),
        now: Instant = Instant(microseconds: World.now.microseconds + 60_000_000)
    ) throws -> RequestContext {
        let holder = world.holder
        let origin = AnswerOrigin(sdl: try ServedSchema.sdl(), policy: policy, plugins: .empty, now: now) {
            try holder.refresh()
            return holder.snapshot
        }
        return RequestContext(
            snapshot: holder.snapshot, store: world.store, directories: world.directories, viewer: viewer, now: now,
            origin: origin)
    }

    private func answer(_ world: World, _ context: RequestContext) throws -> String {
        let operation = try PreparedOperation(
            try Parser.parse(Source(Self.query)), operation: nil, world.executor.binding)
        let variables = try operation.coerce(nil)
        var out = ResponseWriter()
        world.executor.execute(try operation.plan(for: variables), variables: variables, context: context, into: &out)
        return out.text
    }

    /// Ends the grant that earns, at an instant of the server's clock.
    private func endGrant(_ world: World, at now: Instant) throws {
        let grant = try world.loneGrant().grant
        let mutation = """
            mutation { removeAccess(input: {clientMutationId: "s", grant: "\(grant)", at: "2026-10-20T00:00:00Z"}) {
              grant { until } userErrors { code } } }
            """
        let text = try world.text(mutation, now: now)
        #expect(text.contains("\"userErrors\":[]"), "\(text)")
    }

    @Test func `answer again as the store stood, whatever changed since, for each viewer its own`() throws {
        let world = try World(copyOf: World.shared.get())
        let some = Viewer(
            name: "some", roles: [.globalAdmin, .adminAgent],
            customers: [try #require(world.holder.snapshot.customers.tenants.first)])
        let before = try context(world).seeing(nil)
        let token = try #require(try before.nameState())
        let first = try answer(world, before)
        let firstOfSome = try answer(world, context(world, as: some).seeing(token))
        #expect(firstOfSome != first)
        try endGrant(world, at: Self.later)
        let after = try context(world, now: Self.later).seeing(nil)
        #expect(try after.nameState() != token)
        #expect(try answer(world, after) != first)
        let again = try context(world, now: Self.later).seeing(token)
        #expect(again.isPast)
        #expect(try answer(world, again) == first)
        #expect(try answer(world, context(world, as: some, now: Self.later).seeing(token)) == firstOfSome)
        #expect(try again.nameState() == token)
        // And of the present, too, when that is asked for again.
        let newest = try #require(try after.nameState())
        #expect(try answer(world, context(world, now: Self.later).seeing(newest)) == answer(world, after))
    }

    @Test func `that cannot be told from what came later are gone`() throws {
        let world = try World(copyOf: World.shared.get())
        let token = try #require(try context(world).seeing(nil).nameState())
        // By the clock nothing lies between.
        try endGrant(world, at: World.now)
        #expect(throws: SnapshotRefusal.gone) { try context(world, now: Self.later).seeing(token) }
    }

    @Test func `hold for one schema, policy and clock only`() throws {
        let world = try World.shared.get()
        let token = try #require(try context(world).seeing(nil).nameState())
        var policy = CreditPolicy()
        policy.rate = Dated(try ExactDecimal(parsing: "0.2"))
        #expect(throws: SnapshotRefusal.otherProgram) { try context(world, policy: policy).seeing(token) }
        #expect(throws: SnapshotRefusal.malformed) { try context(world, now: World.now).seeing(token) }
        for text in ["", "x", "1/2/3/4/5", token + "/", String(token.dropLast(5)), String(repeating: "/", count: 300)] {
            #expect(throws: SnapshotRefusal.malformed) { try context(world).seeing(text) }
        }
    }

    @Test func `tokens are read as they were written`() throws {
        let token = try #require(try context(World.shared.get()).seeing(nil).nameState())
        #expect(SnapshotToken(token)?.text == token)
    }

    @Test func `and what an answer depends on tell apart whatever changes it`() throws {
        let world = try World(copyOf: World.shared.get())
        func name(_ context: RequestContext) -> String? { context.dependence(onSnapshot: nil)?.name }
        let one = try name(context(world))
        #expect(try name(context(world)) == one)
        #expect(try name(context(world, as: World.agent)) != one)
        #expect(try name(context(world, now: Instant(microseconds: World.now.microseconds + 86_400_000_000))) != one)
        try endGrant(world, at: Self.later)
        #expect(try name(context(world)) != one)
    }
}
