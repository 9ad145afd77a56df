import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import Synchronization
import Testing

/// A clock that moves by one each time it is asked, and the work that was done meanwhile.
final class Counted: Sendable {
    let asked = Atomic<UInt64>(0)
    let steps = Atomic<Int>(0)

    func limits(_ deadline: UInt64) -> ExecutionLimits {
        var limits = ExecutionLimits()
        limits.deadline = deadline
        limits.clock = { [self] in asked.wrappingAdd(1, ordering: .relaxed).newValue }
        return limits
    }
}

@Suite("Deadline and cancellation")
struct ExecutionLimitsTests {
    private static let sdl = """
        type Query { numbers: [Int!]! slow: [Item!]! steps: Item items: [Item!]! }
        type Item { id: Int! next: [Item!]! }
        """

    private let counted = Counted()

    private func binding() throws -> SchemaBinding<Counted> {
        try SchemaBinding<Counted>(Schema.build([Source(Self.sdl)])) {
            ObjectBinding("Query", key: RootKey.self) {
                Leaf("numbers") { level in
                    { row, out in
                        out.byte(UInt8(ascii: "["))
                        out.raw("1")
                        out.byte(UInt8(ascii: "]"))
                    }
                }
                Many("slow") { level in
                    var check = level.stopCheck
                    var lists = Lists<Int>()
                    for _ in level.keys {
                        for number in 0..<1_000_000 {
                            try check.step()
                            level.context.steps.wrappingAdd(1, ordering: .relaxed)
                            if number < 3 { lists.add(number) }
                        }
                        lists.endList()
                    }
                    return lists
                }
                One("steps") { level -> [Int?] in
                    for _ in 0..<1_000 {
                        try level.checkStop()
                        level.context.steps.wrappingAdd(1, ordering: .relaxed)
                    }
                    return level.keys.map { _ in level.isStopped ? nil : 1 }
                }
                Many("items") { _, _ in Array(0..<100_000) }
            }
            ObjectBinding("Item", key: Int.self) {
                Integer("id") { key, _ in key }
                Many("next") { _, _ in [1] }
            }
        }
    }

    private func run(_ text: String, _ limits: ExecutionLimits) throws -> ExecutionOutcome {
        let executor = Executor(try binding())
        let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, executor.binding)
        let values = try operation.coerce(nil)
        var out = ResponseWriter()
        let outcome = executor.execute(
            try operation.plan(for: values), variables: values, context: counted, limits: limits, into: &out)
        #expect(outcome.stopped == nil || out.text.hasPrefix(#"{"data":null,"errors":[{"message":"#))
        return outcome
    }

    @Test func `a loop of short steps asks the clock now and then`() throws {
        #expect(try run("{ slow { id } }", counted.limits(100)).stopped?.code == "DEADLINE_EXCEEDED")
        // The clock was asked once for the root, and at each 256th step.
        #expect(counted.steps.load(ordering: .relaxed) == 99 * 256 - 1)
    }

    @Test func `steps that take long ask each time`() throws {
        #expect(try run("{ steps { id } }", counted.limits(100)).stopped?.code == "DEADLINE_EXCEEDED")
        #expect(counted.steps.load(ordering: .relaxed) == 98)
    }

    @Test func `a long list of objects stops while it is written`() throws {
        // Asked for the root, for its objects, and once for each 1,024 that are written.
        #expect(try run("{ items { id } }", counted.limits(50)).stopped?.code == "DEADLINE_EXCEEDED")
        #expect(counted.asked.load(ordering: .relaxed) == 50)
        #expect(try run("{ items { id } }", counted.limits(1_000)).stopped == nil)
    }

    @Test func `each level asks before it is resolved`() throws {
        #expect(
            try run("{ steps { next { next { next { id } } } } }", counted.limits(1_004)).stopped?.code
                == "DEADLINE_EXCEEDED")
        #expect(counted.steps.load(ordering: .relaxed) == 1_000)
    }

    @Test func `a cancelled request ends without asking a clock`() throws {
        var limits = counted.limits(UInt64.max)
        limits.cancellation = Cancellation()
        limits.cancellation?.cancel()
        #expect(try run("{ slow { id } }", limits).stopped?.code == "CANCELLED")
        #expect(counted.asked.load(ordering: .relaxed) == 0)
    }

    @Test func `extensions stand behind the rest, and know how it went`() throws {
        let executor = Executor(try binding())
        let operation = try PreparedOperation(
            Parser.parse(Source("{ numbers }")), operation: nil, executor.binding)
        let values = try operation.coerce(nil)
        let plan = try operation.plan(for: values)
        let extensions: ExtensionsWriter = { outcome, out in
            out.raw("{\"errors\":")
            out.integer(outcome.errorCount)
            out.raw("}")
        }
        var out = ResponseWriter()
        executor.execute(plan, variables: values, context: counted, extensions: extensions, into: &out)
        #expect(out.text == #"{"data":{"numbers":[1]},"extensions":{"errors":0}}"#)
        var stopped = ResponseWriter()
        executor.execute(
            plan, variables: values, context: counted, limits: counted.limits(0), extensions: extensions,
            into: &stopped)
        #expect(stopped.text.hasSuffix(#","extensions":{"errors":1}}"#))
    }
}
