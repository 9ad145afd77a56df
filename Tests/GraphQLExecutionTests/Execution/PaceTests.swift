import GraphQLLanguage
import GraphQLType
import Synchronization
import Testing

@testable import GraphQLExecution

/// A clock that is moved by hand, and how often somebody gave way.
private final class Road: Sendable {
    let now = Atomic<UInt64>(1_000_000)
    let ways = Atomic<Int>(0)

    func pace() -> Pace {
        Pace(
            intervalMicroseconds: 200, clock: { [self] in now.load(ordering: .relaxed) },
            giveWay: { [self] in ways.wrappingAdd(1, ordering: .relaxed) })
    }

    func move(microseconds: UInt64) { now.wrappingAdd(microseconds * 1_000, ordering: .relaxed) }
    var count: Int { ways.load(ordering: .relaxed) }
}

/// A key of which is known how many there are.
private final class Item: Sendable {
    static let living = Atomic<Int>(0)
    let number: Int

    init(_ number: Int) {
        self.number = number
        Self.living.wrappingAdd(1, ordering: .relaxed)
    }

    deinit { Self.living.wrappingSubtract(1, ordering: .relaxed) }
}

@Suite("Long work gives way", .serialized)
struct PaceTests {
    @Test func `it does so once in its interval`() {
        let road = Road()
        let pace = road.pace()
        var seen: [Int] = []
        for microseconds: UInt64 in [0, 199, 1, 0, 150, 100, 1_000, 100] {
            road.move(microseconds: microseconds)
            pace.step()
            seen.append(road.count)
        }
        #expect(seen == [0, 0, 1, 1, 1, 2, 3, 3])
    }

    @Test func `limits without a pace never give way, whatever else they hold`() {
        let road = Road()
        var limits = ExecutionLimits()
        limits.clock = { 0 }
        road.move(microseconds: 1_000)
        #expect(limits.checkpoint() == nil && road.count == 0)
        #expect(limits.rowsBetweenCheckpoints == 1_024)
        limits.pace = road.pace()
        limits.cancellation = Cancellation()
        road.move(microseconds: 1_000)
        #expect(limits.checkpoint() == nil && road.count == 1)
        #expect(limits.rowsBetweenCheckpoints == 8)
        limits.cancellation?.cancel()
        #expect(limits.checkpoint()?.code == "CANCELLED")
        #expect(limits.clock != nil)
    }

    /// Each level takes a while to resolve, and each row a while to write.
    private func binding(_ road: Road) throws -> SchemaBinding<Counted> {
        let sdl = """
            type Query { items: [Item!]! any: [Any!]! one: Item! }
            type Item { number: Int! text: String! next: [Item!]! }
            union Any = Item
            """
        return try SchemaBinding<Counted>(Schema.build([Source(sdl)])) {
            ObjectBinding("Query", key: RootKey.self) {
                Many("items") { _, _ in (0..<1_000).map { Item($0) } }
                ManyOf("any") { level in
                    var lists = Lists<AbstractKey?>()
                    for _ in level.keys { lists.append((0..<100).map { AbstractKey("Item", Item($0)) }) }
                    return lists
                }
                One("one") { _, _ in Item(7) }
            }
            ObjectBinding("Item", key: Item.self) {
                Integer("number") { key, _ in key.number }
                Leaf("text") { level in
                    road.move(microseconds: 500)
                    return { row, out in
                        road.move(microseconds: 30)
                        out.string("\(level.keys[row].number)")
                    }
                }
                Many("next") { key, _ in key.number < 10 ? [Item(100), Item(200)] : [] }
            }
        }
    }

    private func run(_ text: String, _ binding: SchemaBinding<Counted>, _ pace: Pace?) throws -> String {
        let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, binding)
        let values = try operation.coerce(nil)
        var limits = ExecutionLimits()
        limits.pace = pace
        var out = ResponseWriter()
        Executor(binding).execute(
            try operation.plan(for: values), variables: values, context: Counted(), limits: limits, into: &out)
        return out.text
    }

    @Test(
        "it gives way while it resolves and while it writes, says the same and leaves nothing behind",
        arguments: [
            (query: "{ items { number text } }", atLeast: 100),
            (query: "{ items { text next { text next { number } } } }", atLeast: 100),
            (query: "{ any { ... on Item { number text } } }", atLeast: 10),
            (query: "{ one { number text next { text } } }", atLeast: 2),
        ])
    func answers(query: String, atLeast: Int) throws {
        let road = Road()
        let binding = try binding(road)
        let before = Item.living.load(ordering: .relaxed)
        let expected = try run(query, binding, nil)
        #expect(road.count == 0 && expected.hasPrefix("{\"data\":{"))
        let pace = road.pace()
        // The second time the root is used again.
        for _ in 0..<2 { #expect(try run(query, binding, pace) == expected) }
        #expect(road.count >= 2 * atLeast)
        #expect(Item.living.load(ordering: .relaxed) == before)
    }
}
