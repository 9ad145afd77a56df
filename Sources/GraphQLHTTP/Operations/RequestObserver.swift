import Glibc
import GraphQLExecution
import GraphQLLanguage
package import HTTPServer

/// Counts and logs what one loop answers. A line of a log is written into a buffer that is used again and again.
package final class RequestObserver: LoopObserver {
    /// What is logged, where.
    package struct Logs: Sendable {
        /// A line for every request; nil: none.
        package var access: LogFile?
        /// A line for every mutation and every refusal.
        package var audit: LogFile?
        /// Takes the spans of requests; nil: none are made.
        package var spans: (any SpanReceiver)?
        package var sampling = SpanSampling(percent: 100)
        /// From so long on a request is slow; nil: none is.
        /// - Unit: microseconds.
        package var slowMicroseconds: Int?
        /// Hears of slow requests.
        package var slow: @Sendable (SlowRequest) -> Void = { _ in }

        package init() {}
    }

    /// A request that took long.
    package struct SlowRequest: Sendable {
        package let operation: String?
        package let microseconds: Int
        package let cost: Int
        /// What was planned, in words.
        package let plan: String
        /// In one line, cut where it is long. It holds no variables.
        package let document: String
        package let viewer: String?
        package let traceID: String?
    }

    /// - Unit: bytes.
    private static let flushedBytes = 32 << 10

    private let metrics: LoopMetrics
    private let logs: Logs
    /// The counters of names that this loop has met.
    private var named: [String: LoopMetrics.Named] = [:]
    private var lines = ResponseWriter(capacity: 4_096)
    /// The date and time of the second that was logged last.
    private var second = 0
    private var secondText: [UInt8] = []

    package init(_ metrics: RequestMetrics, _ logs: Logs) {
        self.metrics = metrics.addLoop()
        self.logs = logs
    }

    package func answered(_ request: borrowing AnsweredRequest) {
        let microseconds = request.nanoseconds / 1_000
        let note = request.note
        // Only this target makes notes with operations.
        let operation = note?.operation.map { unsafe unsafeDowncast($0, to: PreparedOperation.self) }
        metrics.statuses[min(max(request.status / 100, 0), 5)].add(1)
        metrics.bytes.add(request.bytes)
        metrics.microseconds.add(microseconds)
        metrics.latencies[Self.bucket(microseconds)].add(1)
        if let note {
            metrics.outcomes[operation?.kind.metricIndex ?? 3][Int(note.outcome.rawValue)].add(1)
            metrics.cost.add(note.cost)
            if let name = operation?.name, let counters = counters(name) {
                counters.requests.add(1)
                counters.microseconds.add(microseconds)
                if note.outcome != .ok { counters.failures.add(1) }
            }
        }
        if let access = logs.access {
            line(request, operation, microseconds)
            if lines.position >= Self.flushedBytes { flush(access) }
        }
        if let audit = logs.audit, operation?.kind == .mutation || request.status == 401 || request.status == 403 {
            let start = lines.position
            line(request, operation, microseconds)
            lines.withBytes { audit.write($0.extracting(start..<$0.count)) }
            lines.truncate(to: start)
        }
        if let spans = logs.spans, let trace = logs.sampling.context(request.trace) {
            spans.receive(RequestSpans.make(request, operation, trace))
        }
        if let limit = logs.slowMicroseconds, microseconds >= limit, let operation, let note {
            logs.slow(
                SlowRequest(
                    operation: operation.name, microseconds: microseconds, cost: note.cost, plan: note.planText,
                    document: operation.document.line(atMost: 2_000), viewer: note.viewer,
                    traceID: request.trace?.traceID))
        }
    }

    package func tick() {
        if let access = logs.access, lines.position > 0 { flush(access) }
        logs.spans?.tick()
    }

    private func flush(_ file: LogFile) {
        lines.withBytes { file.write($0) }
        lines.truncate(to: 0)
    }

    private static func bucket(_ microseconds: Int) -> Int {
        var index = 0
        while index < LoopMetrics.bounds.count, microseconds > LoopMetrics.bounds[index] { index += 1 }
        return index
    }

    private func counters(_ name: String) -> LoopMetrics.Named? {
        if let known = named[name] { return known }
        guard let made = metrics.add(name) else { return nil }
        named[name] = made
        return made
    }

    /// One JSON object, and the line's end.
    private func line(_ request: borrowing AnsweredRequest, _ operation: PreparedOperation?, _ microseconds: Int) {
        lines.raw("{\"time\":\"")
        time()
        lines.raw("\",\"address\":\"")
        request.withAddress { lines.raw($0) }
        if let client = request.client {
            lines.raw("\",\"proxy\":\"")
            request.peer?.withText { lines.raw($0) }
            if let scheme = client.scheme {
                lines.raw("\",\"scheme\":\"")
                lines.raw(scheme == .https ? "https" : "http")
            }
            if let host = client.host {
                // Of letters, digits and a few signs that need no escape.
                lines.raw("\",\"host\":\"")
                let utf8 = host.utf8
                lines.raw(utf8.span)
            }
        }
        lines.raw("\",\"method\":")
        request.withMethod { lines.string($0) }
        lines.raw(",\"path\":")
        request.withPath { lines.string($0) }
        lines.raw(",\"status\":")
        lines.integer(request.status)
        lines.raw(",\"bytes\":")
        lines.integer(request.bytes)
        lines.raw(",\"microseconds\":")
        lines.integer(microseconds)
        if let note = request.note {
            lines.raw(",\"outcome\":")
            lines.string(note.outcome.label)
            if let operation {
                lines.raw(",\"kind\":")
                lines.string(operation.kind.rawValue)
                if let name = operation.name {
                    lines.raw(",\"operation\":")
                    lines.string(name)
                }
                lines.raw(",\"cost\":")
                lines.integer(note.cost)
            }
            if note.errorCount > 0 {
                lines.raw(",\"errors\":")
                lines.integer(note.errorCount)
            }
            if let viewer = note.viewer {
                lines.raw(",\"viewer\":")
                lines.string(viewer)
            }
        }
        if let trace = request.trace {
            lines.raw(",\"trace\":")
            lines.string(trace.traceID)
        }
        lines.raw("}\n")
    }

    /// `2026-11-27T22:20:21.123Z`.
    private func time() {
        var now = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &now)
        if now.tv_sec != second || secondText.isEmpty {
            second = now.tv_sec
            var parts = unsafe tm()
            unsafe gmtime_r(&now.tv_sec, &parts)
            func two(_ number: Int32) -> String { number < 10 ? "0\(number)" : "\(number)" }
            let day = unsafe "\(parts.tm_year + 1_900)-\(two(parts.tm_mon + 1))-\(two(parts.tm_mday))"
            secondText = unsafe Array("\(day)T\(two(parts.tm_hour)):\(two(parts.tm_min)):\(two(parts.tm_sec)).".utf8)
        }
        lines.raw(secondText.span)
        let milliseconds = now.tv_nsec / 1_000_000
        lines.byte(UInt8(ascii: "0") + UInt8(milliseconds / 100))
        lines.byte(UInt8(ascii: "0") + UInt8(milliseconds / 10 % 10))
        lines.byte(UInt8(ascii: "0") + UInt8(milliseconds % 10))
        lines.byte(UInt8(ascii: "Z"))
    }
}

extension AnswerNote {
    fileprivate var planText: String {
        guard let plan = plan.map({ unsafe unsafeDowncast($0, to: Plan.self) }) else { return "none" }
        let how = plan.isAsynchronous ? "answers later" : plan.waits ? "waits for the store" : "from memory"
        return "\(plan.fieldCount) fields, \(how)"
    }
}

extension Document {
    /// In one line.
    fileprivate func line(atMost limit: Int) -> String {
        let text = Printer.print(self).split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
        return text.count > limit ? text.prefix(limit) + "…" : text
    }
}
