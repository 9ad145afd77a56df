import ArgumentParser
import GraphQLHTTP

/// How GraphQL is spoken over HTTP, and what goes on: events and answers in parts.
struct StreamSettings: ParsableArguments {
    @Option(help: "Requests that one array may hold; 0 refuses arrays. Default: 0.")
    var maxBatch: String?

    @Option(help: "released, or draft for the status codes of the newest draft. Default: released.")
    var statusCodes: String?

    @Option(help: "on: the schema has @defer and @stream, answered as multipart/mixed or events. Default: off.")
    var incremental: String?

    @Option(help: "Event streams in all. Default: 1000.")
    var maxStreams: String?

    @Option(help: "Event streams of one viewer. Default: 100.")
    var maxStreamsPerViewer: String?

    @Option(help: "An event stream without events sends a sign of life after so long. Default: 12.")
    var heartbeatSeconds: String?

    @Option(help: "Events go on so long after a connection broke, for a client that comes back. Default: 30.")
    var resumeSeconds: String?

    @Option(help: "After so long a client is asked to open its event stream again. Default: 15.")
    var streamMinutes: String?

    @Option(help: "Answers from so many bytes on are packed by gzip where accepted; 0: none. Default: 8192.")
    var gzipBytes: String?

    @Option(help: "Lists that are sent as CSV or JSON lines at once. Default: 16.")
    var maxDownloads: String?

    @Option(help: "How long one of them may take. Default: 900.")
    var downloadSeconds: String?

    /// What the command line gives.
    var flags: [(name: String, value: String?)] {
        [
            ("max-batch", maxBatch), ("status-codes", statusCodes), ("incremental", incremental),
            ("max-streams", maxStreams), ("max-streams-per-viewer", maxStreamsPerViewer),
            ("heartbeat-seconds", heartbeatSeconds), ("resume-seconds", resumeSeconds),
            ("stream-minutes", streamMinutes), ("gzip-bytes", gzipBytes), ("max-downloads", maxDownloads),
            ("download-seconds", downloadSeconds),
        ]
    }
}

extension Setting {
    static let maxBatch = Setting(
        name: "max-batch", fallback: "0", help: "Requests that one JSON array may hold; 0 refuses arrays.")
    static let statusCodes = Setting(
        name: "status-codes", fallback: "released",
        help:
            "released: 400 for what cannot be executed; draft: 422 for what can be parsed but not executed and 294 for data with errors, as the newest draft of GraphQL over HTTP has it. Both count for application/graphql-response+json."
    )
    static let incremental = Setting(
        name: "incremental", fallback: "off",
        help:
            "on or off: whether the schema has @defer and @stream; what they leave for later comes as multipart/mixed or text/event-stream, whichever is accepted."
    )
    static let maxStreams = Setting(name: "max-streams", fallback: "1000", help: "Event streams in all.")
    static let maxStreamsPerViewer = Setting(
        name: "max-streams-per-viewer", fallback: "100", help: "Event streams of one key.")
    static let heartbeatSeconds = Setting(
        name: "heartbeat-seconds", fallback: "12",
        help: "An event stream without events sends a sign of life after so long.")
    static let resumeSeconds = Setting(
        name: "resume-seconds", fallback: "30",
        help:
            "How long events go on, and are kept, after a connection broke; a client that comes back with Last-Event-ID misses none. 0: not at all."
    )
    static let streamMinutes = Setting(
        name: "stream-minutes", fallback: "15",
        help: "After so long a client is asked to open its event stream again, so that its key is checked again.")

    static let gzipBytes = Setting(
        name: "gzip-bytes", fallback: "8192",
        help: "Answers from so many bytes on are packed by gzip where a client accepts it; 0: none is.")
    static let maxDownloads = Setting(
        name: "max-downloads", fallback: "16",
        help: "Lists that are sent as CSV or JSON lines at once; each holds a view of the store while it goes on.")
    static let downloadSeconds = Setting(
        name: "download-seconds", fallback: "900", help: "How long a list as CSV or JSON lines may take.")

    static let streams = [
        maxBatch, statusCodes, incremental, maxStreams, maxStreamsPerViewer, heartbeatSeconds, resumeSeconds,
        streamMinutes, gzipBytes, maxDownloads, downloadSeconds,
    ]
}

extension Settings {
    func apply(streamsTo options: inout EndpointOptions) throws(CommandFailure) {
        options.batchLimit = try number(.maxBatch, in: 0...10_000)
        options.statusCodes = try choice(.statusCodes, ["released": StatusCodes.released, "draft": .draft])
        options.isIncremental = try flag(.incremental)
        options.events.limit = try number(.maxStreams, in: 0...100_000)
        options.events.limitPerViewer = try number(.maxStreamsPerViewer, in: 0...100_000)
        options.events.heartbeatMilliseconds = try number(.heartbeatSeconds, in: 1...3_600) * 1_000
        options.events.resumeMilliseconds = try number(.resumeSeconds, in: 0...3_600) * 1_000
        options.gzipBytes = try number(.gzipBytes, in: 0...1_000_000_000)
        options.downloads = try number(.maxDownloads, in: 0...10_000)
        options.downloadMilliseconds = try number(.downloadSeconds, in: 1...86_400) * 1_000
        options.events.lifetimeMilliseconds = try number(.streamMinutes, in: 1...10_000) * 60_000
    }

    /// The value as `on` or `off`.
    /// - Throws: `CommandFailure` for anything else.
    func flag(_ setting: Setting) throws(CommandFailure) -> Bool { try choice(setting, ["on": true, "off": false]) }

    /// The value as one of some words.
    /// - Throws: `CommandFailure` for any other.
    func choice<Value>(_ setting: Setting, _ words: KeyValuePairs<String, Value>) throws(CommandFailure) -> Value {
        if let known = words.first(where: { $0.key == self[setting] }) { return known.value }
        throw CommandFailure(
            .usage,
            "SETTING_\(setting.key.uppercased()): --\(setting.name) is “\(self[setting])”; give \(words.map(\.key).joined(separator: " or "))."
        )
    }
}
