import Credit
import CreditAPI
import CreditImport
import GraphQLExecution
import GraphQLHTTP
import GraphQLType
import HTTPServer
import Locking
import Logging
import PluginHost

/// The plugins of a server, generation after generation: a new set is loaded aside, its schema built and bound, and then
/// both are exchanged at once. Requests that run finish on the generation that they began with.
final class PluginGenerations: HTTPHandler {
    typealias Endpoint = GraphQLEndpoint<RequestContext>

    private struct Current {
        var set: PluginSet
        var endpoint: Endpoint?
    }

    private let loader: PluginLoader?
    private let log: Logger
    private let current: Lock<Current>
    /// One reload at a time.
    private let turn = Lock(())
    private let makeEndpoint: Lock<(@Sendable (PluginSet) throws -> Endpoint)?> = Lock(nil)

    /// - Parameter loader: nil for a server without plugins.
    init(_ loader: PluginLoader?, log: Logger) throws(PluginProblem) {
        self.loader = loader
        self.log = log
        let set = try loader?.load(after: .empty, now: Clock.now) ?? .empty
        current = Lock(Current(set: set))
        tell(set, since: .empty)
    }

    var plugins: PluginSet { current.withLock { $0.set } }

    /// Makes the first endpoint; each later generation gets one of its own.
    func serve(_ make: @escaping @Sendable (PluginSet) throws -> Endpoint) throws {
        let first = try make(plugins)
        makeEndpoint.withLock { $0 = make }
        current.withLock { $0.endpoint = first }
    }

    func answer(_ request: borrowing Request) -> Answer {
        guard let endpoint = current.withLock({ $0.endpoint }) else {
            return .now(Response(status: 503, text: "not ready: starting\n"))
        }
        return endpoint.answer(request)
    }

    func tick() { current.withLock { $0.endpoint }?.tick() }

    /// Calls the body with the endpoint that serves.
    func withEndpoint(_ body: (Endpoint) -> Void) {
        if let endpoint = current.withLock({ $0.endpoint }) { body(endpoint) }
    }

    /// Of the generation that serves.
    var planCache: PlanCache.Statistics {
        current.withLock { $0.endpoint }?.cache.statistics ?? PlanCache.Statistics()
    }

    /// Lines for `/readyz`: a server with a broken plugin serves, and says so.
    var readiness: String {
        plugins.problems.map { "plugin \($0.name): \($0.problem)\n" }.joined()
    }

    /// Looks at the directory again; on any thread.
    func reload() {
        guard let loader else { return }
        turn.withLock { _ in
            let old = plugins
            do {
                let new = try loader.load(after: old, now: Clock.now)
                let make = makeEndpoint.withLock { $0 }
                let endpoint = try make?(new)
                current.withLock { $0 = Current(set: new, endpoint: endpoint) }
                tell(new, since: old)
                for plugin in old.plugins where !new.plugins.contains(where: { $0.instance === plugin.instance }) {
                    if let problem = plugin.instance.close() {
                        log.warning(
                            "a plugin failed in its stop",
                            metadata: ["plugin": "\(plugin.manifest.name)", "error": "\(problem)"])
                    }
                }
            } catch {
                log.error("the plugins could not be reloaded; the old ones serve on", metadata: ["error": "\(error)"])
            }
        }
    }

    private func tell(_ set: PluginSet, since old: PluginSet) {
        for plugin in set.plugins
        where !old.plugins.contains(where: { $0.instance === plugin.instance }) {
            log.info(
                "plugin in use",
                metadata: [
                    "plugin": "\(plugin.manifest.name)", "version": "\(plugin.manifest.version)",
                    "hash": "\(plugin.instance.contentHash)", "generation": "\(set.generation)",
                ])
            for note in plugin.instance.notes {
                log.notice("\(note)", metadata: ["plugin": "\(plugin.manifest.name)"])
            }
        }
        for (name, problem) in set.problems {
            log.error(
                "a plugin is not used",
                metadata: ["plugin": "\(name)", "code": "\(problem.code.rawValue)", "error": "\(problem)"])
        }
    }

    func close() { for plugin in plugins.plugins { plugin.instance.close() } }
}
