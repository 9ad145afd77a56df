import Glibc
import GraphQLHTTP
import HTTPServer
import JSON
import Locking
import TestSupport
import Testing

@Suite("Logs and metrics")
struct OperationsTests {
    static let headers = "Authorization: Bearer Ann\r\nContent-Type: application/json\r\n"

    private func withLogs(
        slow: Int? = nil, _ body: (World, RequestMetrics, SlowRequests) throws -> Void
    ) throws -> (access: [JSONObject], audit: [JSONObject]) {
        let folder = try #require(mkdtemp(strdup("/tmp/logs-XXXXXX")).map { String(cString: $0) })
        defer { for name in ["access", "audit"] { unlink("\(folder)/\(name)") } }
        let holder = SlowRequests()
        var logs = RequestObserver.Logs()
        logs.access = try LogFile("\(folder)/access")
        logs.audit = try LogFile("\(folder)/audit")
        logs.slowMicroseconds = slow
        logs.slow = { holder.append($0) }
        let metrics = RequestMetrics()
        let shared = logs
        try withWorld(observer: { RequestObserver(metrics, shared) }) { world in
            try body(world, metrics, holder)
            // What isn't written yet is at the stop.
            world.server.stop(drainMilliseconds: 1_000)
        }
        func lines(_ name: String) throws -> [JSONObject] {
            let file = try #require(fopen("\(folder)/\(name)", "r"))
            defer { fclose(file) }
            var text = [UInt8](repeating: 0, count: 1 << 20)
            let count = fread(&text, 1, text.count, file)
            return try String(decoding: text[..<count], as: UTF8.self).split(separator: "\n").map {
                try #require(try JSONValue(parsing: String($0)).object)
            }
        }
        return (try lines("access"), try lines("audit"))
    }

