import Glibc
import GraphQLExecution
import GraphQLLanguage
import HTTPServer

/// Makes the spans of a request that was answered: the request, and in it what it was made ready and executed in.
enum RequestSpans {
    /// - Parameter trace: of the request; its caller's span is the parent, if there is one.
    static func make(
        _ request: borrowing AnsweredRequest, _ operation: PreparedOperation?, _ trace: TraceContext
    ) -> [SpanRecord] {
        // What was measured on the clock that never jumps, on the wall's.
        let offset = wallClock() - MonotonicClock.nanoseconds()
        let note = request.note
        var method = "", path = ""
        request.withMethod { method = text($0) }
        request.withPath { path = text($0) }
        var attributes: [(key: String, value: SpanRecord.Value)] = [
            ("http.request.method", .text(method)), ("url.path", .text(path)),
            ("http.response.status_code", .integer(request.status)),
        ]
        if let note {
            attributes.append(("creditgraph.outcome", .text(text(note.outcome.label))))
            if note.cost > 0 { attributes.append(("creditgraph.cost", .integer(note.cost))) }
        }
        if let operation {
            attributes.append(("graphql.operation.type", .text(operation.kind.rawValue)))
            if let name = operation.name { attributes.append(("graphql.operation.name", .text(name))) }
        }
        let isKnown = operation != nil || path == "/graphql" || path == "/graphql/stream"
        var spans = [
            SpanRecord(
                traceID: trace.traceID, spanID: trace.spanID, parentID: trace.parentID.isEmpty ? nil : trace.parentID,
                // Only paths that there are: names shall be few.
                name: isKnown ? "\(method) \(path)" : method, isServer: true, begin: request.begin + offset,
                end: request.begin + request.nanoseconds + offset, attributes: attributes,
                isError: request.status >= 500)
        ]
        for timing in note?.timings ?? [] {
            spans.append(
                SpanRecord(
                    traceID: trace.traceID, spanID: TraceContext.randomSpanID(), parentID: trace.spanID,
                    name: timing.name.description, isServer: false, begin: timing.begin + offset,
                    end: timing.end + offset, attributes: [], isError: false))
        }
        return spans
    }

    private static func text(_ bytes: Span<UInt8>) -> String {
        unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
    }

    private static func text(_ text: StaticString) -> String { text.description }
    private static func text(_ text: String) -> String { text }

    private static func wallClock() -> Int {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        return now.tv_sec * 1_000_000_000 + now.tv_nsec
    }
}
