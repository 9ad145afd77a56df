import Dispatch
import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import Synchronization
import Testing

/// What asynchronous resolvers of the tests were asked, to be answered whenever the test wants.
final class Desk: Sendable {
    struct Order: Sendable {
        let name: String
        let parents: [Int]
        let answer: @Sendable ([Int?]) -> Void
        let fail: @Sendable (any Error) -> Void
    }

    private let state = Mutex<[Order]>([])
    let answersAtOnce: Bool

    init(answersAtOnce: Bool = false) { self.answersAtOnce = answersAtOnce }

    var orders: [Order] { state.withLock { $0 } }

    func take(_ name: String) -> Order? {
        state.withLock { orders in orders.firstIndex { $0.name == name }.map { orders.remove(at: $0) } }
    }

    func ask(_ name: String, _ parents: [Int], _ reply: Reply<[Outcome<Int>]>) {
        let answer: @Sendable ([Int?]) -> Void = { values in
            reply.send(values.map { value in value.map { .value($0) } ?? .null })
        }
        if answersAtOnce { return answer(parents.map { $0 + 1 }) }
        state.withLock {
            $0.append(Order(name: name, parents: parents, answer: answer, fail: { reply.fail($0) }))
        }
    }

    static let sdl = """
        type Query { one: Thing two: Thing many: [Thing!]! lost: Thing swift: Thing thread: Thing names: [Thing!]! }
        type Mutation { first: Thing second: Thing }
        type Thing { id: Int! next: Thing title: String! }
        """

    static func binding() throws -> SchemaBinding<Desk> {
        try SchemaBinding<Desk>(Schema.build([Source(sdl)])) {
            ObjectBinding("Query", key: RootKey.self) {
                One(later: "one") { level, reply in level.context.ask("one", level.keys.map { _ in 0 }, reply) }
                One(later: "two") { level, reply in level.context.ask("two", level.keys.map { _ in 0 }, reply) }
                Many("many") { _, _ in [10, 20, 30] }
                One(later: "lost") { (_: Level<Desk, RootKey>, _: Reply<[Outcome<Int>]>) in }
                One(later: "thread") { level, reply in
                    let count = level.keys.count
                    DispatchQueue.global().async { reply.send((0..<count).map { _ in .value(5) }) }
                }
                One(async: "swift") { level in
                    await Task.yield()
                    return level.keys.map { _ in .value(5) }
                }
                Many(later: "names") { level, reply in
                    var lists = Lists<Int>()
                    for _ in level.keys { lists.append([1, 2]) }
                    reply.send(lists)
                }
            }
            ObjectBinding("Mutation", key: RootKey.self) {
                One(later: "first") { level, reply in level.context.ask("first", level.keys.map { _ in 0 }, reply) }
                One(later: "second") { level, reply in level.context.ask("second", level.keys.map { _ in 0 }, reply) }
            }
            ObjectBinding("Thing", key: Int.self) {
                Integer("id") { key, _ in key }
                One(later: "next") { level, reply in level.context.ask("next", level.keys, reply) }
                Leaf(later: "title") { level, reply in
                    let keys = level.keys
                    reply.send { row, out in out.string("t\(keys[row])") }
                }
            }
        }
    }
}

@Suite("Fields that answer later")
struct RunningExecutionTests {
    private let desk = Desk()

    /// A response that may not be there yet.
    private final class Result: Sendable {
        private let state = Mutex<(text: String, outcome: ExecutionOutcome)?>(nil)
        private let calls = Atomic<Int>(0)
        var text: String? { state.withLock { $0?.text } }
        var outcome: ExecutionOutcome? { state.withLock { $0?.outcome } }
        var count: Int { calls.load(ordering: .relaxed) }
        func set(_ text: String, _ outcome: ExecutionOutcome) {
            calls.add(1, ordering: .relaxed)
            state.withLock { $0 = (text, outcome) }
        }
    }

