import HTTPServer

/// One span of a trace.
/// - Source: OpenTelemetry, trace specification "Span".
package struct SpanRecord: Sendable {
    package enum Value: Sendable {
        case text(String)
        case integer(Int)
    }

    /// 32 hexadecimal digits.
    package let traceID: String
    /// 16 hexadecimal digits.
    package let spanID: String
    /// Nil: the trace begins here.
    package let parentID: String?
    package let name: String
    /// Whether it is of a request that came in, and not of a part of one.
    package let isServer: Bool
    /// - Unit: nanoseconds since 1970.
    package let begin: Int
    package let end: Int
    package let attributes: [(key: String, value: Value)]
    package let isError: Bool

    package init(
        traceID: String, spanID: String, parentID: String?, name: String, isServer: Bool, begin: Int, end: Int,
        attributes: [(key: String, value: Value)], isError: Bool
    ) {
        self.traceID = traceID
        self.spanID = spanID
        self.parentID = parentID
        self.name = name
        self.isServer = isServer
        self.begin = begin
        self.end = end
        self.attributes = attributes
        self.isError = isError
    }
}

/// Takes spans; must not wait.
package protocol SpanReceiver: AnyObject, Sendable {
    func receive(_ spans: [SpanRecord])
    /// About once a second.
    func tick()
}

/// Which requests become spans: those whose caller says so, and a share of those whose caller says nothing.
package struct SpanSampling: Sendable {
    /// From 0 to 100.
    package var percent: Int

    package init(percent: Int) { self.percent = percent }

    /// The context of a request that is traced; nil where it is not.
    func context(_ trace: TraceContext?) -> TraceContext? {
        if let trace { return trace.flags & 1 == 1 ? trace : nil }
        if Int.random(in: 0..<100) >= percent { return nil }
        return TraceContext.root()
    }
}
