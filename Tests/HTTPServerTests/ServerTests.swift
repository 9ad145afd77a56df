import Glibc
import HTTPServer
import Locking
import Synchronization
import TestSupport
import Testing

/// Answers with what it was asked.
final class EchoHandler: HTTPHandler {
    private let held = Lock<[Completion]>([])
    private let gate = DispatchGate()

    func answer(_ request: borrowing Request) -> Answer {
        if request.hasPath("/echo") {
            let buffer = request.withBody { ResponseBuffer($0) }
            return .now(Response(status: 200, contentType: "application/octet-stream", body: .buffer(buffer)))
        }
        if request.hasPath("/about") {
            let text =
                "\(request.method) \(request.path) \(request.parameter("q") ?? "-") \(request.header("X-One") ?? "-")"
            let headers = [Response.Header("X-Two", "\(request.headerCount("x-one"))")]
            return .now(
                Response(status: 203, contentType: "text/plain", headers: headers, body: .buffer(ResponseBuffer(text))))
        }
        if request.hasPath("/later") {
            let text = request.withBody { body in
                body.withUnsafeBufferPointer { String(decoding: $0, as: UTF8.self) }
            }
            return .later { Response(status: 200, contentType: "text/plain", body: .buffer(ResponseBuffer(text))) }
        }
        if request.hasPath("/held") {
            return .pending { [self] completion in held.withLock { $0.append(completion) } }
        }
        if request.hasPath("/dropped") { return .pending { _ in } }
        if request.hasPath("/slow") {
            return .later { [gate] in
                gate.wait()
                return Response(status: 200, text: "slow")
            }
        }
        if request.hasPath("/empty") { return .now(Response(status: 204, contentType: nil, body: .empty)) }
        return .now(Response(status: 404, text: "nothing here\n"))
    }

    var heldCount: Int { held.withLock { $0.count } }
    func release(_ text: StaticString) {
        let all = held.withLock { held in
            defer { held = [] }
            return held
        }
        for completion in all { completion.complete(with: Response(status: 200, text: text)) }
    }
    func openGate() { gate.open() }
}

/// Holds threads until it is opened.
final class DispatchGate: Sendable {
    private let isOpen = Atomic<Bool>(false)
    func wait() { while !isOpen.load(ordering: .acquiring) { usleep(500) } }
    func open() { isOpen.store(true, ordering: .releasing) }
}

func withServer(
    loops: Int = 1, limits: Limits = Limits(), _ body: (EchoHandler, Server) throws -> Void
) throws {
    let handler = EchoHandler()
    let server = try Server(host: "127.0.0.1", port: 0, loops: loops, limits: limits, handler: handler)
    defer { server.stop(drainMilliseconds: 0) }
    try body(handler, server)
}

@Suite("The server on a real socket")
struct ServerTests {
    @Test("answers at once, several times on one connection", arguments: [1, 2])
    func keepAlive(loops: Int) throws {
        try withServer(loops: loops) { _, server in
            let client = try #require(TestClient(port: server.port))
            for body in ["", "a", String(repeating: "é", count: 100_000), "b"] {
                client.post("/echo", body)
                let answer = try #require(client.receive())
                #expect(answer.status == 200 && answer.body == body)
                #expect(answer.headers["content-type"] == "application/octet-stream")
            }
        }
    }