    private func prepared(_ text: String) throws -> (Executor<Desk>, Plan, Variables) {
        let executor = Executor(try Desk.binding())
        let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, executor.binding)
        let values = try operation.coerce(nil)
        return (executor, try operation.plan(for: values), values)
    }

    private func start(
        _ text: String, limits: ExecutionLimits = ExecutionLimits()
    ) throws -> (RunningExecution, Result) {
        let (executor, plan, variables) = try prepared(text)
        #expect(plan.isAsynchronous)
        let result = Result()
        let execution = executor.start(
            plan, variables: variables, context: desk, limits: limits, into: ResponseWriter()
        ) { writer, outcome in result.set(writer.text, outcome) }
        return (execution, result)
    }

    @Test func `a level is asked once, and nothing waits`() throws {
        let (_, result) = try start("{ many { id next { id title } } }")
        #expect(desk.orders.map(\.name) == ["next"] && desk.orders[0].parents == [10, 20, 30])
        #expect(result.text == nil)
        desk.take("next")?.answer([11, nil, 31])
        #expect(
            result.text
                == #"{"data":{"many":[{"id":10,"next":{"id":11,"title":"t11"}},{"id":20,"next":null},{"id":30,"next":{"id":31,"title":"t31"}}]}}"#
        )
        #expect(result.count == 1)
    }

    @Test func `fields beside each other are asked at the same time and answered in any order`() throws {
        let (_, result) = try start("{ one { id next { id } } two { id } }")
        #expect(desk.orders.map(\.name) == ["one", "two"])
        desk.take("two")?.answer([2])
        #expect(result.text == nil)
        desk.take("one")?.answer([1])
        desk.take("next")?.answer([7])
        #expect(result.text == #"{"data":{"one":{"id":1,"next":{"id":7}},"two":{"id":2}}}"#)
    }

    @Test func `root fields of a mutation are asked one after the other`() throws {
        let (_, result) = try start("mutation { first { next { id } } second { id } }")
        #expect(desk.orders.map(\.name) == ["first"])
        desk.take("first")?.answer([1])
        #expect(desk.orders.map(\.name) == ["next"])
        desk.take("next")?.answer([2])
        #expect(desk.orders.map(\.name) == ["second"])
        desk.take("second")?.answer([3])
        #expect(result.text == #"{"data":{"first":{"next":{"id":2}},"second":{"id":3}}}"#)
    }

    @Test func `an error, a wrong count and a lost reply fail the field`() throws {
        let (_, result) = try start("{ one { id } two { id } lost { id } }")
        desk.take("one")?.fail(FieldError("no connection", code: "UNREACHABLE"))
        desk.take("two")?.answer([1, 2])
        #expect(
            result.text
                == #"{"data":{"one":null,"two":null,"lost":null},"errors":[{"message":"no connection","locations":[{"line":1,"column":3}],"path":["one"],"extensions":{"code":"UNREACHABLE"}},{"message":"Internal server error","locations":[{"line":1,"column":14}],"path":["two"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}},{"message":"Internal server error","locations":[{"line":1,"column":25}],"path":["lost"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}"#
        )
    }

    @Test func `a second answer is dropped`() throws {
        let (_, result) = try start("{ one { id } two { id } }")
        let one = desk.take("one")
        one?.answer([1])
        one?.answer([9])
        one?.fail(Unexpected())
        desk.take("two")?.answer([2])
        #expect(result.text == #"{"data":{"one":{"id":1},"two":{"id":2}}}"# && result.count == 1)
    }

    @Test func `a cancelled execution ends at once, and late answers are dropped`() throws {
        let (execution, result) = try start("{ one { id } }")
        let order = desk.take("one")
        execution.cancel()
        #expect(result.outcome?.stopped?.code == "CANCELLED")
        order?.answer([1])
        execution.expire()
        #expect(result.count == 1)
    }

    @Test func `a deadline on a clock of the caller's is seen when an answer comes`() throws {
        let time = Mutex<UInt64>(0)
        var limits = ExecutionLimits()
        limits.clock = { time.withLock { $0 } }
        limits.deadline = 10
        let (_, result) = try start("{ one { next { id } } }", limits: limits)
        time.withLock { $0 = 9 }
        desk.take("one")?.answer([1])
        #expect(desk.orders.map(\.name) == ["next"] && result.text == nil)
        time.withLock { $0 = 10 }
        desk.take("next")?.answer([2])
        #expect(result.outcome?.stopped?.code == "DEADLINE_EXCEEDED")
    }

    @Test func `who resolves may stop everything`() throws {
        let cancellation = Cancellation()
        var limits = ExecutionLimits()
        limits.cancellation = cancellation
        let (_, result) = try start("{ one { id } two { id } }", limits: limits)
        cancellation.cancel()
        desk.take("one")?.answer([1])
        #expect(result.outcome?.stopped?.code == "CANCELLED" && desk.orders.count == 1)
    }

    @Test func `the deadline of the system's clock ends what nobody answers`() async throws {
        let (_, result) = try start("{ one { id } }", limits: ExecutionLimits(timeoutMilliseconds: 20))
        while result.text == nil { try await Task.sleep(nanoseconds: 2_000_000) }
        #expect(result.outcome?.stopped?.code == "DEADLINE_EXCEEDED")
    }

    @Test func `answers that come at once need no wait`() throws {
        let desk = Desk(answersAtOnce: true)
        let (executor, plan, variables) = try prepared("{ one { id next { id next { id } } } names { id title } }")
        var out = ResponseWriter()
        executor.execute(plan, variables: variables, context: desk, into: &out)
        #expect(
            out.text
                == #"{"data":{"one":{"id":1,"next":{"id":2,"next":{"id":3}}},"names":[{"id":1,"title":"t1"},{"id":2,"title":"t2"}]}}"#
        )
    }

    @Test func `a caller that cannot go on waits`() throws {
        let (executor, plan, variables) = try prepared("{ thread { id title } }")
        var out = ResponseWriter()
        out.raw("before ")
        let outcome = executor.execute(plan, variables: variables, context: desk, into: &out)
        #expect(out.text == #"before {"data":{"thread":{"id":5,"title":"t5"}}}"# && outcome.errorCount == 0)
    }

    @Test func `a resolver may be a function of Swift concurrency`() async throws {
        let (_, result) = try start("{ swift { id title } }")
        while result.text == nil { try await Task.sleep(nanoseconds: 1_000_000) }
        #expect(result.text == #"{"data":{"swift":{"id":5,"title":"t5"}}}"#)
    }

    @Test func `answers from many threads come together`() async throws {
        for _ in 0..<50 {
            let desk = Desk()
            let executor = Executor(try Desk.binding())
            let text = "{ a: one { id } b: one { id } c: one { id } d: one { id } }"
            let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, executor.binding)
            let values = try operation.coerce(nil)
            let result = Result()
            executor.start(
                try operation.plan(for: values), variables: values, context: desk, into: ResponseWriter()
            ) { writer, outcome in result.set(writer.text, outcome) }
            await withTaskGroup(of: Void.self) { group in
                for order in desk.orders { group.addTask { order.answer([1]) } }
            }
            #expect(result.text == #"{"data":{"a":{"id":1},"b":{"id":1},"c":{"id":1},"d":{"id":1}}}"#)
            #expect(result.count == 1)
        }
    }
}
