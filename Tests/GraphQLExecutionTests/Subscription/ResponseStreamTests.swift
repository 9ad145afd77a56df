import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import Synchronization
import Testing

/// Sources that the test publishes to.
final class Studio: Sendable {
    let ticks = EventBroadcast<Int>()
    let ended = Atomic<Int>(0)
    let opened = Mutex<[EventSource<Int>]>([])

    static let sdl = """
        type Query { none: Int }
        type Subscription { tick(from: Int! = 0): Tick! number: Int broken: Int later: Tick narrow: Int }
        type Tick { value: Int! fragile: Int! next: Tick }
        """

    static func binding() throws -> SchemaBinding<Studio> {
        try SchemaBinding<Studio>(Schema.build([Source(sdl)])) {
            ObjectBinding("Query", key: RootKey.self) { Integer("none") { _, _ in nil } }
            ObjectBinding("Subscription", key: RootKey.self) {
                Events(One("tick") { (tick: Int, _: Studio) in tick }) { arguments, studio in
                    if arguments.integer("from") == 99 { throw FieldError("no such tick", code: "NOT_FOUND") }
                    return studio.ticks.subscribe(capacity: 3)
                }
                Events(Integer("number") { (number: Int, _: Studio) in number }) { _, studio in
                    let source = EventSource<Int>(capacity: 2) { studio.ended.add(1, ordering: .relaxed) }
                    studio.opened.withLock { $0.append(source) }
                    return source
                }
                Events(Integer("broken") { (number: Int, _: Studio) in number }) { _, _ in throw Unexpected() }
                Events(One("later") { (tick: Int, _: Studio) in tick }) { _, studio in studio.ticks.subscribe() }
                Integer("narrow") { _, _ in 1 }
            }
            ObjectBinding("Tick", key: Int.self) {
                Integer("value") { tick, _ in tick }
                Integer("fragile") { (tick, _) -> Int in
                    if tick == 2 { throw FieldError("two is odd", code: "ODD") }
                    return tick
                }
                One(async: "next") { level in
                    await Task.yield()
                    return level.keys.map { .value($0 + 1) }
                }
            }
        }
    }
}

@Suite("Subscriptions")
struct ResponseStreamTests {
    private let studio = Studio()

