import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import Synchronization
import Testing

/// What a request may write.
final class Ledger: Sendable {
    let total = Mutex(0)
    let writes = Mutex<[Int]>([])

    static let sdl = """
        type Query { total: Int! }
        type Mutation { add(n: Int!): Account must(n: Int!): Int! may(n: Int!): Int }
        type Account { now: Int! text: String! ready: Int! under: Account }
        """

    static func binding() throws -> SchemaBinding<Ledger> {
        try SchemaBinding<Ledger>(Schema.build([Source(sdl)])) {
            ObjectBinding("Query", key: RootKey.self) { Integer("total") { _, ledger in ledger.total.withLock { $0 } } }
            ObjectBinding("Mutation", key: RootKey.self) {
                One("add") { level in
                    let n = level.arguments.integer("n") ?? 0
                    if n < 0 { throw FieldError("less than nothing", code: "NEGATIVE") }
                    level.context.writes.withLock { $0.append(n) }
                    level.context.total.withLock { $0 += n }
                    return level.keys.map { _ in 1 }
                }
                Leaf("must") { level in
                    let n = level.arguments.integer("n") ?? 0
                    if n < 0 { throw FieldError("less than nothing", code: "NEGATIVE") }
                    level.context.writes.withLock { $0.append(n) }
                    return { _, out in out.integer(n) }
                }
                Leaf("may") { level in
                    let n = level.arguments.integer("n") ?? 0
                    if n < 0 { throw FieldError("less than nothing", code: "NEGATIVE") }
                    level.context.writes.withLock { $0.append(n) }
                    return { _, out in out.integer(n) }
                }
            }
            ObjectBinding("Account", key: Int.self) {
                // Read when it is resolved, and twice when it is written.
                Integer("now") { _, ledger in ledger.total.withLock { $0 } }
                Text("text") { _, ledger in "\(ledger.total.withLock { $0 })" }
                Leaf("ready") { level in
                    { _, out in out.integer(level.context.total.withLock { $0 }) }
                }
                One("under") { key, _ in key }
            }
        }
    }
}

@Suite("Mutations")
struct MutationTests {
    private let ledger = Ledger()

    private func answer(_ text: String) throws -> String {
        let executor = Executor(try Ledger.binding())
        let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, executor.binding)
        let values = try operation.coerce(nil)
        var out = ResponseWriter()
        executor.execute(try operation.plan(for: values), variables: values, context: ledger, into: &out)
        return out.text
    }

    @Test func `each root field sees what the former did, and not what the next will do`() throws {
        #expect(
            try answer(
                """
                mutation {
                  a: add(n: 1) { now text ready under { now text ready } }
                  __typename
                  b: add(n: 2) { now text ready under { now text ready } }
                }
                """)
                == #"{"data":{"a":{"now":1,"text":"1","ready":1,"under":{"now":1,"text":"1","ready":1}},"__typename":"Mutation","b":{"now":3,"text":"3","ready":3,"under":{"now":3,"text":"3","ready":3}}}}"#
        )
    }

    @Test func `an error of one field leaves the others`() throws {
        #expect(
            try answer("mutation { a: may(n: 1) b: may(n: -1) c: add(n: -1) { now } d: may(n: 2) }")
                == #"{"data":{"a":1,"b":null,"c":null,"d":2},"errors":[{"message":"less than nothing","locations":[{"line":1,"column":25}],"path":["b"],"extensions":{"code":"NEGATIVE"}},{"message":"less than nothing","locations":[{"line":1,"column":39}],"path":["c"],"extensions":{"code":"NEGATIVE"}}]}"#
        )
        #expect(ledger.writes.withLock { $0 } == [1, 2])
    }

    @Test func `nothing is written behind a field that leaves no data`() throws {
        #expect(
            try answer("mutation { a: must(n: 1) b: must(n: -1) c: must(n: 2) }")
                == #"{"data":null,"errors":[{"message":"less than nothing","locations":[{"line":1,"column":26}],"path":["b"],"extensions":{"code":"NEGATIVE"}}]}"#
        )
        #expect(ledger.writes.withLock { $0 } == [1])
    }

    @Test func `nothing is left of the selections`() throws {
        #expect(try answer("mutation { may(n: 1) @skip(if: true) }") == #"{"data":{}}"#)
        #expect(ledger.writes.withLock { $0 } == [])
    }

    @Test func `fields of a query are resolved together`() throws {
        #expect(try answer("{ a: total b: total }") == #"{"data":{"a":0,"b":0}}"#)
    }
}
