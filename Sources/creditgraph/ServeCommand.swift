import ArgumentParser
import Catalogue
import Credit
import CreditAPI
import CreditLedger
import Glibc
import GraphQLExecution
import GraphQLHTTP
import GraphQLLanguage
import GraphQLType
import GraphQLValidation
import HTTPServer
import Locking
import Logging
import PluginHost
import Store
import StoreSQLite

/// `creditgraph serve`: the GraphQL server.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve the GraphQL API at /graphql, a page for browsers at /, /healthz, /readyz and /metrics.",
        discussion: """
            Each request needs an API key (creditgraph key new) or, with --token-issuers, a token of Microsoft Entra ID or \
            another OpenID Connect issuer: Authorization: Bearer KEY. What other processes import \
            shows within half a second. SIGTERM and SIGINT take no new connections, finish the requests in flight and end \
            the program; SIGHUP reads plugins and certificates again and opens the logs anew.

            HTTP without TLS is served on loopback only, unless --plain-http says otherwise.

            \(Setting.page(Self.settings))
            """)

    private static let settings: [Setting] =
        [
            .listen, .store, .plugins, .pluginTrust, .config, .threads, .workers, .explorer, .graphiqlDir,
            .drainSeconds,
            .lockSeconds, .logLevel, .logFormat, .maxTokens, .maxDepth, .suggestions,
        ] + Setting.network + Setting.streams + Setting.documents + Setting.identity + Setting.limits + Setting.browser
        + Setting.operations + Setting.policy

    @Option(help: "Address and port to serve on. Default: 127.0.0.1:8080.")
    var listen: String?

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup(title: "TLS and proxies") var networkSettings: NetworkSettings
    @OptionGroup(title: "GraphQL over HTTP") var streamSettings: StreamSettings
    @OptionGroup(title: "Documents") var documentSettings: DocumentSettings
    @OptionGroup(title: "Tokens") var identitySettings: IdentitySettings
    @OptionGroup(title: "Limits") var limitSettings: LimitSettings
    @OptionGroup(title: "Browsers") var browserSettings: BrowserSettings
    @OptionGroup(title: "Operations") var operationsSettings: OperationsSettings
    @OptionGroup(title: "Credit policy") var policyOptions: PolicyOptions

    @Option(help: "Directory of plugins; it is watched, and SIGHUP looks at it again. Default: none.")
    var plugins: String?

    @Option(help: "A JSON file of hashes, keys and names: which plugins are let in. Default: all, in workers.")
    var pluginTrust: String?

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

    @Option(help: "Tokens that the document of a request may have. Default: 20000.")
    var maxTokens: String?

    @Option(help: "How deep a document may nest, fragments put in place. Default: 200, which is the most.")
    var maxDepth: String?

    @Option(help: "on, off or roles: to whom errors say “Did you mean”. Default: on.")
    var suggestions: String?

    func run() async throws {
        try await CommandFailure.handle("serve") {
            let settings = try await Settings(
                [
                    "listen": listen, "store": storeOptions.store, "plugins": plugins, "plugin-trust": pluginTrust,
                    "config": storeOptions.config,
                    "threads": threads, "workers": workers, "explorer": explorer, "graphiql-dir": graphiqlDir,
                    "drain-seconds": drainSeconds,
                    "lock-seconds": storeOptions.lockSeconds, "log-level": logLevel, "log-format": logFormat,
                    "max-tokens": maxTokens, "max-depth": maxDepth, "suggestions": suggestions,
                ], policy: policyOptions,
                more: networkSettings.flags + streamSettings.flags + documentSettings.flags + identitySettings.flags
                    + limitSettings.flags + browserSettings.flags
                    + operationsSettings.flags)
            try serve(settings)
        }
    }

    private func serve(_ settings: Settings) throws {
        let address = try ListenAddress(settings[.listen])
        let log = try Self.logger(settings)
        let threads = try settings.number(.threads, in: 1...256)
        let workers = try settings.number(.workers, in: 1...256)
        let drainSeconds = try settings.number(.drainSeconds, in: 0...3_600)
        var options = try Self.endpointOptions(settings)
        var limits = try settings.serverLimits()
        limits.crossOrigin = try settings.crossOrigin()
        let tls = try settings.tls()
        try settings.apply(networkTo: &limits, address, hasTLS: tls != nil)
        let operations = try Operations(settings, log)
        options.isTimed = operations.exporter != nil
        let endpointOptions = options
        let drainDelay = try settings.number(.drainDelaySeconds, in: 0...3_600)
        let tokens = try settings.tokenViewers(log)
        let plugins = try Self.plugins(settings, log)
        let policy = try settings.policy()
        let store = try StoreOptions.open(settings, creates: true)
        let signals = StopSignals()
        let site = Site(
            store: store, holder: try CatalogueHolder(store, policy: policy), log: log, plugins: plugins,
            tokens: tokens,
            pageLimit: try settings.pageLimit())
        tokens?.fetchKeys()
        try Self.warnOfOtherPolicies(store, policy, log)
        let streams = EventStreams()
        let place = ServerPlace()
        var routes = try site.routes + Self.pages(settings)
        if operations.access != .off {
            routes.append(
                MetricsRoute(
                    operations: operations, site: site, plugins: plugins, streams: streams, server: place, tls: tls
                )
                .route)
        }
        let shownRoutes = routes
        let budgets = CostBudgets(options.budget)
        let documents = try ServedDocuments(settings, parser: options.parser)
        try plugins.serve { set in
            let executor = Executor(
                try Self.binding(set, isIncremental: endpointOptions.isIncremental),
                mask: { error, field in
                    let id = String(UInt64.random(in: .min ... .max), radix: 36)
                    log.error(
                        "a field failed",
                        metadata: ["id": "\(id)", "field": "\(field)", "error": "\(Self.text(of: error))"])
                    return FieldError(
                        "Internal server error; the server's log has it under \(id).", code: "INTERNAL_SERVER_ERROR")
                })
            let origin = site.origin(of: executor.binding.schema, set)
            let endpoint = GraphQLEndpoint(
                executor, options: endpointOptions, streams: streams, budgets: budgets, documents: documents.store,
                routes: shownRoutes
            ) {
                header, request in
                site.authorize(
                    header, language: request.withHeader("Accept-Language") { Self.language($0) }, plugins: set,
                    origin: origin)
            }
            documents.tell(endpoint, log)
            return endpoint
        }
        let server: Server
        do throws(ServerError) {
            server = try Server(
                host: address.host, port: address.port, loops: threads, workers: workers, limits: limits, tls: tls,
                handler: plugins,
                observer: operations.observer)
        } catch {
            throw CommandFailure(.unavailable, error.description)
        }
        place.server.withLock { $0 = server }
        log.info(
            "serving",
            metadata: [
                "address": "\(tls == nil ? "http" : "https")://\(address.shown(port: server.port))/graphql",
                "store": "\(settings[.store])",
            ])
        tls?.tell(log)
        let watch = settings[.plugins].isEmpty ? nil : PluginWatch(settings[.plugins]) { plugins.reload() }
        if watch?.start() == false { log.warning("the directory of plugins is not watched; SIGHUP reloads it") }
        site.run(
            until: signals, joining: BackgroundJoin(store, log: log),
            transforming: BackgroundTransforms(store, policy: policy, log: log) { plugins.plugins }
        ) {
            operations.reopenLogs()
            tls?.reload(log)
            if documents.reload(log) { plugins.withEndpoint { documents.tell($0, log) } }
        }
        if drainDelay > 0 {
            log.info("no longer ready", metadata: ["seconds": "\(drainDelay)"])
            poll(nil, 0, Int32(drainDelay) * 1_000)
        }
        watch?.stop()
        log.info("stopping: requests in flight are finished")
        server.stop(drainMilliseconds: drainSeconds * 1_000)
        place.server.withLock { $0 = nil }
        plugins.close()
        operations.exporter?.close()
        log.info("stopped")
    }

    private static func endpointOptions(_ settings: Settings) throws(CommandFailure) -> EndpointOptions {
        var options = EndpointOptions()
        options.parser.maxTokens = try settings.number(.maxTokens, in: 1...10_000_000)
        options.parser.maxDepth = try settings.number(.maxDepth, in: 1...200)
        options.validation.maxDepth = options.parser.maxDepth
        options.suggestions = try settings.audience(.suggestions)
        options.validation.suggests = options.suggestions != .nobody
        options.introspection = try settings.audience(.introspection)
        try settings.apply(streamsTo: &options)
        try settings.apply(limitsTo: &options)
        return options
    }

    /// Ledgers that were computed with another policy than explanations and checks of access now use.
    private static func warnOfOtherPolicies(_ store: SQLiteStore, _ policy: CreditPolicy, _ log: Logger) throws {
        for record in try store.read({ try $0.ledgerMonths() }) {
            let before = try MonthSummary(record).policy
            if before.isEmpty || before == policy.text { continue }
            log.warning(
                "the ledger of a month was computed with another policy; run creditgraph compute",
                metadata: ["month": "\(record.month)", "ledger": "\(before)", "settings": "\(policy.text)"])
        }
    }

    /// The schema with its fields. A mistake in it is ours, and all of them are told at once.
    private static func binding(
        _ plugins: PluginSet, isIncremental: Bool
    ) throws(CommandFailure) -> SchemaBinding<RequestContext> {
        let schema: Schema
        do throws(SchemaProblems) {
            schema = try ServedSchema.schema(with: plugins, isIncremental: isIncremental)
        } catch {
            throw CommandFailure(.ours, "SCHEMA_INVALID: the schema has mistakes:\n\(error)")
        }
        do throws(BindingProblems) {
            return try ServedSchema.binding(schema, plugins: plugins)
        } catch {
            throw CommandFailure(.ours, "SCHEMA_UNBOUND: the schema and its code differ:\n\(error)")
        }
    }

    /// The plugins of the directory that the settings name. A broken one is said and left out; a directory that cannot be
    /// used at all ends the program, so that no rule is missed unnoticed.
    private static func plugins(_ settings: Settings, _ log: Logger) throws(CommandFailure) -> PluginGenerations {
        do {
            let directory = settings[.plugins]
            let loader =
                directory.isEmpty ? nil : try PluginCommand.loader(directory, trust: settings[.pluginTrust])
            return try PluginGenerations(loader, log: log)
        } catch let failure as CommandFailure {
            throw failure
        } catch {
            throw CommandFailure(.noInput, "\((error as? PluginProblem)?.code.rawValue ?? "PLUGIN"): \(error)")
        }
    }

    /// The first of the client's languages that there is; English where there is none.
    private static func language(_ header: Span<UInt8>?) -> TextLocale {
        guard let header else { return .english }
        return TextLocale.negotiate(header) ?? .english
    }

    /// The pages for browsers, as the settings ask for them.
    private static func pages(_ settings: Settings) throws(CommandFailure) -> [GraphQLEndpoint<RequestContext>.Route] {
        let directory = settings[.graphiqlDir]
        return (try settings.flag(.explorer) ? ExplorerPage.routes : [])
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