    @Test func `each line is of its own request, whatever came before`() throws {
        let long = "/" + String(repeating: "x", count: 300)
        let requests: [(method: String, path: String, status: Int)] = [
            ("GET", "/healthz", 200), ("GET", "/healthz", 200), ("POST", "/graphql", 200), ("POST", "/graphql", 200),
            ("GET", "/healthz", 200), ("GET", "/health", 404), ("GET", "/health", 404), ("GET", "/readyz", 503),
            ("POST", "/graphql", 200), ("GET", "/graphql", 401), ("GET", "/a\"b", 404), ("GET", "/a\"b", 404),
            ("GET", long, 404), ("GET", long, 404), ("GET", "/healthz", 200), ("POST", "/healthz", 200),
        ]
        let (access, _) = try withLogs { world, _, _ in
            let (one, other) = (try world.client(), try world.client())
            for (number, request) in requests.enumerated() {
                let client = number % 3 == 0 ? one : other
                if request.method == "POST" {
                    client.post(request.path, #"{"query":"{ hello }"}"#, headers: Self.headers)
                } else {
                    client.get(request.path)
                }
                #expect(client.receive()?.status == request.status)
            }
        }
        #expect(access.count == requests.count)
        for (line, request) in zip(access, requests) {
            #expect(line["method"]?.string == request.method && line["path"]?.string == request.path)
            #expect(line["status"]?.integer == request.status && line["address"]?.string == "127.0.0.1")
            #expect(line["operation"] == nil && line["time"] != nil && line["microseconds"] != nil)
            #expect((line["kind"]?.string == "query") == (request.path == "/graphql" && request.status == 200))
        }
    }

    @Test func `every request is a line, mutations and refusals are lines of the audit log`() throws {
        let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
        let (access, audit) = try withLogs { world, _, _ in
            let client = try world.client()
            client.post(
                "/graphql", #"{"query":"query A { hello }"}"#, headers: Self.headers + "traceparent: \(trace)\r\n")
            let answer = try #require(client.receive())
            #expect(answer.headers["traceparent"]?.hasPrefix("00-4bf92f3577b34da6a3ce929d0e0e4736-") == true)
            #expect(answer.headers["traceparent"] != trace)
            for body in [
                #"{"query":"mutation Set { set }"}"#, #"{"query":"{ fails }"}"#, #"{"query":"{ nope }"}"#, "{",
            ] {
                client.post("/graphql", body, headers: Self.headers)
                #expect(client.receive() != nil)
            }
            client.post("/graphql", "{}")
            #expect(client.receive()?.status == 401)
            client.get("/healthz?secret=1")
            #expect(client.receive()?.status == 200)
            // Refused before its body is there.
            client.send(
                "POST /graphql HTTP/1.1\r\nHost: a\r\n\(Self.headers)Expect: 100-continue\r\nContent-Length: 99999999\r\n\r\n"
            )
            #expect(client.receive()?.status == 413)
        }
        #expect(access.map { $0["status"]?.integer } == [200, 200, 200, 200, 400, 401, 200, 413])
        #expect(
            access.map { $0["outcome"]?.string } == [
                "ok", "ok", "field_errors", "request_error", "refused", "refused", nil, nil,
            ])
        let first = access[0]
        #expect(first["operation"]?.string == "A" && first["kind"]?.string == "query")
        #expect(first["viewer"]?.string == "Ann" && first["trace"]?.string == "4bf92f3577b34da6a3ce929d0e0e4736")
        #expect(first["address"]?.string == "127.0.0.1" && first["method"]?.string == "POST")
        #expect(first["time"]?.string?.count == 24 && first["path"]?.string == "/graphql")
        #expect(access[6]["path"]?.string == "/healthz")
        #expect(audit.map { $0["status"]?.integer } == [200, 401])
        #expect(audit[0]["operation"]?.string == "Set" && audit[0]["viewer"]?.string == "Ann")
    }

    @Test func `counters tell kinds, outcomes, names and latencies apart`() throws {
        _ = try withLogs { world, metrics, _ in
            let client = try world.client()
            for _ in 0..<3 {
                client.post("/graphql", #"{"query":"query A { hello }"}"#, headers: Self.headers)
                #expect(client.receive()?.status == 200)
            }
            client.post("/graphql", #"{"query":"query B { fails }"}"#, headers: Self.headers)
            #expect(client.receive()?.status == 200)
            var text = PrometheusText()
            metrics.write(into: &text)
            let lines = Set(text.text.split(separator: "\n"))
            for line in [
                #"creditgraph_http_requests_total{status="2xx"} 4"#,
                #"creditgraph_graphql_requests_total{kind="query",outcome="ok"} 3"#,
                #"creditgraph_graphql_requests_total{kind="query",outcome="field_errors"} 1"#,
                #"creditgraph_operation_requests_total{operation="A"} 3"#,
                #"creditgraph_operation_failures_total{operation="B"} 1"#,
                #"creditgraph_http_request_seconds_bucket{le="+Inf"} 4"#, "creditgraph_http_request_seconds_count 4",
                "# TYPE creditgraph_http_request_seconds histogram",
            ] { #expect(lines.contains(Substring(line)), "\(line)\n\(text.text)") }
        }
    }

    @Test func `a slow request is told with its plan and its document`() throws {
        _ = try withLogs(slow: 0) { world, _, slow in
            let client = try world.client()
            client.post(
                "/graphql",
                #"{"query":"query Waits($v: String) {\n slow\n hello(name: $v) }","variables":{"v":"secret"}}"#,
                headers: Self.headers)
            #expect(client.receive()?.status == 200)
            let request = try #require(slow.all.first)
            #expect(request.operation == "Waits" && request.viewer == "Ann")
            #expect(request.plan == "2 fields, waits for the store")
            #expect(request.document == "query Waits($v: String) { slow hello(name: $v) }")
        }
    }
}

final class SlowRequests: Sendable {
    private let items = Lock<[RequestObserver.SlowRequest]>([])
    var all: [RequestObserver.SlowRequest] { items.withLock { $0 } }
    func append(_ item: RequestObserver.SlowRequest) { items.withLock { $0.append(item) } }
}
