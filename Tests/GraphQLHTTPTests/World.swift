import Dispatch
import GraphQLExecution
import GraphQLHTTP
import GraphQLLanguage
import GraphQLType
import HTTPServer
import Locking
import Synchronization
import TestSupport
import Testing

final class Greeting: EndpointContext {
    let name: String
    var viewerKey: String { name }
    var roleBits: UInt64 { name == "Ann" ? 1 : 2 }
    var isInForce: Bool { !revoked.isRevoked }
    private let revoked: Revocation
    private let reads: Reads
    init(name: String, revoked: Revocation, reads: Reads) {
        self.name = name
        self.revoked = revoked
        self.reads = reads
    }
    func prepareToRead() { reads.note(.begin) }
    func endReading() { reads.note(.end) }
}

/// What is seen when an event comes.
struct Watch: Sendable {
    let tick: Int
}

/// Whether the keys of all are revoked.
final class Revocation: Sendable {
    private let value = Atomic<Bool>(false)
    var isRevoked: Bool { value.load(ordering: .relaxed) }
    func revoke() { value.store(true, ordering: .relaxed) }
}

/// When requests begin and end to read more than memory.
final class Reads: Sendable {
    enum Event: Sendable { case begin, end }

    private let events = Lock([Event]())
    func note(_ event: Event) { events.withLock { $0.append(event) } }
    /// All since the last call.
    func take() -> [Event] {
        events.withLock { events in
            defer { events = [] }
            return events
        }
    }
}

/// A server with a small schema, and the source of its events.
struct World {
    let endpoint: GraphQLEndpoint<Greeting>
    let server: Server
    let streams: EventStreams
    let ticks: EventBroadcast<Int>
    let keys: Revocation
    let reads: Reads

    func client() throws -> TestClient { try #require(TestClient(port: server.port)) }
}

/// A small schema behind an endpoint on a real socket.
func withEndpoint(
    options: EndpointOptions = EndpointOptions(), documents: DocumentStore = DocumentStore(),
    _ body: (TestClient, GraphQLEndpoint<Greeting>) throws -> Void
) throws {
    try withWorld(options: options, documents: documents) { try body(try $0.client(), $0.endpoint) }
}

func withWorld(
    options: EndpointOptions = EndpointOptions(), documents: DocumentStore = DocumentStore(),
    observer: (() -> any LoopObserver)? = nil, _ body: (World) throws -> Void
) throws {
    let sdl = """
        type Query { hello(name: String = "you"): String! slow: Int! list(n: Int!): [Int!] fails: Int! later: Int!
          dear: Int! @cost(weight: 100) many(n: Int!): Page @cost(weight: 1, multiplier: "n") }
        type Page { dear: Int! @cost(weight: 100) }
        directive @cost(weight: Int! = 1, multiplier: String) on FIELD_DEFINITION
        type Mutation { set: Int }
        type Subscription { tick(from: Int = 0): Int watch: Watch }
        type Watch { tick: Int slow: Int }
        """
    let ticks = EventBroadcast<Int>()
    let schema = try Schema.build([Source(sdl)] + (options.isIncremental ? [IncrementalDelivery.directives] : []))
    let binding = try SchemaBinding<Greeting>(schema) {
        ObjectBinding("Query", key: RootKey.self) {
            Leaf("hello") { level in
                let text = "Hello, \(level.arguments.string("name") ?? "nobody"), says \(level.context.name)"
                return { _, out in out.string(text) }
            }
            Leaf(later: "later") { _, reply in
                DispatchQueue.global().async { reply.send { _, out in out.integer(2) } }
            }
            Integer("dear") { _, _ in 3 }
            One("many") { (_: RootKey, _: Greeting) -> Int? in nil }
            Leaf("slow", waits: true) { _ in { _, out in out.integer(1) } }
            Leaf("list") { level in
                let count = level.arguments.integer("n") ?? 0
                return { _, out in
                    out.raw("[")
                    for index in 0..<count {
                        if index > 0 { out.raw(",") }
                        out.integer(index)
                    }
                    out.raw("]")
                }
            }
            Leaf("fails") { _ in { (_, _) throws(FieldError) in throw FieldError("no", code: "NO") } }
        }
        ObjectBinding("Page", key: Int.self) { Integer("dear") { _, _ in 3 } }
        ObjectBinding("Mutation", key: RootKey.self) { Integer("set") { _, _ in 1 } }
        ObjectBinding("Subscription", key: RootKey.self) {
            Events(Integer("tick") { (tick: Int, _: Greeting) -> Int? in tick }) { arguments, _ in
                if arguments.integer("from") == 99 { throw FieldError("no such tick", code: "NOT_FOUND") }
                return ticks.subscribe(capacity: 8)
            }
            Events(One("watch") { (tick: Int, _: Greeting) -> Watch? in Watch(tick: tick) }) { _, _ in
                ticks.subscribe(capacity: 8)
            }
        }
        ObjectBinding("Watch", key: Watch.self) {
            Integer("tick") { watch, _ in watch.tick }
            Leaf("slow", waits: true) { level in { row, out in out.integer(level.keys[row].tick) } }
        }
    }
    let streams = EventStreams()
    let reads = Reads()
    let keys = Revocation()
    let endpoint = GraphQLEndpoint(
        Executor(binding), options: options, streams: streams, documents: documents,
        routes: [
            .init("/healthz") { _ in .now(Response(status: 200, text: "ok\n")) },
            .init("/readyz") { _ in .now(Response(status: 503, text: "not yet\n")) },
        ]
    ) { authorization, _ in
        guard let authorization else {
            return .denied(.unauthenticated("Send a key as `Authorization: Bearer …`."))
        }
        let header = String(decoding: (0..<authorization.count).map { authorization[$0] }, as: UTF8.self)
        guard header.hasPrefix("Bearer ") else {
            return .denied(.unauthenticated("Send a key as `Authorization: Bearer …`."))
        }
        return .granted(Greeting(name: String(header.dropFirst(7)), revoked: keys, reads: reads))
    }
    let server = try Server(host: "127.0.0.1", port: 0, handler: endpoint, observer: observer)
    defer { server.stop(drainMilliseconds: 0) }
    try body(World(endpoint: endpoint, server: server, streams: streams, ticks: ticks, keys: keys, reads: reads))
}
