import Configuration

/// A setting of the program: one name for the flag, the environment variable and the key in the file.
struct Setting: Sendable {
    /// As a flag without its dashes: `log-level`.
    let name: String
    /// What holds when nobody says; empty for none.
    let fallback: String
    let help: String

    /// `CREDITGRAPH_LOG_LEVEL`.
    var variable: String { "CREDITGRAPH_" + name.uppercased().replacing("-", with: "_") }
    /// `logLevel`, the key in the file.
    var key: String {
        let words = name.split(separator: "-")
        return words.prefix(1).joined() + words.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
    }

    static let store = Setting(
        name: "store", fallback: "sqlite:creditgraph.db", help: "Where the data is: sqlite:PATH.")
    static let config = Setting(
        name: "config", fallback: "", help: "A JSON file with any of these settings, by their names in the file.")
    static let listen = Setting(
        name: "listen", fallback: "127.0.0.1:8080", help: "Address and port to serve on; [::]:8080 for all addresses.")
    static let plugins = Setting(name: "plugins", fallback: "", help: "Directory of plugins.")
    static let pluginTrust = Setting(
        name: "plugin-trust", fallback: "",
        help: "A JSON file {hashes, keys, inProcess}: which plugins are let in.")
    static let threads = Setting(name: "threads", fallback: "1", help: "Threads that serve connections.")
    static let workers = Setting(name: "workers", fallback: "2", help: "Threads for answers that read the store.")
    static let explorer = Setting(
        name: "explorer", fallback: "on",
        help: "on, or off to serve no page at /: an editor for queries and a view of credits.")
    static let graphiqlDir = Setting(
        name: "graphiql-dir", fallback: "",
        help: "Directory with GraphiQL, served at /graphiql (deploy/graphiql DIR fills one).")
    static let drainSeconds = Setting(
        name: "drain-seconds", fallback: "10", help: "How long requests in flight may take after a stop was asked for.")
    static let logLevel = Setting(
        name: "log-level", fallback: "info", help: "trace, debug, info, notice, warning, error or critical.")
    static let logFormat = Setting(
        name: "log-format", fallback: "text", help: "text, or json for a JSON object a line.")

    static let maxTokens = Setting(
        name: "max-tokens", fallback: "20000", help: "Tokens that the document of a request may have.")
    static let maxDepth = Setting(
        name: "max-depth", fallback: "200", help: "How deep a document may nest, fragments put in place; at most 200.")
    static let suggestions = Setting(
        name: "suggestions", fallback: "on",
        help:
            "on, off, or roles parted by commas: to whom errors say “Did you mean”, which tells names of the schema.")

    static let maxBadRows = Setting(
        name: "max-bad-rows", fallback: "1", help: "Percent of bad rows from which on an imported file is refused.")
    static let lockSeconds = Setting(
        name: "lock-seconds", fallback: "10", help: "How long to wait for another process that writes to the store.")

    /// All of them, in the order in which help shows them.
    static let all =
        [
            listen, store, plugins, pluginTrust, config, threads, workers, explorer, graphiqlDir, drainSeconds,
            logLevel,
            logFormat, maxTokens, maxDepth, suggestions, maxBadRows, lockSeconds,
        ] + network + streams + documents + identity + limits + browser + operations + policy

    /// A page for `--help`.
    static func page(_ settings: [Setting]) -> String {
        let rows = settings.map { setting in
            "  --\(setting.name)  \(setting.variable)  \(setting.key)\n      \(setting.help)"
                + (setting.fallback.isEmpty ? "" : " Default: \(setting.fallback).")
        }
        return """
            Settings, as a flag, an environment variable, or a key of the JSON file named by --config; \
            the first of these that is given counts.

            \(rows.joined(separator: "\n"))
            """
    }
}

/// The values of the settings: flags before environment before file before defaults.
struct Settings: Sendable {
    private let flags: [String: String]
    private let environment: ConfigReader
    private let file: ConfigReader?

    /// - Parameter flags: what the command line gives; nil for what it does not.
    /// - Throws: `CommandFailure` where the file cannot be read.
    /// - Parameter more: what groups of options give.
    init(
        _ flags: KeyValuePairs<String, String?>, policy: PolicyOptions? = nil,
        more: [(name: String, value: String?)] = []
    ) async throws {
        var given: [String: String] = [:]
        for (name, value) in flags { if let value { given[name] = value } }
        for (name, value) in (policy?.flags ?? []) + more { if let value { given[name] = value } }
        self.flags = given
        environment = ConfigReader(provider: EnvironmentVariablesProvider()).scoped(to: "creditgraph")
        guard let path = given[Setting.config.name] ?? environment.string(forKey: ConfigKey(Setting.config.key)) else {
            file = nil
            return
        }
        do {
            let place = ConfigReader(provider: InMemoryProvider(values: ["filePath": .init(stringLiteral: path)]))
            file = ConfigReader(provider: try await FileProvider<JSONSnapshot>(config: place))
        } catch {
            throw CommandFailure(
                .noInput, "SETTINGS_FILE: \(path) cannot be read as settings: \(error). It must be a JSON object.")
        }
    }

    /// The value as text; empty where there is none.
    subscript(_ setting: Setting) -> String {
        let key = ConfigKey(setting.key)
        return flags[setting.name] ?? environment.string(forKey: key) ?? file?.string(forKey: key)
            ?? file?.int(forKey: key).map(String.init) ?? file?.bool(forKey: key).map { $0 ? "true" : "false" }
            ?? file?.stringArray(forKey: key).map { $0.joined(separator: ",") } ?? setting.fallback
    }

    /// Whether the value that counts is a number of the file with a fraction: not one that may decide about money.
    func isBareNumber(_ setting: Setting) -> Bool {
        let key = ConfigKey(setting.key)
        guard flags[setting.name] == nil, environment.string(forKey: key) == nil, let file else { return false }
        return file.string(forKey: key) == nil && file.int(forKey: key) == nil && file.double(forKey: key) != nil
    }

    /// The value as a whole number.
    /// - Throws: `CommandFailure` for anything else, and outside the range.
    func number(_ setting: Setting, in range: ClosedRange<Int>) throws(CommandFailure) -> Int {
        guard let value = Int(self[setting]), range.contains(value) else {
            throw CommandFailure(
                .usage,
                "SETTING_\(setting.key.uppercased()): --\(setting.name) is “\(self[setting])”; give a whole number from \(range.lowerBound) to \(range.upperBound)."
            )
        }
        return value
    }
}
