import ArgumentParser
import Catalogue
import Credit
import CreditAPI
import CreditLedger
import GraphQLExecution
import GraphQLHTTP
import GraphQLType
import HTTPServer
import Logging
import Store
import StoreSQLite

/// `creditgraph serve`: the GraphQL server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the GraphQL API at /graphql, a page for browsers at /, /healthz and /readyz.",
        discussion: """
            Each request needs an API key (creditgraph key new): Authorization: Bearer KEY. What other processes import \
            shows within half a second. SIGTERM and SIGINT take no new connections, finish the requests in flight and end \
            the program.

            \(Setting.page(Self.settings))
            """)

    private static let settings: [Setting] = [
        .listen, .store, .plugins, .config, .threads, .workers, .explorer, .graphiqlDir, .drainSeconds, .lockSeconds,
        .logLevel, .logFormat,
    ]

    @Option(help: "Address and port to serve on. Default: 127.0.0.1:8080.")
    var listen: String?

    @OptionGroup var storeOptions: StoreOptions

    @Option(help: "Directory of plugins (not built yet).")
    var plugins: String?

    @Option(help: "Threads that serve connections. Default: 1.")
    var threads: String?

    @Option(help: "Threads for answers that read the store. Default: 2.")
    var workers: String?

    @Option(help: "on, or off to serve no page at /. Default: on.")
    var explorer: String?

    @Option(help: "Directory with GraphiQL, served at /graphiql.")
    var graphiqlDir: String?

    @Option(help: "How long requests in flight may take after a stop was asked for. Default: 10.")
    var drainSeconds: String?

    @Option(help: "trace, debug, info, notice, warning, error or critical. Default: info.")
    var logLevel: String?

    @Option(help: "text or json. Default: text.")
    var logFormat: String?

    func run() async throws {
        try await CommandFailure.handle("serve") {
            let settings = try await Settings([
                "listen": listen, "store": storeOptions.store, "plugins": plugins, "config": storeOptions.config,
                "threads": threads, "workers": workers, "explorer": explorer, "graphiql-dir": graphiqlDir,
                "drain-seconds": drainSeconds,
                "lock-seconds": storeOptions.lockSeconds, "log-level": logLevel, "log-format": logFormat,
            ])
            try serve(settings)
        }
    }

    private func serve(_ settings: Settings) throws {
        let address = try ListenAddress(settings[.listen])
        let log = try Self.logger(settings)
        if !settings[.plugins].isEmpty {
            throw CommandFailure(
                .usage, "PLUGINS_NOT_BUILT: plugins are not built yet; leave --plugins away, so that no rule is missed."
            )
        }
        let threads = try settings.number(.threads, in: 1...256)
        let workers = try settings.number(.workers, in: 1...256)
        let drainSeconds = try settings.number(.drainSeconds, in: 0...3_600)
        let binding = try Self.binding()
        let store = try StoreOptions.open(settings, creates: true)
        let signals = StopSignals()
        let site = Site(store: store, holder: try CatalogueHolder(store), log: log)
        let executor = Executor(binding) { error, field in
            log.error("a field failed", metadata: ["field": "\(field)", "error": "\(Self.text(of: error))"])
        }
        let endpoint = GraphQLEndpoint(executor, routes: try site.routes + Self.pages(settings)) { header, request in
            site.authorize(header, language: request.withHeader("Accept-Language") { Self.language($0) })
        }
        let server: Server
        do throws(ServerError) {
            server = try Server(
                host: address.host, port: address.port, loops: threads, workers: workers, handler: endpoint)
        } catch {
            throw CommandFailure(.unavailable, error.description)
        }
        log.info(
            "serving",
            metadata: ["address": "http://\(address.shown(port: server.port))/graphql", "store": "\(settings[.store])"])
        site.run(until: signals, joining: BackgroundJoin(store, log: log))
        log.info("stopping: requests in flight are finished")
        server.stop(drainMilliseconds: drainSeconds * 1_000)
        log.info("stopped")
    }

    /// The schema with its fields. A mistake in it is ours, and all of them are told at once.
    private static func binding() throws(CommandFailure) -> SchemaBinding<RequestContext> {
        let schema: Schema
        do throws(SchemaProblems) {
            schema = try ServedSchema.schema()
        } catch {
            throw CommandFailure(.ours, "SCHEMA_INVALID: the schema has mistakes:\n\(error)")
        }
        do throws(BindingProblems) {
            return try ServedSchema.binding(schema)
        } catch {
            throw CommandFailure(.ours, "SCHEMA_UNBOUND: the schema and its code differ:\n\(error)")
        }
    }

    /// The first of the client's languages that there is; English where there is none.
    private static func language(_ header: Span<UInt8>?) -> TextLocale {
        guard let header else { return .english }
        return TextLocale.negotiate(header) ?? .english
    }

    /// The pages for browsers, as the settings ask for them.
    private static func pages(_ settings: Settings) throws(CommandFailure) -> [GraphQLEndpoint<RequestContext>.Route] {
        guard ["on", "off"].contains(settings[.explorer]) else {
            throw CommandFailure(.usage, "SETTING_EXPLORER: --explorer is “\(settings[.explorer])”; give on or off.")
        }
        let directory = settings[.graphiqlDir]
        return (settings[.explorer] == "on" ? ExplorerPage.routes : [])
            + (directory.isEmpty ? [] : try GraphiQLDirectory.routes(directory))
    }

    private static func logger(_ settings: Settings) throws(CommandFailure) -> Logger {
        guard let level = Logger.Level(rawValue: settings[.logLevel]) else {
            throw CommandFailure(
                .usage, "SETTING_LOGLEVEL: --log-level is “\(settings[.logLevel])”; \(Setting.logLevel.help)")
        }
        guard let format = LineLogHandler.Format(rawValue: settings[.logFormat]) else {
            throw CommandFailure(
                .usage, "SETTING_LOGFORMAT: --log-format is “\(settings[.logFormat])”; give text or json.")
        }
        return Logger(label: "creditgraph") { LineLogHandler(label: $0, format: format, logLevel: level) }
    }

    private static func text(of error: any Error) -> String {
        if let error = error as? StoreError { return "\(error.code): \(error.message)" }
        return "\(error)"
    }
}
