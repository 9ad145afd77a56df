import GraphQLExecution
import GraphQLLanguage
import HTTPServer
import Locking
import Synchronization

/// A number that one thread counts up and any reads.
final class Counter: Sendable {
    private let number = Atomic<Int>(0)

    var value: Int { number.load(ordering: .relaxed) }

    /// Only the owner's thread calls it, so nothing is lost without a locked instruction.
    func add(_ amount: Int) { number.store(number.load(ordering: .relaxed) &+ amount, ordering: .relaxed) }
}

/// What one loop has answered.
final class LoopMetrics: Sendable {
    /// Upper bounds of the latencies that are told apart.
    /// - Unit: microseconds.
    static let bounds = [
        100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
        5_000_000, 10_000_000,
    ]
    static let kinds = ["query", "mutation", "subscription", "none"]
    /// Operations of more names count as those of no name.
    private static let nameLimit = 200

    /// Of one operation's name.
    final class Named: Sendable {
        let requests = Counter()
        let failures = Counter()
        let microseconds = Counter()
    }

    /// By hundreds: 1 to 5.
    let statuses = (0...5).map { _ in Counter() }
    /// By kind, then by outcome.
    let outcomes = kinds.map { _ in AnswerNote.Outcome.allCases.map { _ in Counter() } }
    /// By bound; the last is for all above.
    let latencies = (0...bounds.count).map { _ in Counter() }
    let microseconds = Counter()
    let bytes = Counter()
    let cost = Counter()
    private let names = Lock<[String: Named]>([:])

    var named: [String: Named] { names.withLock { $0 } }

    func add(_ name: String) -> Named? {
        names.withLock { names in
            guard names.count < Self.nameLimit else { return nil }
            let made = Named()
            names[name] = made
            return made
        }
    }
}

/// What all loops of a server have answered, and how it reads as Prometheus text.
package final class RequestMetrics: Sendable {
    private let loops = Lock<[LoopMetrics]>([])

    package init() {}

    func addLoop() -> LoopMetrics {
        let made = LoopMetrics()
        loops.withLock { $0.append(made) }
        return made
    }

    package func write(into text: inout PrometheusText) {
        let loops = loops.withLock { $0 }
        func sum(_ counter: (LoopMetrics) -> Counter) -> Int { loops.reduce(0) { $0 + counter($1).value } }
        text.family("creditgraph_http_requests_total", .counter, "Requests answered, by the class of their status.")
        for hundred in 1...5 {
            text.sample([("status", "\(hundred)xx")], sum { $0.statuses[hundred] })
        }
        text.family("creditgraph_http_response_bytes_total", .counter, "Bytes of answers, headers left out.")
        text.sample(sum { $0.bytes })
        text.family(
            "creditgraph_graphql_requests_total", .counter, "GraphQL requests by kind of operation and outcome.")
        for (kind, name) in LoopMetrics.kinds.enumerated() {
            for outcome in AnswerNote.Outcome.allCases {
                text.sample(
                    [("kind", name), ("outcome", outcome.label)],
                    sum { $0.outcomes[kind][Int(outcome.rawValue)] })
            }
        }
        text.family("creditgraph_graphql_cost_total", .counter, "Cost of what was executed, by @cost.")
        text.sample(sum { $0.cost })
        text.family("creditgraph_http_request_seconds", .histogram, "From a request's headers to its answer.")
        var below = 0
        for (index, bound) in LoopMetrics.bounds.enumerated() {
            below += sum { $0.latencies[index] }
            text.sample("_bucket", [("le", PrometheusText.seconds(bound))], below)
        }
        below += sum { $0.latencies[LoopMetrics.bounds.count] }
        text.sample("_bucket", [("le", "+Inf")], below)
        text.sample("_sum", [], text: PrometheusText.seconds(sum { $0.microseconds }))
        text.sample("_count", [], below)
        var named: [String: (requests: Int, failures: Int, microseconds: Int)] = [:]
        for loop in loops {
            for (name, counters) in loop.named {
                let known = named[name] ?? (0, 0, 0)
                named[name] = (
                    known.requests + counters.requests.value, known.failures + counters.failures.value,
                    known.microseconds + counters.microseconds.value
                )
            }
        }
        let sorted = named.sorted { $0.key < $1.key }
        text.family("creditgraph_operation_requests_total", .counter, "Requests by the operation's name.")
        for (name, counts) in sorted { text.sample([("operation", name)], counts.requests) }
        text.family("creditgraph_operation_failures_total", .counter, "Of those the ones with errors.")
        for (name, counts) in sorted { text.sample([("operation", name)], counts.failures) }
        text.family("creditgraph_operation_seconds_total", .counter, "Time to their answers.")
        for (name, counts) in sorted {
            text.sample("", [("operation", name)], text: PrometheusText.seconds(counts.microseconds))
        }
    }
}

extension AnswerNote.Outcome {
    var label: String {
        switch self {
        case .ok: "ok"
        case .fieldErrors: "field_errors"
        case .requestError: "request_error"
        case .stopped: "stopped"
        case .refused: "refused"
        }
    }
}

extension OperationKind {
    /// Place among `LoopMetrics.kinds`.
    var metricIndex: Int {
        switch self {
        case .query: 0
        case .mutation: 1
        case .subscription: 2
        }
    }
}