    private func open(
        _ text: String, extensions: ExtensionsWriter? = nil,
        limits: @escaping @Sendable () -> ExecutionLimits = {
            ExecutionLimits()
        }
    ) throws -> ResponseStream {
        let executor = Executor(try Studio.binding())
        let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, executor.binding)
        let values = try operation.coerce(nil)
        return try executor.subscribe(
            try operation.plan(for: values), variables: values, context: studio, limits: limits,
            extensions: extensions)
    }

    /// The next response; in words where there is none.
    private func next(_ stream: ResponseStream) -> String {
        var out = ResponseWriter()
        switch stream.next(into: &out) {
        case .response: return out.text
        case .waiting: return "waiting"
        case .finished(let error): return "finished" + (error.map { " \($0.code ?? "")" } ?? "")
        }
    }

    @Test func `each event has its response, in order`() throws {
        let stream = try open("subscription { tick { value } }")
        #expect(next(stream) == "waiting")
        studio.ticks.publish(1)
        studio.ticks.publish(2)
        #expect(next(stream) == #"{"data":{"tick":{"value":1}}}"#)
        #expect(next(stream) == #"{"data":{"tick":{"value":2}}}"#)
        #expect(next(stream) == "waiting")
        studio.ticks.publish(3)
        studio.ticks.finish()
        #expect(next(stream) == #"{"data":{"tick":{"value":3}}}"#)
        #expect(next(stream) == "finished" && next(stream) == "finished")
    }

    @Test func `an error of one event's response ends nothing`() throws {
        let stream = try open("subscription { tick { fragile } }")
        studio.ticks.publish(2)
        studio.ticks.publish(3)
        #expect(
            next(stream)
                == #"{"data":null,"errors":[{"message":"two is odd","locations":[{"line":1,"column":23}],"path":["tick","fragile"],"extensions":{"code":"ODD"}}]}"#
        )
        #expect(next(stream) == #"{"data":{"tick":{"fragile":3}}}"#)
    }

    @Test(
        "an error before the stream begins is the request's",
        arguments: [
            (
                "subscription { tick(from: 99) { value } }",
                GraphQLError("no such tick", path: [.key("tick")], code: "NOT_FOUND"), 16
            ),
            (
                "subscription { x: broken }",
                GraphQLError("Internal server error", path: [.key("x")], code: "INTERNAL_SERVER_ERROR"), 16
            ),
            (
                "subscription { narrow }",
                GraphQLError(
                    "The operation has no single field with a source of events.", code: "SUBSCRIPTION_NOT_SUPPORTED"), 0
            ),
            (
                "{ none }",
                GraphQLError(
                    "The operation has no single field with a source of events.", code: "SUBSCRIPTION_NOT_SUPPORTED"), 0
            ),
        ])
    func refused(text: String, expected: GraphQLError, column: Int) throws {
        let error = #expect(throws: RequestErrors.self) { try open(text) }
        let first = try #require(error?.errors.first)
        #expect(first.message == expected.message && first.path == expected.path && first.code == expected.code)
        #expect(first.locations.map(\.column) == (column == 0 ? [] : [column]))
    }

    @Test func `who waits is woken, also by what came before`() throws {
        let stream = try open("subscription { tick { value } }")
        let wakes = Mutex(0)
        studio.ticks.publish(1)
        stream.onWake { wakes.withLock { $0 += 1 } }
        #expect(wakes.withLock { $0 } == 1)
        studio.ticks.publish(2)
        #expect(wakes.withLock { $0 } == 2)
        studio.ticks.finish()
        #expect(wakes.withLock { $0 } == 3)
    }

    @Test func `a reader that is too slow is told so and dropped`() throws {
        let stream = try open("subscription { tick { value } }")
        for tick in 1...4 { studio.ticks.publish(tick) }
        #expect(studio.ticks.subscriberCount == 0)
        for tick in 1...3 { #expect(next(stream) == #"{"data":{"tick":{"value":\#(tick)}}}"#) }
        #expect(next(stream) == "finished TOO_SLOW")
    }

    @Test func `a publisher may wait for room instead`() throws {
        let stream = try open("subscription { number }")
        let source = try #require(studio.opened.withLock { $0.first })
        let rooms = Mutex(0)
        source.onRoom { rooms.withLock { $0 += 1 } }
        #expect(source.offer(1) == .accepted && source.offer(2) == .accepted && source.offer(3) == .full)
        #expect(next(stream) == #"{"data":{"number":1}}"# && rooms.withLock { $0 } == 1)
        #expect(source.offer(3) == .accepted)
        #expect(next(stream) == #"{"data":{"number":2}}"# && next(stream) == #"{"data":{"number":3}}"#)
        source.finish(failure: FieldError("the disk is full", code: "DISK"))
        #expect(next(stream) == "finished DISK" && source.offer(4) == .ended)
        #expect(studio.ended.load(ordering: .relaxed) == 1)
    }

    @Test func `a reader that goes ends the source once`() throws {
        let stream = try open("subscription { number }")
        let source = try #require(studio.opened.withLock { $0.first })
        source.offer(1)
        stream.cancel()
        stream.cancel()
        #expect(studio.ended.load(ordering: .relaxed) == 1)
        #expect(source.offer(2) == .ended && next(stream) == "finished")
        do { _ = try open("subscription { number }") }
        #expect(studio.ended.load(ordering: .relaxed) == 2)
        do {
            let tick = try open("subscription { tick { value } }")
            #expect(studio.ticks.subscriberCount == 1)
            withExtendedLifetime(tick) {}
        }
        #expect(studio.ticks.subscriberCount == 0)
    }

    @Test func `a buffer forgets what was read`() throws {
        let stream = try open("subscription { number }")
        let source = try #require(studio.opened.withLock { $0.first })
        source.offer(0)
        for number in 1...1_000 {
            #expect(source.offer(number) == .accepted)
            #expect(next(stream) == #"{"data":{"number":\#(number - 1)}}"#)
        }
    }

    @Test func `fields that answer later make no thread wait`() async throws {
        let stream = try open("subscription { later { next { value } } }")
        studio.ticks.publish(1)
        var response = next(stream)
        while response == "waiting" {
            try await Task.sleep(nanoseconds: 1_000_000)
            response = next(stream)
        }
        #expect(response == #"{"data":{"later":{"next":{"value":2}}}}"#)
    }

    @Test func `limits and extensions are each response's own`() throws {
        let calls = Mutex(0)
        let stream = try open(
            "subscription { tick { value } }",
            extensions: { _, out in out.raw("{\"n\":1}") },
            limits: {
                var limits = ExecutionLimits()
                limits.clock = { 5 }
                limits.deadline = calls.withLock { calls in
                    calls += 1
                    return calls == 2 ? 4 : 6
                }
                return limits
            })
        studio.ticks.publish(1)
        studio.ticks.publish(2)
        #expect(next(stream).contains("DEADLINE_EXCEEDED"))
        #expect(next(stream) == #"{"data":{"tick":{"value":2}},"extensions":{"n":1}}"#)
    }
}
