import CryptoExtras
import Foundation
import HTTPServer
import Identity
import Locking
import Synchronization
import Testing

/// A server of keys that can be made to fail.
final class KeyServer: HTTPHandler {
    struct State {
        var status = 200
        var body: [UInt8] = []
        var requests = 0
    }
    let state = Lock(State())

    func answer(_ request: borrowing Request) -> Answer {
        let path = request.path
        let (status, body) = state.withLock { state in
            state.requests += 1
            return (state.status, state.body)
        }
        if path == "/moved" {
            return .now(Response(status: 302, contentType: nil, headers: [.init("Location", "/keys")], body: .empty))
        }
        return .now(Response(status: status, contentType: "application/json", body: .buffer(ResponseBuffer(body.span))))
    }

    func set(_ text: [UInt8], status: Int = 200) {
        state.withLock {
            $0.body = text
            $0.status = status
        }
    }
    var requests: Int { state.withLock { $0.requests } }
}

@Suite("Keys of an issuer")
struct KeySourceTests {
    final class Ticker: Sendable {
        let seconds = Atomic<Int>(0)
        func advance(_ by: Int) { seconds.add(by, ordering: .relaxed) }
    }

    private func with(
        _ path: String = "/keys", _ body: (KeyServer, KeySource, Ticker, TokenVerifier, Problems) throws -> Void
    ) throws {
        let keys = KeyServer()
        let server = try Server(host: "127.0.0.1", port: 0, handler: keys)
        defer { server.stop(drainMilliseconds: 0) }
        let ticker = Ticker()
        let problems = Problems()
        let source = KeySource(
            .url("http://127.0.0.1:\(server.port)\(path)"), algorithms: [.rs256],
            timing: KeySource.Timing(lifeSeconds: 100, waitSeconds: 10),
            clock: { ticker.seconds.load(ordering: .relaxed) },
            report: { if case .failure(let problem) = $0 { problems.texts.withLock { $0.append(problem.text) } } })
        let verifier = TokenVerifier([TokenIssuer(Issuer.name, keys: source)], TokenRules(audiences: [Issuer.audience]))
        try body(keys, source, ticker, verifier, problems)
    }

    final class Problems: Sendable { let texts = Lock<[String]>([]) }

    /// Until the fetch in the background is done.
    private func settle(_ isDone: () -> Bool) { for _ in 0..<2_000 where !isDone() { usleep(2_000) } }

    @Test func `are fetched again for an unknown kid, but seldom, and when they are old`() throws {
        let issuer = try Issuer.shared.get()
        let first = Array(#"{"keys":[\#(try Issuer.rsaKey("r", issuer.rsa.publicKey))]}"#.utf8)
        let second = Array(
            #"{"keys":[\#(try Issuer.rsaKey("r", issuer.rsa.publicKey)),\#(try Issuer.rsaKey("new", issuer.otherRSA.publicKey))]}"#
                .utf8)
        let rotated = try issuer.token(Issuer.user(), header: #"{"alg":"RS256","kid":"new"}"#, .otherRSA)
        try with { keys, source, ticker, verifier, problems in
            keys.set(first)
            source.fetch()
            #expect(keys.requests == 1 && source.generation == 1)
            #expect(verifier.problem(try issuer.token(Issuer.user())) == nil)
            // Too soon after the last fetch: nobody is asked.
            #expect(verifier.problem(rotated) == .unknownKey && keys.requests == 1)
            keys.set(second)
            ticker.advance(10)
            #expect(verifier.problem(rotated) == .keysUnavailable, "a fetch has begun")
            settle { source.generation == 2 }
            #expect(verifier.problem(rotated) == nil && keys.requests == 2)
            let unknown = try issuer.token(Issuer.user(), header: #"{"alg":"RS256","kid":"made up"}"#)
            for _ in 0..<100 { #expect(verifier.problem(unknown) == .unknownKey) }
            #expect(keys.requests == 2)
            // A key that was withdrawn opens nothing any more.
            keys.set(first)
            source.tick()
            ticker.advance(100)
            source.tick()
            settle { source.generation == 3 }
            #expect(verifier.problem(rotated) == .unknownKey && keys.requests == 3)
            source.reload()
            source.tick()
            settle { keys.requests == 4 }
            #expect(source.generation == 3, "the same keys change nothing")
            #expect(problems.texts.withLock { $0 } == [])
        }
    }

    @Test func `the last good ones count while the server is down or says rubbish`() throws {
        let issuer = try Issuer.shared.get()
        let token = try issuer.token(Issuer.user())
        try with { keys, source, ticker, verifier, problems in
            keys.set([], status: 503)
            source.fetch()
            #expect(verifier.problem(token) == .keysUnavailable, "none yet")
            keys.set(try issuer.keySet)
            source.fetch()
            #expect(verifier.problem(token) == nil)
            let bad: [(status: Int, body: [UInt8])] = [
                (500, []), (200, Array("<html>".utf8)), (200, Array("{}".utf8)), (200, Array(#"{"keys":[]}"#.utf8)),
                (200, Array(#"{"keys":[{"kty":"RSA","kid":"r","n":"AQAB","e":"AQAB"}]}"#.utf8)),
                (200, Array(#"{"keys":[1,null,{"kty":"EC","kid":"e","crv":"P-256","x":"AA","y":"AA"}]}"#.utf8)),
                (200, Array((#"{"keys":["# + String(repeating: "[", count: 100_000)).utf8)),
                (200, [UInt8](repeating: 0x20, count: 600 << 10)),
                (200, Array(#"{"keys":\#([String](repeating: "{}", count: 101))}"#.utf8)),
            ]
            for (index, answer) in bad.enumerated() {
                keys.set(answer.body, status: answer.status)
                ticker.advance(1)
                source.fetch()
                #expect(problems.texts.withLock { $0.count } == index + 2)
                #expect(verifier.problem(token) == nil)
            }
            #expect(problems.texts.withLock { $0.joined() }.contains("too large"))
            #expect(source.generation == 1)
        }
    }

    @Test func `redirects are not followed, and a server that is not there is told without its address`() throws {
        let issuer = try Issuer.shared.get()
        try with("/moved") { keys, source, _, _, problems in
            keys.set(try issuer.keySet)
            source.fetch()
            #expect(source.keyCount == 0 && problems.texts.withLock { $0 } == ["the server answered 302"])
        }
        let problems = Problems()
        let source = KeySource(
            .url("http://127.0.0.1:1/secret"), algorithms: [.rs256], clock: { 0 },
            report: { if case .failure(let problem) = $0 { problems.texts.withLock { $0.append(problem.text) } } })
        source.fetch()
        #expect(problems.texts.withLock { $0.count == 1 && !$0[0].contains("secret") })
    }

    @Test(
        "come by https, or from this machine",
        arguments: [
            ("https://a.example/k", true), ("http://127.0.0.1:8080/k", true), ("http://localhost/k", true),
            ("http://[::1]:1/k", true), ("http://a.example/k", false), ("http://127.0.0.1.evil.example/k", false),
            ("http://127.0.0.1:80@evil.example/", false), ("http://localhost.evil/", false), ("ftp://a/", false),
            ("", false),
        ])
    func safe(url: String, isSafe: Bool) { #expect(KeySource.isSafe(url) == isSafe) }
}
