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
    private var lines = AccessLines()

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
            lines.add(request, operation, microseconds: microseconds)
            if lines.count >= Self.flushedBytes { flush(access) }
        }
        if let audit = logs.audit, operation?.kind == .mutation || request.status == 401 || request.status == 403 {
            let start = lines.count
            lines.add(request, operation, microseconds: microseconds)
            lines.take(from: start) { audit.write($0) }
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
        if let access = logs.access, lines.count > 0 { flush(access) }
        logs.spans?.tick()
    }

    private func flush(_ file: LogFile) {
        lines.take { file.write($0) }
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
