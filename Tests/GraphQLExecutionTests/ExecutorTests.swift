import GraphQLExecution
import GraphQLLanguage
import GraphQLType
import JSON
import Locking
import Testing

/// Counts how often resolvers are called.
final class Calls: Sendable {
    private let counts = Lock<[String: Int]>([:])
    func count(_ name: String) { counts.withLock { $0[name, default: 0] += 1 } }
    var all: [String: Int] { counts.withLock { $0 } }
}

struct Unexpected: Error {}

/// People 0 to 9 who know each other.
enum People {
    static let sdl = """
        interface Node { id: ID! }
        type Person implements Node { id: ID! name: String! age: Int friends(first: Int! = 2): [Person!]! best: Person boss: Person! }
        type Place implements Node { id: ID! city: String }
        type Query { people: [Person!]! person(id: Int!): Person node(id: ID!): Node all: [Node] secret: String fragile: [Person] }
        """

    static func binding(_ schema: Schema) throws(BindingProblems) -> SchemaBinding<Calls> {
        try SchemaBinding<Calls>(schema) {
            ObjectBinding("Query", key: RootKey.self) {
                Many("people") { _, calls in
                    calls.count("people")
                    return Array(0..<10)
                }
                One("person") { level in
                    let id = level.arguments.integer("id") ?? 0
                    return level.keys.map { _ in id < 10 ? id : nil }
                }
                OneOf("node") { level in
                    let id = level.arguments.string("id") ?? ""
                    return level.keys.map { _ in
                        switch id.first {
                        case "p": AbstractKey("Person", Int(id.dropFirst()) ?? 0)
                        case "c": AbstractKey("Place", String(id.dropFirst()))
                        case "x": AbstractKey("Person", "a key of another type")
                        default: nil
                        }
                    }
                }
                ManyOf("all") { level in
                    var lists = Lists<AbstractKey?>(parents: level.keys.count)
                    for _ in level.keys {
                        lists.append([
                            AbstractKey("Person", 1), AbstractKey("Place", "Graz"), nil, AbstractKey("Person", 2),
                        ])
                    }
                    return lists
                }
                Text("secret") { (_: RootKey, _) -> String? in throw Unexpected() }
                Many("fragile", mayBeNull: true) { level in
                    var lists = Lists<Int>()
                    for _ in level.keys { lists.append(failure: FieldError("broken", code: "BROKEN")) }
                    return lists
                }
            }
            ObjectBinding("Person", key: Int.self) {
                Leaf("id") { level in
                    level.context.count("id")
                    return { row, out in out.string("p\(level.keys[row])") }
                }
                Leaf("name") { level in
                    level.context.count("name")
                    return { (row, out) throws(FieldError) in
                        if level.keys[row] == 7 { throw FieldError("no name", code: "NAMELESS") }
                        out.string("name \(level.keys[row])")
                    }
                }
                Integer("age") { person, _ in person == 3 ? nil : person * 10 }
                Many("friends") { level in
                    level.context.count("friends")
                    let first = level.arguments.integer("first") ?? 0
                    var lists = Lists<Int>(parents: level.keys.count)
                    for key in level.keys { lists.append((1...first).map { (key + $0) % 10 }) }
                    return lists
                }
                One("best") { level in
                    level.context.count("best")
                    return level.keys.map { $0 % 2 == 0 ? $0 + 1 : nil }
                }
                One(outcomes: "boss", mayBeNull: false) { level in
                    level.keys.map { $0 == 0 ? .failed(FieldError("is the boss", code: "BOSS")) : .value(0) }
                }
            }
            ObjectBinding("Place", key: String.self) {
                Text("id") { city, _ in "c\(city)" }
                Text("city") { city, _ in city }
            }
        }
    }
}

@Suite("Execution over bound fields")
struct ExecutorTests {
    let calls = Calls()

