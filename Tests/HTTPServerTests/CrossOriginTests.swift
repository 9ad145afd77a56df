import HTTPServer
import TestSupport
import Testing

@Suite("Pages of other origins")
struct CrossOriginTests {
    private func withOrigins(_ body: (TestClient) throws -> Void) throws {
        var limits = Limits()
        limits.crossOrigin = CrossOrigin(origins: ["https://one.example", "http://two.example:8080"])
        try withServer(limits: limits) { _, server in try body(try #require(TestClient(port: server.port))) }
    }

    private static func preflight(_ origin: String) -> String {
        "OPTIONS /echo HTTP/1.1\r\nHost: a\r\nOrigin: \(origin)\r\nAccess-Control-Request-Method: POST\r\n\r\n"
    }

    @Test(
        "may read answers where the settings name them", arguments: ["https://one.example", "http://two.example:8080"])
    func allowed(origin: String) throws {
        try withOrigins { client in
            client.send(Self.preflight(origin))
            let preflight = try #require(client.receive())
            #expect(preflight.status == 204)
            #expect(preflight.headers["access-control-allow-origin"] == origin)
            #expect(preflight.headers["access-control-allow-headers"]?.contains("Authorization") == true)
            #expect(preflight.headers["access-control-allow-headers"]?.contains("If-None-Match, ") == true)
            #expect(preflight.headers["access-control-allow-credentials"] == nil)
            for path in ["/echo", "/later"] {
                client.post(path, "x", headers: "Origin: \(origin)\r\n")
                let answer = try #require(client.receive())
                #expect(answer.body == "x" && answer.headers["access-control-allow-origin"] == origin)
                #expect(answer.headers["vary"] == "Origin")
                #expect(answer.headers["access-control-expose-headers"]?.contains("ETag") == true)
            }
        }
    }

    @Test(
        "may not otherwise",
        arguments: [
            "https://evil.example", "https://one.example.evil", "http://one.example", "null", "https://ONE.example",
        ])
    func refused(origin: String) throws {
        try withOrigins { client in
            client.send(Self.preflight(origin))
            let preflight = try #require(client.receive())
            #expect(preflight.status == 403 && preflight.headers["access-control-allow-origin"] == nil)
            client.post("/echo", "x", headers: "Origin: \(origin)\r\n")
            let answer = try #require(client.receive())
            #expect(answer.headers["access-control-allow-origin"] == nil && answer.headers["vary"] == "Origin")
        }
    }

    @Test func `without settings nothing is said to anybody`() throws {
        try withServer { _, server in
            let client = try #require(TestClient(port: server.port))
            client.post("/echo", "x", headers: "Origin: https://one.example\r\n")
            let answer = try #require(client.receive())
            #expect(answer.headers["access-control-allow-origin"] == nil && answer.headers["vary"] == nil)
        }
    }
}
