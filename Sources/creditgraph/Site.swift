import Catalogue
import Credit
import CreditAPI
import CreditLedger
import Crypto
import Glibc
import GraphQLHTTP
import GraphQLType
import HTTPServer
import Identity
import Logging
import PluginHost
import Store
import Synchronization

/// What the requests of one server share: the store, the catalogue and the keys that were used lately.
final class Site: ViewerAuthority {

    private let store: any CreditStore
    private let holder: CatalogueHolder
    private let keys: KeyRing
    /// Nil: API keys alone are let in.
    private let tokens: TokenViewers?
    private let history: SnapshotHistory
    private let directories = DirectoryCache()
    private let changes: ChangeSteps
    private let feed: ChangeFeed
    private let log: Logger
    private let isReady = Atomic<Bool>(true)
    private let plugins: PluginGenerations?
    private let pageLimit: Int
    private let reloadPlugins: (@Sendable () -> PluginSet)?

    /// - Parameter pageLimit: how many items one page may have.
    init(
        store: any CreditStore, holder: CatalogueHolder, log: Logger, plugins: PluginGenerations? = nil,
        tokens: TokenViewers? = nil, pageLimit: Int = PageRequest.largest
    ) {
        self.tokens = tokens
        self.pageLimit = pageLimit
        self.plugins = plugins
        if let plugins {
            reloadPlugins = {
                plugins.reload()
                return plugins.plugins
            }
        } else {
            reloadPlugins = nil
        }
        self.store = store
        history = SnapshotHistory(store, policy: holder.policy)
        self.holder = holder
        self.log = log
        keys = KeyRing(store)
        feed = ChangeFeed(store)
        changes = .standard(holder, feed: feed)
    }

    var snapshot: Snapshot { holder.snapshot }
    /// Whether the store can be read and no stop was asked for.
    var isServing: Bool { isReady.load(ordering: .relaxed) }

    /// `/healthz`: the program runs. `/readyz`: it also answers from a store that it can read; it names broken plugins.
    var routes: [GraphQLEndpoint<RequestContext>.Route] {
        [
            GraphQLEndpoint.Route("/healthz") { _ in .now(Response(status: 200, text: "ok\n")) },
            GraphQLEndpoint.Route("/readyz") { [self] _ in
                guard isReady.load(ordering: .relaxed) else {
                    return .now(Response(status: 503, text: "not ready: stopping, or the store cannot be read\n"))
                }
                let problems = plugins?.readiness ?? ""
                if problems.isEmpty { return .now(Response(status: 200, text: "ready\n")) }
                return .now(
                    Response(
                        status: 200, contentType: "text/plain; charset=utf-8",
                        body: .buffer(ResponseBuffer("ready\n" + problems))))
            },
        ]
    }

    /// What the answers of one generation of the schema are made with.
    func origin(of schema: Schema, _ plugins: PluginSet) -> AnswerOrigin {
        AnswerOrigin(sdl: ServedSchema.sdl(schema), policy: holder.policy, plugins: plugins, now: Clock.now) {
            [holder] in
            try holder.refresh()
            return holder.snapshot
        }
    }

    /// The viewer that the header's key or token stands for, with a context for the request.
    /// - Parameter language: what the client likes best of what there is.
    func authorize(
        _ header: Span<UInt8>?, language: TextLocale, plugins: PluginSet = .empty, origin: AnswerOrigin? = nil
    ) -> Authorization<RequestContext> {
        guard let header else {
            return .denied(
                .unauthenticated("Send an API key: Authorization: Bearer KEY (creditgraph key new makes one)."))
        }
        guard let key = Self.token(header) else {
            return .denied(
                .unauthenticated("Send the API key as: Authorization: Bearer KEY.", error: "invalid_request"))
        }
        let now = Clock.now
        do {
            let viewer: Viewer
            switch try self.viewer(header.extracting(key), now) {
            case .success(let found): viewer = found
            case .failure(let denial): return .denied(denial)
            }
            return .granted(
                RequestContext(
                    snapshot: holder.snapshot, store: store, directories: directories, viewer: viewer, now: now,
                    locale: language, plugins: plugins, changes: changes, reloadPlugins: reloadPlugins,
                    history: history, authority: self, origin: origin, pageLimit: pageLimit))
        } catch {
            log.error("a key could not be looked up", metadata: ["error": "\(error)"])
            return .denied(
                Denial(
                    status: 503, code: "STORE_UNAVAILABLE", message: "The store cannot be read now; try again.",
                    headers: [Response.Header("Retry-After", "1")]))
        }
    }

    private func viewer(_ token: Span<UInt8>, _ now: Instant) throws -> Result<Viewer, Denial> {
        if let tokens, Self.hasDot(token) {
            do throws(TokenProblem) {
                return .success(try tokens.viewer(token, now: now, holder.snapshot))
            } catch {
                return .failure(Denial(error))
            }
        }
        let viewer = try keys.viewer(token: token, now: now) {
            unsafe token.withUnsafeBytes { unsafe Array(SHA256.hash(data: $0)) }
        }
        if let viewer { return .success(viewer) }
        return .failure(.unauthenticated("The API key is unknown, expired or revoked.", error: "invalid_token"))
    }

