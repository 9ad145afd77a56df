import HTTPServer
import Testing

@Suite("traceparent")
struct TraceContextTests {
    static let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
    static let good = "00-\(trace)-00f067aa0ba902b7-01"

    @Test func `is taken up with a span of its own`() throws {
        let context = try #require(TraceContext(Self.good))
        #expect(context.traceID == Self.trace && context.parentID == "00f067aa0ba902b7" && context.flags == 1)
        #expect(context.text.hasPrefix("00-\(Self.trace)-") && context.text.hasSuffix("-01"))
        #expect(context.spanID.count == 16 && context.spanID != context.parentID)
        #expect(TraceContext("cc-\(Self.trace)-00f067aa0ba902b7-01-what-comes-later") != nil)
    }

    @Test(
        "is left out where it is wrong",
        arguments: [
            "", "00", "00-\(trace)-00f067aa0ba902b7", "00-\(trace)-00f067aa0ba902b7-01-x",
            "ff-\(trace)-00f067aa0ba902b7-01",
            "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "00-\(trace)-0000000000000000-01",
            "00-\(trace.uppercased())-00f067aa0ba902b7-01", "00-\(trace)_00f067aa0ba902b7-01",
            "00-\(trace)-00f067aa0ba902b7-0x",
        ])
    func wrong(text: String) { #expect(TraceContext(text) == nil) }

    @Test func `a trace that begins here has ids of its own and is told`() {
        let (one, other) = (TraceContext.root(), TraceContext.root())
        #expect(one.traceID.utf8.count == 32 && one.spanID.utf8.count == 16 && one.parentID.isEmpty && one.flags == 1)
        #expect(one.traceID != other.traceID && one.spanID != other.spanID)
        #expect(TraceContext(one.text)?.traceID == one.traceID)
    }
}
