import Catalogue
import Credit
import CreditAPI
import Glibc
import GraphQLHTTP
import HTTPServer
import Locking
import PluginHost
import Store

/// Where the server will be when it runs; its routes are made before.
final class ServerPlace: Sendable {
    let server = Lock<Server?>(nil)
}

/// `/metrics`: the server in Prometheus' text format.
struct MetricsRoute: Sendable {
    let operations: Operations
    let site: Site
    let plugins: PluginGenerations
    let streams: EventStreams
    let server: ServerPlace
    let tls: TLS?

    var route: GraphQLEndpoint<RequestContext>.Route {
        GraphQLEndpoint.Route("/metrics") { request in
            guard request.method == .get || request.method == .head else {
                return .now(Response(status: 405, text: "Use GET.\n", headers: [Response.Header("Allow", "GET, HEAD")]))
            }
            if operations.access == .key, let refusal = refusal(request) { return .now(refusal) }
            return .now(
                Response(
                    status: 200, contentType: PrometheusText.contentType,
                    headers: [Response.Header("Cache-Control", "no-store")], body: .buffer(ResponseBuffer(text))))
        }
    }

    private func refusal(_ request: borrowing Request) -> Response? {
        switch request.withHeader(.authorization, { site.authorize($0, language: .english) }) {
        case .granted(let context):
            if context.viewer.hasRole, context.viewer.seesAll { return nil }
            return Response(status: 403, text: "The key must have a role and no customer scope.\n")
        case .denied(let denial):
            return Response(
                status: denial.status, text: "Send a key: Authorization: Bearer KEY.\n", headers: denial.headers)
        }
    }

    private var text: String {
        var text = PrometheusText()
        text.family("creditgraph_build_info", .gauge, "1.")
        text.sample(1)
        operations.metrics.write(into: &text)
        let cache = plugins.planCache
        text.family("creditgraph_plan_cache_lookups_total", .counter, "Documents looked for in the cache of plans.")
        text.sample([("result", "hit")], cache.hits)
        text.sample([("result", "miss")], cache.misses)
        text.family("creditgraph_plan_cache_entries", .gauge, "Documents kept with their plans.")
        text.sample(cache.entries)
        text.family("creditgraph_plan_cache_evictions_total", .counter, "Documents that made room for others.")
        text.sample(cache.evictions)
        plugins.withEndpoint { documents($0.documents, &text) }
        if let tls {
            text.family(
                "creditgraph_tls_not_after_seconds", .gauge, "When the certificate ends, in seconds since 1970.")
            text.sample(tls.notAfter)
        }
        text.family("creditgraph_event_streams", .gauge, "Clients that listen, or may come back.")
        text.sample(streams.count)
        let load = server.server.withLock { $0 }?.load ?? (connections: 0, waiting: 0)
        text.family("creditgraph_connections", .gauge, "Open connections.")
        text.sample(load.connections)
        text.family("creditgraph_waiting_requests", .gauge, "Requests that wait for a worker.")
        text.sample(load.waiting)
        if let counters = operations.exporter?.counters {
            text.family("creditgraph_trace_spans_total", .counter, "Spans, by what became of them.")
            text.sample([("result", "exported")], counters.exported)
            text.sample([("result", "dropped")], counters.dropped)
            text.sample([("result", "failed")], counters.failed)
        }
        store(&text)
        plugins(&text)
        process(&text)
        return text.text
    }

    private func documents(_ store: DocumentStore, _ text: inout PrometheusText) {
        let automatic = store.automatic.statistics
        text.family("creditgraph_persisted_queries", .gauge, "Documents kept for automatic persisted queries.")
        text.sample(automatic.entries)
        text.family("creditgraph_persisted_query_bytes", .gauge, "Memory that they take.")
        text.sample(automatic.size)
        text.family("creditgraph_persisted_query_evictions_total", .counter, "Of those the ones that made room.")
        text.sample(automatic.evictions)
        text.family("creditgraph_trusted_documents", .gauge, "Documents that the directory of trusted ones holds.")
        text.sample(store.documents.count)
    }

    private func store(_ text: inout PrometheusText) {
        let snapshot = site.snapshot
        text.family("creditgraph_store_revision", .gauge, "The revision of the store that is served.")
        text.sample(Int(snapshot.revision))
        text.family("creditgraph_store_readable", .gauge, "1 while the store can be read.")
        text.sample(site.isServing ? 1 : 0)
        text.family("creditgraph_imports", .gauge, "Imported files by state.")
        var states: [String: Int] = [:]
        for record in snapshot.imports.records { states["\(record.state)".uppercased(), default: 0] += 1 }
        for (state, count) in states.sorted(by: { $0.key < $1.key }) { text.sample([("state", state)], count) }
        text.family("creditgraph_import_rows", .gauge, "Rows of imported files, by what became of them.")
        text.sample([("result", "stored")], snapshot.imports.records.reduce(0) { $0 + Int($1.rows) })
        text.sample([("result", "rejected")], snapshot.imports.records.reduce(0) { $0 + Int($1.rejected) })
    }

    private func plugins(_ text: inout PrometheusText) {
        let set = plugins.plugins
        text.family("creditgraph_plugin_problems", .gauge, "Plugins that are not used because they are broken.")
        text.sample(set.problems.count)
        let all = set.plugins.map { ($0.manifest.name, $0.instance.counters) }
        for (name, help, value) in [
            ("records", "Records that a plugin was asked about.", { $0.records }),
            ("failed_records", "Of those the ones with an error.", { $0.failedRecords }),
            ("crashes", "Workers that died.", { $0.crashes }),
            ("timeouts", "Workers that took too long.", { $0.timeouts }),
            ("quarantined", "Records that are not asked about any more.", { $0.quarantined }),
        ] as [(String, String, (PluginCounters) -> Int)] {
            text.family("creditgraph_plugin_\(name)_total", .counter, help)
            for (plugin, counters) in all { text.sample([("plugin", plugin)], value(counters)) }
        }
    }

    private func process(_ text: inout PrometheusText) {
        var usage = rusage()
        unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
        let microseconds =
            (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1_000_000 + Int(usage.ru_utime.tv_usec)
            + Int(usage.ru_stime.tv_usec)
        text.family("process_cpu_seconds_total", .counter, "CPU time of the program.")
        text.sample("", [], text: PrometheusText.seconds(microseconds))
        text.family("process_resident_memory_bytes", .gauge, "Memory that the program holds.")
        text.sample(Self.residentBytes)
    }

    private static var residentBytes: Int {
        guard let bytes = try? InputFile.bytes(of: "/proc/self/statm") else { return 0 }
        let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return (pages ?? 0) * Int(getpagesize())
    }
}