    /// Whether a token is meant: an API key has no dot.
    private static func hasDot(_ token: Span<UInt8>) -> Bool {
        for index in 0..<token.count where token[index] == UInt8(ascii: ".") { return true }
        return false
    }

    func isInForce(_ viewer: Viewer) -> Bool {
        switch viewer.credential {
        case .unknown: true
        case .token(let expiresAt): Clock.now < expiresAt
        // While the store cannot be read nobody knows better.
        case .key(let hash): (try? keys.viewer(hash: hash, now: Clock.now) != nil) ?? true
        }
    }

    /// Where the key lies behind `Bearer`, in any case of that word; nil for anything else.
    private static func token(_ header: Span<UInt8>) -> Range<Int>? {
        let prefix: StaticString = "bearer "
        let length = prefix.utf8CodeUnitCount
        guard header.count > length, header.count <= 32 << 10 else { return nil }
        for index in 0..<length where unsafe header[index] | 0x20 != prefix.utf8Start[index] { return nil }
        var start = length
        while start < header.count, header[start] == UInt8(ascii: " ") { start += 1 }
        var end = header.count
        while end > start, header[end - 1] == UInt8(ascii: " ") { end -= 1 }
        return start == end ? nil : start..<end
    }

    /// Follows the store, and sorts lines, until a stop is asked for; then it is no longer ready.
    /// - Parameter onReload: called where SIGHUP came.
    func run(
        until signals: StopSignals, joining join: BackgroundJoin, transforming transforms: BackgroundTransforms,
        onReload: () -> Void
    ) {
        var lastProblem = ""
        var seen = holder.snapshot
        join.start()
        transforms.start()
        var generation = plugins?.plugins.generation
        while !signals.wait(milliseconds: 200) {
            if signals.reloadWasAskedSinceLast {
                plugins?.reload()
                tokens?.reloadKeys()
                onReload()
            }
            // A new generation of plugins came by whatever way.
            if let newest = plugins?.plugins.generation, newest != generation {
                generation = newest
                transforms.start()
            }
            tokens?.tick()
            transforms.tick(now: Clock.now)
            do {
                try holder.refresh()
                holder.show(running: store.runningImport(now: Clock.now))
                // Requests and mutations bring the catalogue up to date by themselves too.
                let newest = holder.snapshot
                if newest.revision != seen.revision {
                    join.start()
                    transforms.start()
                    log.debug("catalogue replaced", metadata: ["revision": "\(newest.revision)"])
                }
                if newest !== seen {
                    try feed.changed(from: seen, to: newest, now: Clock.now)
                    seen = newest
                }
                isReady.store(true, ordering: .relaxed)
                lastProblem = ""
            } catch {
                isReady.store(false, ordering: .relaxed)
                let problem = (error as? StoreError).map { "\($0.code): \($0.message)" } ?? "\(error)"
                // Said once, not five times a second.
                if problem != lastProblem { log.error("the store cannot be read", metadata: ["error": "\(problem)"]) }
                lastProblem = problem
            }
        }
        isReady.store(false, ordering: .relaxed)
        join.stop()
        transforms.stop()
    }
}

extension Denial {
    /// - Source: RFC 6750, section 3; security.md section 2 for the second factor.
    fileprivate init(_ problem: TokenProblem) {
        switch problem {
        case .keysUnavailable:
            self.init(
                status: 503, code: "KEYS_UNAVAILABLE", message: problem.message,
                headers: [Response.Header("Retry-After", "1")])
        case .mfaRequired:
            self.init(
                status: 401, code: "MFA_REQUIRED", message: problem.message,
                headers: [Response.Header("WWW-Authenticate", #"Bearer error="invalid_token""#)])
        default: self = .unauthenticated(problem.message, error: "invalid_token")
        }
    }
}

/// SIGTERM and SIGINT ask for a stop; SIGHUP reloads the plugins.
struct StopSignals: Sendable {
    init() {
        let handler: @convention(c) (Int32) -> Void = { _ in stopWasAsked.store(true, ordering: .relaxed) }
        signal(SIGTERM, handler)
        signal(SIGINT, handler)
        signal(SIGHUP, { _ in reloadWasAsked.store(true, ordering: .relaxed) })
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for so long, or until a stop is asked for.
    /// - Returns: whether it was.
    func wait(milliseconds: Int32) -> Bool {
        if stopWasAsked.load(ordering: .relaxed) { return true }
        // A signal to this thread ends the wait at once; one to another thread is seen at its end.
        _ = poll(nil, 0, milliseconds)
        return stopWasAsked.load(ordering: .relaxed)
    }
}

extension StopSignals {
    /// Whether SIGHUP came since this was asked last.
    var reloadWasAskedSinceLast: Bool { reloadWasAsked.exchange(false, ordering: .relaxed) }
}

/// A signal handler can reach nothing but a global.
private let reloadWasAsked = Atomic<Bool>(false)
private let stopWasAsked = Atomic<Bool>(false)
