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

    @Option(help: "How long the server still takes connections, not ready, after a stop was asked for. Default: 0.")
    var drainDelaySeconds: String?

    /// What the command line gives.
    var flags: [(name: String, value: String?)] {
        [
            ("metrics", metrics), ("access-log", accessLog), ("audit-log", auditLog),
            ("slow-milliseconds", slowMilliseconds), ("drain-delay-seconds", drainDelaySeconds),
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

    static let operations = [metrics, accessLog, auditLog, slowMilliseconds, drainDelaySeconds]
}

/// The logs that requests write, and the counters behind `/metrics`.
struct Operations: Sendable {
    enum MetricsAccess: Sendable { case off, key, open }

    let metrics = RequestMetrics()
    let logs: RequestObserver.Logs
    let access: MetricsAccess

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
        self.logs = logs
    }

    /// What the server asks for each of its loops; nil where nobody wants to know anything.
    var observer: (() -> any LoopObserver)? {
        if access == .off, logs.access == nil, logs.audit == nil, logs.slowMicroseconds == nil { return nil }
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
