import GraphQLHTTP
import Logging
import Testing

@testable import creditgraph

@Suite("Spans that wait for a collector")
struct TraceExporterTests {
    private static func spans(_ count: Int) -> [SpanRecord] {
        (0..<count).map { number in
            SpanRecord(
                traceID: "4bf92f3577b34da6a3ce929d0e0e4736", spanID: "00f067aa0ba902b\(number % 10)", parentID: nil,
                name: "query", isServer: true, begin: 1, end: 2, attributes: [], isError: false)
        }
    }

    @Test func `a full queue takes all spans of a request or none, and counts those it drops`() {
        // Fewer than a batch wait, so nothing is sent to the address.
        let exporter = TraceExporter("http://127.0.0.1:1/v1/traces", capacity: 10, log: Logger(label: "test"))
        var dropped: [Int] = []
        for count in [6, 5, 4, 1, 0, 3] {
            exporter.receive(Self.spans(count))
            dropped.append(exporter.counters.dropped)
        }
        #expect(dropped == [0, 5, 5, 6, 6, 9])
        #expect(exporter.counters.exported == 0 && exporter.counters.failed == 0)
        // Nobody is at that address: what waits is given up when the program ends.
        exporter.close()
        #expect(exporter.counters.failed == 10 && exporter.counters.exported == 0)
    }
}
