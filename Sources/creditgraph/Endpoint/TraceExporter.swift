import Dispatch
import Glibc
import GraphQLHTTP
import HTTPClient
import JSON
import Locking
import Logging

/// Sends spans to a collector in batches, by OTLP over HTTP with JSON. Requests never wait for it: what finds the queue
/// full, or the collector away, is dropped and counted.
/// - Source: OpenTelemetry protocol specification, "OTLP/HTTP", "JSON Protobuf Encoding".
final class TraceExporter: SpanReceiver {
    struct Counters: Sendable {
        var exported = 0
        /// The queue was full.
        var dropped = 0
        /// The collector did not take them.
        var failed = 0
    }

    private struct State {
        var waiting: [SpanRecord] = []
        var isSending = false
        var isDown = false
        var counters = Counters()
    }

    private static let batch = 512

    private let url: String
    private let headers: [String]
    private let capacity: Int
    private let log: Logger
    private let state = Lock(State())

    /// - Parameters:
    ///   - headers: as `Name: value`; never logged.
    ///   - capacity: spans that wait at most.
    init(_ url: String, headers: [String] = [], capacity: Int = 8_192, log: Logger) {
        self.url = url
        self.headers = headers + ["Content-Type: application/json"]
        self.capacity = capacity
        self.log = log
    }

    var counters: Counters { state.withLock { $0.counters } }

    func receive(_ spans: [SpanRecord]) {
        let begins = state.withLock { state in
            if state.waiting.count + spans.count > capacity {
                state.counters.dropped += spans.count
                return false
            }
            state.waiting += spans
            return Self.begins(&state, from: Self.batch)
        }
        if begins { sendInBackground() }
    }

    func tick() { if state.withLock({ Self.begins(&$0, from: 1) }) { sendInBackground() } }

    /// Sends what waits, on this thread; for the end of the program, which a slow collector holds up for so long only
    /// (and for the batch that is then under way).
    func close(atMostMilliseconds limit: Int = 5_000) {
        let end = ContinuousClock.now + .milliseconds(limit)
        // A batch that is under way may end first.
        while state.withLock({ $0.isSending }), ContinuousClock.now < end { poll(nil, 0, 10) }
        while state.withLock({ !$0.waiting.isEmpty && !$0.isDown && !$0.isSending }), ContinuousClock.now < end {
            send()
        }
        let left = state.withLock { state in
            defer { state.waiting = [] }
            state.counters.dropped += state.waiting.count
            return state.waiting.count
        }
        if left > 0 { log.warning("spans were not exported before the end", metadata: ["spans": "\(left)"]) }
    }

    private static func begins(_ state: inout State, from count: Int) -> Bool {
        if state.isSending || state.waiting.count < count { return false }
        state.isSending = true
        return true
    }

    private func sendInBackground() {
        DispatchQueue.global(qos: .utility).async { [self] in
            repeat {
                send()
            } while state.withLock { state in
                state.isSending = state.waiting.count >= Self.batch
                return state.isSending
            }
        }
    }

    private func send() {
        let spans = state.withLock { state in
            let spans = Array(state.waiting.prefix(Self.batch))
            state.waiting.removeFirst(spans.count)
            return spans
        }
        if spans.isEmpty { return }
        var problem: String?
        do throws(HTTPClientError) {
            let answer = try OutgoingRequest(
                url, headers: headers, body: Self.encode(spans), timeoutMilliseconds: 5_000, limitBytes: 64 << 10
            ).send()
            if !(200..<300).contains(answer.status) { problem = "the collector answered \(answer.status)" }
        } catch {
            problem = error.description
        }
        let isNews = state.withLock { state in
            let wasDown = state.isDown
            state.isDown = problem != nil
            if problem == nil { state.counters.exported += spans.count } else { state.counters.failed += spans.count }
            return wasDown != state.isDown
        }
        // Said once, not once a batch.
        guard isNews else { return }
        if let problem {
            log.warning("spans cannot be exported", metadata: ["error": "\(problem)"])
        } else {
            log.info("spans are exported again")
        }
    }

    /// A body of `/v1/traces`.
    static func encode(_ spans: [SpanRecord]) -> [UInt8] {
        var json = JSONWriter()
        json.beginObject()
        json.key("resourceSpans")
        json.beginArray()
        json.beginObject()
        json.key("resource")
        json.beginObject()
        write([("service.name", .text("creditgraph"))], into: &json)
        json.endObject()
        json.key("scopeSpans")
        json.beginArray()
        json.beginObject()
        json.key("scope")
        json.beginObject()
        json.key("name")
        json.string("creditgraph")
        json.endObject()
        json.key("spans")
        json.beginArray()
        for span in spans { write(span, into: &json) }
        json.endArray()
        json.endObject()
        json.endArray()
        json.endObject()
        json.endArray()
        json.endObject()
        return json.bytes
    }

    private static func write(_ span: SpanRecord, into json: inout JSONWriter) {
        json.beginObject()
        for (key, text) in [("traceId", span.traceID), ("spanId", span.spanID), ("name", span.name)] {
            json.key(key)
            json.string(text)
        }
        if let parent = span.parentID {
            json.key("parentSpanId")
            json.string(parent)
        }
        json.key("kind")
        json.integer(span.isServer ? 2 : 1)
        // 64-bit numbers are texts in this encoding.
        json.key("startTimeUnixNano")
        json.string(String(span.begin))
        json.key("endTimeUnixNano")
        json.string(String(span.end))
        write(span.attributes, into: &json)
        if span.isError {
            json.key("status")
            json.beginObject()
            json.key("code")
            json.integer(2)
            json.endObject()
        }
        json.endObject()
    }

    private static func write(_ attributes: [(key: String, value: SpanRecord.Value)], into json: inout JSONWriter) {
        json.key("attributes")
        json.beginArray()
        for (key, value) in attributes {
            json.beginObject()
            json.key("key")
            json.string(key)
            json.key("value")
            json.beginObject()
            switch value {
            case .text(let text):
                json.key("stringValue")
                json.string(text)
            case .integer(let number):
                json.key("intValue")
                json.string(String(number))
            }
            json.endObject()
            json.endObject()
        }
        json.endArray()
    }
}