    @Test func `data is not for pages, and TLS is asked for only where there is TLS`() throws {
        var limits = Limits()
        limits.strictTransportSeconds = 60
        limits.proxies.ranges = [try #require(AddressRange("127.0.0.1"))]
        try withServer(limits: limits) { _, server in
            let client = try #require(TestClient(port: server.port))
            for path in ["/echo", "/nowhere", "/empty"] {
                client.post(path, "")
                let headers = try #require(client.receive()).headers
                #expect(headers["x-content-type-options"] == "nosniff" && headers["x-frame-options"] == "DENY")
                #expect(headers["referrer-policy"] == "no-referrer")
                #expect(headers["cross-origin-resource-policy"] == "same-origin")
                #expect(headers["content-security-policy"] == "default-src 'none'; frame-ancestors 'none'")
                #expect(headers["strict-transport-security"] == nil)
            }
            client.get("/echo", headers: "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: https\r\n")
            try #expect(#require(client.receive()).headers["strict-transport-security"] == "max-age=60")
            client.get("/echo", headers: "X-Forwarded-For: 192.0.2.1\r\nX-Forwarded-Proto: http\r\n")
            try #expect(#require(client.receive()).headers["strict-transport-security"] == nil)
        }
    }

    @Test func `shows method, path, parameters and headers`() throws {
        try withServer { _, server in
            let client = try #require(TestClient(port: server.port))
            client.get("/about?q=a%20b%26", headers: "x-one: 1\r\nX-One: 2\r\n")
            let answer = try #require(client.receive())
            #expect(answer.status == 203 && answer.body == "get /about a b& 1" && answer.headers["x-two"] == "2")
            client.get("/nowhere")
            #expect(client.receive()?.status == 404)
            client.send("HEAD /about HTTP/1.1\r\nHost: a\r\n\r\n")
            #expect(client.receive(hasBody: false)?.body == "")
            client.get("/empty")
            #expect(client.receive()?.status == 204)
        }
    }

    @Test func `pipelined requests are answered in order`() throws {
        try withServer { _, server in
            let client = try #require(TestClient(port: server.port))
            var text = ""
            for index in 0..<200 {
                let path = index % 3 == 0 ? "/later" : "/echo"
                let body = "number \(index)"
                text += "POST \(path) HTTP/1.1\r\nHost: a\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)"
            }
            client.send(text)
            for index in 0..<200 { #expect(client.receive()?.body == "number \(index)") }
        }
    }

    @Test func `a client that sends no more is answered, and its connection ends soon`() throws {
        try withServer { _, server in
            // The end may come with the request or behind it, whichever is seen first. (To a client that has gone for good the
            // library compares one whose answer is still being made when it reads the end.)
            let clients = try (0..<60).map { _ in try #require(TestClient(port: server.port)) }
            for (index, client) in clients.enumerated() {
                client.post("/echo", "\(index)")
                client.endSending()
            }
            let begin = ContinuousClock.now
            for (index, client) in clients.enumerated() {
                #expect(client.receive()?.body == "\(index)")
                #expect(client.isClosedByPeer())
            }
            // It was a minute, when the connection had been idle for as long as it may.
            #expect(ContinuousClock.now - begin < .seconds(8))
        }
    }

    @Test(
        "a path is compared whole",
        arguments: ["/echo%00", "/echo%00/more", "/echo%zz", "/echo%", "/%65cho", "/ech%6F"])
    func paths(path: String) throws {
        try withServer { _, server in
            let client = try #require(TestClient(port: server.port))
            client.post(path, "x")
            #expect(client.receive()?.status == (path.hasSuffix("cho") || path.hasSuffix("%6F") ? 200 : 404))
        }
    }

    @Test func `a chunked body is put together`() throws {
        try withServer { _, server in
            let client = try #require(TestClient(port: server.port))
            client.send(
                "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
            #expect(client.receive()?.body == "abcde")
        }
    }

    @Test("a request that is none gets an error and the server goes on", arguments: BadRequest.all)
    func badRequest(bad: BadRequest) throws {
        try withServer { _, server in
            let client = try #require(TestClient(port: server.port))
            client.send(bad.text)
            // Either an error or a closed connection, never an answer.
            if let answer = client.receive() { #expect(answer.status >= 400) }
            let next = try #require(TestClient(port: server.port))
            next.post("/echo", "still here")
            #expect(next.receive()?.body == "still here")
        }
    }

    @Test("a body over the limit is refused and its sender can read why", arguments: [1_001, 5_000_000])
    func tooLarge(count: Int) throws {
        var limits = Limits()
        limits.bodyBytes = 1_000
        try withServer(limits: limits) { _, server in
            let client = try #require(TestClient(port: server.port))
            client.post("/echo", String(repeating: "x", count: count))
            #expect(client.receive()?.status == 413)
            client.post("/echo", String(repeating: "x", count: 1_000))
            #expect(client.receive()?.body.utf8.count == 1_000)
        }
    }

    @Test func `a chunked body over the limit is refused`() throws {
        var limits = Limits()
        limits.bodyBytes = 1_000
        try withServer(limits: limits) { _, server in
            let client = try #require(TestClient(port: server.port))
            let chunk = "400\r\n\(String(repeating: "x", count: 1_024))\r\n"
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n\(chunk)\(chunk)0\r\n\r\n")
            #expect(client.receive()?.status == 413)
        }
    }

    @Test func `who asks before sending too much is refused at once`() throws {
        try withServer { _, server in
            let client = try #require(TestClient(port: server.port))
            client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 90000000\r\nExpect: 100-continue\r\n\r\n")
            #expect(client.receive()?.status == 413)
        }
    }

    @Test func `suspended connections are answered from other threads`() throws {
        try withServer { handler, server in
            let clients = try (0..<50).map { _ in try #require(TestClient(port: server.port)) }
            for client in clients { client.get("/held") }
            let other = try #require(TestClient(port: server.port))
            while handler.heldCount < 50 {
                other.post("/echo", "meanwhile")
                #expect(other.receive()?.body == "meanwhile")
            }
            handler.release("now")
            for client in clients { #expect(client.receive()?.body == "now") }
            clients[0].post("/later", "again")
            #expect(clients[0].receive()?.body == "again")
        }
    }

    @Test func `a promise that is thrown away is an error, not silence`() throws {
        try withServer { _, server in
            let client = try #require(TestClient(port: server.port))
            client.get("/dropped")
            #expect(client.receive()?.status == 500)
        }
    }

    @Test func `a client that goes away while it waits does no harm`() throws {
        try withServer { handler, server in
            for _ in 0..<20 { TestClient(port: server.port)?.get("/held") }
            let other = try #require(TestClient(port: server.port))
            while handler.heldCount < 20 {
                other.post("/echo", "x")
                #expect(other.receive()?.body == "x")
            }
            handler.release("too late")
            other.post("/later", "fine")
            #expect(other.receive()?.body == "fine")
        }
    }

    @Test func `too many waiting requests are refused`() throws {
        var limits = Limits()
        limits.waitingRequests = 3
        try withServer(limits: limits) { handler, server in
            // At most two run and three wait.
            let clients = try (0..<8).map { _ in try #require(TestClient(port: server.port)) }
            for client in clients { client.get("/slow") }
            let other = try #require(TestClient(port: server.port))
            for _ in 0..<20 {
                other.post("/echo", "x")
                #expect(other.receive()?.body == "x")
            }
            handler.openGate()
            let statuses = clients.map { $0.receive()?.status ?? 0 }
            let refused = statuses.filter { $0 == 503 }.count
            #expect(statuses.allSatisfy { $0 == 200 || $0 == 503 })
            #expect(3...5 ~= refused)
        }
    }

    @Test func `a port in use is said so`() throws {
        try withServer { handler, server in
            let error = #expect(throws: ServerError.self) {
                try Server(host: "127.0.0.1", port: server.port, loops: 2, handler: handler)
            }
            #expect(error == .addressInUse(address: "127.0.0.1:\(server.port)"))
            #expect(error?.description.contains("HTTP_ADDRESS_IN_USE: another program listens on") == true)
        }
        let unknown = #expect(throws: ServerError.self) {
            try Server(host: "192.0.2.1", port: 0, handler: EchoHandler())
        }
        #expect(unknown?.code == "HTTP_ADDRESS_UNKNOWN")
    }
}

struct BadRequest: CustomTestStringConvertible, Sendable {
    let testDescription: String
    let text: String

    static let all = [
        BadRequest(testDescription: "rubbish", text: "rubbish\r\n\r\n"),
        BadRequest(testDescription: "no Host", text: "GET / HTTP/1.1\r\n\r\n"),
        BadRequest(
            testDescription: "length is no number",
            text: "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n"),
        BadRequest(
            testDescription: "long header",
            text: "GET / HTTP/1.1\r\nHost: a\r\nX: \(String(repeating: "y", count: 20_000))\r\n\r\n"),
        BadRequest(
            testDescription: "broken chunk",
            text: "POST /echo HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"),
        BadRequest(
            testDescription: "long path",
            text: "GET /\(String(repeating: "a", count: 100_000)) HTTP/1.1\r\nHost: a\r\n\r\n"),
    ]
}