    func answer(
        _ text: String, variables: String = "{}", limits: ExecutionLimits = ExecutionLimits(),
        onError: @escaping @Sendable (any Error, String) -> Void = { _, _ in }
    ) throws -> (text: String, outcome: ExecutionOutcome) {
        let schema = try Schema.build([Source(People.sdl)])
        let executor = Executor(try People.binding(schema), onInternalError: onError)
        let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, executor.binding)
        let values = try operation.coerce(try JSONValue(parsing: variables).object)
        var out = ResponseWriter()
        let outcome = executor.execute(
            try operation.plan(for: values), variables: values, context: calls, limits: limits, into: &out)
        return (out.text, outcome)
    }

    @Test func `a field is resolved once for all its parents`() throws {
        let answer = try answer("{ people { id friends { name friends(first: 3) { id best { name } } } } }")
        #expect(calls.all == ["people": 1, "id": 2, "friends": 2, "name": 2, "best": 1])
        #expect(answer.outcome.isDataNull)
    }

    @Test func `errors have message, place, path and code`() throws {
        let answer = try answer("{ person(id: 6) { best { name } age } other: person(id: 3) { age } }")
        #expect(
            answer.text
                == #"{"data":{"person":{"best":null,"age":60},"other":{"age":null}},"errors":[{"message":"no name","locations":[{"line":1,"column":26}],"path":["person","best","name"],"extensions":{"code":"NAMELESS"}}]}"#
        )
        #expect(answer.outcome.errorCount == 1 && !answer.outcome.isDataNull && answer.outcome.stopped == nil)
    }

    @Test func `one parent's failure is not the others'`() throws {
        let answer = try answer("{ a: person(id: 0) { boss { id } } b: person(id: 1) { boss { id } } }")
        #expect(
            answer.text
                == #"{"data":{"a":null,"b":{"boss":{"id":"p0"}}},"errors":[{"message":"is the boss","locations":[{"line":1,"column":22}],"path":["a","boss"],"extensions":{"code":"BOSS"}}]}"#
        )
    }

    @Test func `interfaces lead to objects of several types`() throws {
        let text = "{ node(id: \"cLinz\") { id ... on Place { city } } all { __typename id ... on Person { age } } }"
        #expect(
            try answer(text).text
                == #"{"data":{"node":{"id":"cLinz","city":"Linz"},"all":[{"__typename":"Person","id":"p1","age":10},{"__typename":"Place","id":"cGraz"},null,{"__typename":"Person","id":"p2","age":20}]}}"#
        )
    }

    @Test func `a key of another type is an internal error`() throws {
        let answer = try answer("{ node(id: \"xy\") { id } none: node(id: \"\") { id } }")
        #expect(
            answer.text.hasPrefix(#"{"data":{"node":null,"none":null},"errors":[{"message":"Internal server error""#))
    }

    @Test func `what isn't meant for clients is masked and logged`() throws {
        let heard = Lock<[String]>([])
        let answer = try answer("{ secret fragile { id } }") { _, coordinate in heard.withLock { $0.append(coordinate) }
        }
        #expect(
            answer.text
                == #"{"data":{"secret":null,"fragile":null},"errors":[{"message":"Internal server error","locations":[{"line":1,"column":3}],"path":["secret"],"extensions":{"code":"INTERNAL_SERVER_ERROR"}},{"message":"broken","locations":[{"line":1,"column":10}],"path":["fragile"],"extensions":{"code":"BROKEN"}}]}"#
        )
    }

    @Test func `conditions choose between plans that are kept`() throws {
        let schema = try Schema.build([Source(People.sdl)])
        let binding = try People.binding(schema)
        let text = "query($a: Boolean!, $b: Boolean = true) { person(id: 1) { id @include(if: $a) age @skip(if: $b) } }"
        let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, binding)
        func plan(_ variables: String) throws -> Plan {
            try operation.plan(for: operation.coerce(JSONValue(parsing: variables).object))
        }
        let first = try plan(#"{"a":true}"#)
        #expect(try plan(#"{"a":true,"b":true}"#) === first)
        #expect(try plan(#"{"a":false}"#) !== first)
        #expect(first.fieldCount == 2)
        #expect(try plan(#"{"a":true,"b":null}"#) !== first)
    }

    @Test func `a deadline and a size limit stop the work`() throws {
        var limits = ExecutionLimits()
        limits.deadline = 1
        let late = try answer("{ people { id } }", limits: limits)
        #expect(late.outcome.stopped?.code == "DEADLINE_EXCEEDED" && late.text.hasPrefix(#"{"data":null,"errors":["#))
        limits.deadline = nil
        limits.responseBytes = 1_000
        let nested = "{ people { friends(first: 9) { friends(first: 9) { friends(first: 9) { id } } } } }"
        #expect(try answer(nested, limits: limits).outcome.stopped?.code == "RESPONSE_TOO_LARGE")
    }

    @Test func `shared places are planned once`() throws {
        // Without sharing, the plan would double with each fragment.
        var text = "{ person(id: 1) { ...F0 } }"
        for index in 0..<40 {
            text += " fragment F\(index) on Person { best { ...F\(index + 1) } boss { ...F\(index + 1) } }"
        }
        text += " fragment F40 on Person { id }"
        let schema = try Schema.build([Source(People.sdl)])
        let operation = try PreparedOperation(Parser.parse(Source(text)), operation: nil, People.binding(schema))
        #expect(try operation.plan(for: operation.coerce(nil)).fieldCount < 250)
    }
}
