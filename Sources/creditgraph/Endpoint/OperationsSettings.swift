import ArgumentParser
import GraphQLHTTP
import HTTPServer
import Logging

/// What a server tells those who run it.
struct OperationsSettings: ParsableArguments {
    @Option(help: "off, key (a key without a customer scope reads it) or open: who reads /metrics. Default: key.")
    var metrics: String?

    @Option(help: "File for a JSON line a request, or - for standard output. Default: none.")
    var accessLog: String?

    @Option(help: "File for a JSON line a mutation and a refusal, or - for standard output. Default: none.")
    var auditLog: String?

    @Option(help: "From so long on a request is logged as slow; 0: none is. Default: 1000.")
    var slowMilliseconds: String?

    @Option(help: "Address of a collector that takes spans by OTLP over HTTP. Default: none.")
    var traceEndpoint: String?

    @Option(help: "Headers for the collector: NAME=VALUE,…. Default: none.")
    var traceHeaders: String?

    @Option(help: "Share of the requests without a traceparent that are traced. Default: 100.")
    var tracePercent: String?

    @Option(help: "How long the server still takes connections, not ready, after a stop was asked for. Default: 0.")
    var drainDelaySeconds: String?

    /// What the command line gives.
    var flags: [(name: String, value: String?)] {
        [
            ("metrics", metrics), ("access-log", accessLog), ("audit-log", auditLog),
            ("slow-milliseconds", slowMilliseconds), ("drain-delay-seconds", drainDelaySeconds),
            ("trace-endpoint", traceEndpoint), ("trace-headers", traceHeaders), ("trace-percent", tracePercent),
        ]
    }
}

extension Setting {
    static let metrics = Setting(
        name: "metrics", fallback: "key",
        help: "Who reads /metrics: off, key (whoever has a key with a role and no customer scope), or open to all.")
    static let accessLog = Setting(
        name: "access-log", fallback: "",
        help: "File for a JSON line a request, or - for standard output; SIGHUP opens it anew.")
    static let auditLog = Setting(
        name: "audit-log", fallback: "",
        help:
            "File for a JSON line a mutation and a refusal (401, 403), or - for standard output; SIGHUP opens it anew.")
    static let slowMilliseconds = Setting(
        name: "slow-milliseconds", fallback: "1000",
        help: "From so long on a request is logged as slow, with its cost, plan and document; 0: none is.")
    static let drainDelaySeconds = Setting(
        name: "drain-delay-seconds", fallback: "0",
        help:
            "How long the server still takes connections after a stop was asked for, while /readyz says 503, so that a load balancer has time to see it."
    )

    static let traceEndpoint = Setting(
        name: "trace-endpoint", fallback: "",
        help:
            "Address of a collector that takes spans by OTLP over HTTP with JSON, as http://127.0.0.1:4318/v1/traces. It never holds a request up: what it does not take is dropped and counted in /metrics."
    )
    static let traceHeaders = Setting(
        name: "trace-headers", fallback: "",
        help: "Headers for the collector, as NAME=VALUE,NAME=VALUE; better from the environment or a file than a flag.")
    static let tracePercent = Setting(
        name: "trace-percent", fallback: "100",
        help:
            "Share of the requests without a traceparent that are traced; with one its sampled flag decides. A whole number of percent."
    )

    static let operations = [
        metrics, accessLog, auditLog, slowMilliseconds, drainDelaySeconds, traceEndpoint, traceHeaders, tracePercent,
    ]
}

/// The logs that requests write, and the counters behind `/metrics`.
struct Operations: Sendable {
    enum MetricsAccess: Sendable { case off, key, open }

    let metrics = RequestMetrics()
    let logs: RequestObserver.Logs
    let access: MetricsAccess
    /// Nil: nothing is exported.
    let exporter: TraceExporter?

    init(_ settings: Settings, _ log: Logger) throws(CommandFailure) {
        access = try settings.choice(.metrics, ["off": MetricsAccess.off, "key": .key, "open": .open])
        var logs = RequestObserver.Logs()
        logs.access = try Self.file(settings, .accessLog)
        logs.audit = try Self.file(settings, .auditLog)
        let slow = try settings.number(.slowMilliseconds, in: 0...3_600_000)
        logs.slowMicroseconds = slow > 0 ? slow * 1_000 : nil
        logs.slow = { request in
            var about: Logger.Metadata = [
                "milliseconds": "\(request.microseconds / 1_000)", "cost": "\(request.cost)", "plan": "\(request.plan)",
                "document": "\(request.document)",
            ]
            if let name = request.operation { about["operation"] = "\(name)" }
            if let viewer = request.viewer { about["viewer"] = "\(viewer)" }
            if let trace = request.traceID { about["trace"] = "\(trace)" }
            log.warning("a slow request", metadata: about)
        }
        exporter = try Self.exporter(settings, log)
        logs.spans = exporter
        logs.sampling.percent = try settings.number(.tracePercent, in: 0...100)
        self.logs = logs
    }

    private static func exporter(_ settings: Settings, _ log: Logger) throws(CommandFailure) -> TraceExporter? {
        let url = settings[.traceEndpoint]
        if url.isEmpty { return nil }
        guard url.hasPrefix("http://") || url.hasPrefix("https://") else {
            throw CommandFailure(
                .usage,
                "SETTING_TRACEENDPOINT: --trace-endpoint is “\(url)”; give the whole address of the collector, as http://127.0.0.1:4318/v1/traces."
            )
        }
        var headers: [String] = []
        for entry in settings[.traceHeaders].split(separator: ",") {
            guard let sign = entry.firstIndex(of: "="), sign != entry.startIndex else {
                throw CommandFailure(
                    .usage,
                    "SETTING_TRACEHEADERS: an entry of --trace-headers is not NAME=VALUE; part entries by commas.")
            }
            headers.append("\(entry[..<sign].drop { $0 == " " }): \(entry[entry.index(after: sign)...])")
        }
        return TraceExporter(url, headers: headers, log: log)
    }

    /// What the server asks for each of its loops; nil where nobody wants to know anything.
    var observer: (() -> any LoopObserver)? {
        if access == .off, logs.access == nil, logs.audit == nil, logs.slowMicroseconds == nil, exporter == nil {
            return nil
        }
        return { RequestObserver(metrics, logs) }
    }

    /// After a log was moved away.
    func reopenLogs() {
        logs.access?.reopen()
        logs.audit?.reopen()
    }

    private static func file(_ settings: Settings, _ setting: Setting) throws(CommandFailure) -> LogFile? {
        let path = settings[setting]
        if path.isEmpty { return nil }
        do throws(LogFile.Problem) {
            return try LogFile(path)
        } catch {
            throw CommandFailure(
                .cannotWrite, "SETTING_\(setting.key.uppercased()): \(path) cannot be opened for writing: \(error).")
        }
    }
}
