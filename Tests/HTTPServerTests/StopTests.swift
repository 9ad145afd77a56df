import Glibc
import HTTPServer
import TestSupport
import Testing

@Suite("Stopping")
struct StopTests {
    @Test func `requests in flight are finished, new connections refused`() throws {
        let handler = EchoHandler()
        let server = try Server(host: "127.0.0.1", port: 0, handler: handler)
        let busy = try #require(TestClient(port: server.port))
        let idle = try #require(TestClient(port: server.port))
        idle.post("/echo", "x")
        #expect(idle.receive()?.body == "x")
        busy.get("/slow")
        idle.post("/echo", "y")
        #expect(idle.receive()?.body == "y")
        let opener = TestThread {
            usleep(50_000); handler.openGate()
        }
        server.stop(drainMilliseconds: 5_000)
        opener.join()
        let answer = try #require(busy.receive())
        #expect(answer.body == "slow" && answer.headers["connection"]?.lowercased() == "close")
        #expect(idle.isClosedByPeer())
        #expect(TestClient(port: server.port) == nil)
        server.stop()
    }

    @Test func `what takes too long gets 503 and its late answer is dropped`() throws {
        let handler = EchoHandler()
        let server = try Server(host: "127.0.0.1", port: 0, loops: 2, handler: handler)
        let clients = try (0..<20).map { _ in try #require(TestClient(port: server.port)) }
        for client in clients { client.get("/held") }
        while handler.heldCount < 20 { usleep(1_000) }
        server.stop(drainMilliseconds: 10)
        for client in clients { #expect(client.receive()?.status == 503) }
        handler.release("too late")
    }

    @Test func `a half-sent request doesn't keep it from stopping`() throws {
        let handler = EchoHandler()
        let server = try Server(host: "127.0.0.1", port: 0, handler: handler)
        let client = try #require(TestClient(port: server.port))
        client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nabc")
        let other = try #require(TestClient(port: server.port))
        other.post("/echo", "x")
        #expect(other.receive()?.body == "x")
        server.stop(drainMilliseconds: 10)
        #expect(client.isClosedByPeer())
    }
}

/// A thread to do something while the test waits.
final class TestThread: @unchecked Sendable {
    private var handle = pthread_t()
    private let body: () -> Void

    init(_ body: @escaping () -> Void) {
        self.body = body
        pthread_create(
            &handle, nil,
            { argument in
                if let argument { Unmanaged<TestThread>.fromOpaque(argument).takeUnretainedValue().body() }
                return nil
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    func join() { pthread_join(handle, nil) }
}
