import Glibc
import GraphQLExecution
import GraphQLHTTP
import GraphQLLanguage
import HTTPServer
import JSON
import TestSupport
import Testing

@Suite("Server-sent events over a real socket")
struct EventStreamTests {
    static let key = "Authorization: Bearer Ann\r\n"
    static let headers = key + "Content-Type: application/json\r\nAccept: text/event-stream\r\n"
    static let subscription = #"{"query":"subscription { tick }"}"#

    private func open(_ world: World, headers: String = headers, body: String = subscription) throws -> TestClient {
        let client = try world.client()
        let before = world.ticks.subscriberCount
        client.post("/graphql", body, headers: headers)
        let head = try #require(client.receiveHead())
        #expect(head.status == 200 && head.headers["content-type"] == "text/event-stream; charset=utf-8")
        #expect(head.headers["cache-control"] == "no-cache")
        #expect(client.nextChunk()?.hasPrefix(":\n\n") == true)
        while world.ticks.subscriberCount == before, !headers.contains("Last-Event-ID") { usleep(500) }
        return client
    }

    @Test func `each event is a response, and the end is told`() throws {
        try withWorld { world in
            let client = try open(world)
            world.ticks.publish(7)
            let text = try #require(client.chunks(until: "\n\n"))
            #expect(text.contains("event: next\ndata: {\"data\":{\"tick\":7}}\n\n") && text.hasPrefix("id: "))
            world.ticks.publish(8)
            #expect(client.chunks(until: "\"tick\":8") != nil)
            world.ticks.finish()
            #expect(client.chunks(until: "event: complete\ndata: \n\n") != nil)
            #expect(client.nextChunk() == nil)
            #expect(world.streams.count == 0)
        }
    }

    @Test func `a source that cannot be opened is told as an event`() throws {
        try withWorld { world in
            let client = try world.client()
            client.post("/graphql", #"{"query":"subscription { tick(from: 99) }"}"#, headers: Self.headers)
            let answer = try #require(client.receive())
            #expect(answer.status == 200 && answer.body.contains("NOT_FOUND"))
            #expect(answer.body.hasSuffix("event: complete\ndata: \n\n"))
            #expect(world.streams.count == 0)
        }
    }

    @Test func `a subscription by GET, as EventSource sends it`() throws {
        try withWorld { world in
            let client = try world.client()
            client.get(
                "/graphql?query=subscription%7Btick%7D", headers: Self.key + "Accept: text/event-stream\r\n")
            #expect(client.receiveHead()?.status == 200)
            while world.ticks.subscriberCount == 0 { usleep(500) }
            world.ticks.publish(1)
            #expect(client.chunks(until: "\"tick\":1") != nil)
        }
    }

    @Test func `events end, and why is told, when the key is no longer in force`() throws {
        var options = EndpointOptions()
        options.events.checkMilliseconds = 1
        try withWorld(options: options) { world in
            let client = try open(world)
            let token = try #require(
                {
                    let other = try world.client()
                    other.send("PUT /graphql/stream HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\(Self.key)\r\n")
                    return other.receive()?.body
                }())
            let listener = try world.client()
            listener.get("/graphql/stream?token=\(token)", headers: "Accept: text/event-stream\r\n")
            #expect(listener.receiveHead()?.status == 200)
            let adder = try world.client()
            adder.post(
                "/graphql/stream", #"{"query":"subscription { tick }","extensions":{"operationId":"7"}}"#,
                headers: Self.key + "Content-Type: application/json\r\nX-GraphQL-Event-Stream-Token: \(token)\r\n")
            #expect(adder.receive(hasBody: false)?.status == 202)
            world.keys.revoke()
            let text = try #require(client.chunks(until: "event: complete\ndata: \n\n"))
            #expect(text.contains(#""code":"UNAUTHENTICATED""#))
            #expect(client.nextChunk() == nil)
            let reserved = try #require(listener.chunks(until: "event: complete\ndata: {\"id\":\"7\"}\n\n"))
            #expect(reserved.contains(#"{"id":"7","payload":{"errors":"#) && reserved.contains("UNAUTHENTICATED"))
            #expect(listener.nextChunk() == nil)
            #expect(world.streams.count == 0 && world.ticks.subscriberCount == 0)
        }
    }

    @Test func `the source ends when the client is gone and does not come back`() throws {
        var options = EndpointOptions()
        options.events.resumeMilliseconds = 0
        try withWorld(options: options) { world in
            do { _ = try open(world) }
            for _ in 0..<8_000 where world.ticks.subscriberCount > 0 { usleep(1_000) }
            #expect(world.ticks.subscriberCount == 0 && world.streams.count == 0)
        }
    }

    @Test func `a client that comes back misses nothing`() throws {
        try withWorld { world in
            let id: Substring
            do {
                let client = try open(world)
                world.ticks.publish(1)
                let text = try #require(client.chunks(until: "\"tick\":1"))
                id = try #require(text.split(separator: "\n").first).dropFirst(4)
            }
            world.ticks.publish(2)
            world.ticks.publish(3)
            let client = try world.client()
            client.post("/graphql", Self.subscription, headers: Self.headers + "Last-Event-ID: \(id)\r\n")
            #expect(client.receiveHead()?.status == 200)
            let text = try #require(client.chunks(until: "\"tick\":3"))
            #expect(text.contains("\"tick\":2") && !text.contains("\"tick\":1"))
            world.ticks.publish(4)
            #expect(client.chunks(until: "\"tick\":4") != nil)
            #expect(world.ticks.subscriberCount == 1 && world.streams.count == 1)
        }
    }

    @Test("an event id of somebody else's, of another request or made up begins anew", arguments: [0, 1, 2])
    func foreignID(which: Int) throws {
        try withWorld { world in
            let client = try open(world)
            world.ticks.publish(1)
            let text = try #require(client.chunks(until: "\"tick\":1"))
            let id = try #require(text.split(separator: "\n").first).dropFirst(4)
            let headers = [
                Self.headers.replacing("Ann", with: "Bob") + "Last-Event-ID: \(id)\r\n",
                Self.headers + "Last-Event-ID: \(id)\r\n", Self.headers + "Last-Event-ID: 0123-1\r\n",
            ][which]
            let body = which == 1 ? #"{"query":"subscription { other: tick }"}"# : Self.subscription
            let other = try world.client()
            other.post("/graphql", body, headers: headers)
            #expect(other.receiveHead()?.status == 200)
            while world.ticks.subscriberCount < 2 { usleep(500) }
            world.ticks.publish(2)
            let seen = try #require(other.chunks(until: ":2}"))
            #expect(!seen.contains(":1}"))
        }
    }

    @Test func `a reader that is too slow is dropped, and nothing is kept without end`() throws {
        var options = EndpointOptions()
        options.events.stallMilliseconds = 1
        options.events.resumeMilliseconds = 0
        try withWorld(options: options) { world in
            let client = try world.client()
            // Long response keys make events of 60 KB.
            let key = String(repeating: "k", count: 60_000)
            client.post("/graphql", "{\"query\":\"subscription { \(key): tick }\"}", headers: Self.headers)
            while world.ticks.subscriberCount == 0 { usleep(500) }
            var published = 0
            while world.ticks.subscriberCount > 0, published < 20_000 {
                world.ticks.publish(published)
                published += 1
                usleep(1_000)
            }
            #expect(world.ticks.subscriberCount == 0)
            for _ in 0..<5_000 where world.streams.count > 0 { usleep(1_000) }
            #expect(world.streams.count == 0)
        }
    }

    @Test func `a viewer has so many streams and no more`() throws {
        var options = EndpointOptions()
        options.events.limitPerViewer = 2
        options.events.limit = 3
        try withWorld(options: options) { world in
            let first = [try open(world), try open(world)]
            let third = try world.client()
            third.post("/graphql", Self.subscription, headers: Self.headers)
            let refusal = try #require(third.receive())
            #expect(refusal.status == 429 && refusal.headers["retry-after"] == "5")
            #expect(refusal.body.contains("TOO_MANY_STREAMS"))
            let bob = Self.headers.replacing("Ann", with: "Bob")
            let second = try open(world, headers: bob)
            third.post("/graphql", Self.subscription, headers: bob)
            #expect(third.receive()?.status == 503)
            withExtendedLifetime((first, second)) {}
        }
    }

    @Test func `who went away makes room for who comes`() throws {
        var options = EndpointOptions()
        options.events.limitPerViewer = 1
        options.events.heartbeatMilliseconds = 100
        try withWorld(options: options) { world in
            do { _ = try open(world) }
            // The server notices within about a second.
            for _ in 0..<40 {
                let client = try world.client()
                client.post("/graphql", Self.subscription, headers: Self.headers)
                if client.receiveHead()?.status == 200 { return }
                usleep(100_000)
            }
            Issue.record("the place was never given")
        }
    }

    @Test func `a stop tells the client to connect again`() throws {
        try withWorld { world in
            let client = try open(world)
            world.server.stop(drainMilliseconds: 3_000)
            #expect(client.chunks(until: "retry: 1000\n: reconnect\n\n") != nil)
            #expect(client.nextChunk() == nil)
        }
    }

    @Test func `a sign of life is sent where nothing else is`() throws {
        var options = EndpointOptions()
        options.events.heartbeatMilliseconds = 100
        try withWorld(options: options) { world in
            let client = try open(world)
            #expect(client.chunks(until: ": still here\n\n") != nil)
        }
    }
}

@Suite("The single connection mode")
struct SingleConnectionTests {
    static let key = EventStreamTests.key
    static let json = key + "Content-Type: application/json\r\n"

    private func reserve(_ world: World) throws -> (token: String, control: TestClient) {
        let control = try world.client()
        control.send("PUT /graphql/stream HTTP/1.1\r\nHost: a\r\n\(Self.key)Content-Length: 0\r\n\r\n")
        let answer = try #require(control.receive())
        #expect(answer.status == 201 && answer.body.count == 64)
        return (answer.body, control)
    }

    @Test func `all operations come over one connection`() throws {
        try withWorld { world in
            let (token, control) = try reserve(world)
            let header = Self.json + "X-GraphQL-Event-Stream-Token: \(token)\r\n"
            // Operations may begin before anybody listens.
            control.post(
                "/graphql/stream", #"{"query":"{ hello }","extensions":{"operationId":"q"}}"#, headers: header)
            #expect(control.receive()?.status == 202)
            let events = try world.client()
            events.get("/graphql/stream?token=\(token)", headers: "Accept: text/event-stream\r\n")
            #expect(events.receiveHead()?.status == 200)
            let first = try #require(events.chunks(until: "event: complete"))
            #expect(
                first.contains(#"event: next\#ndata: {"id":"q","payload":{"data":{"hello":"Hello, you, says Ann"}}}"#))
            #expect(first.contains(#"event: complete\#ndata: {"id":"q"}"#))
            control.post(
                "/graphql/stream", #"{"query":"subscription { tick }","extensions":{"operationId":"s"}}"#,
                headers: header)
            #expect(control.receive()?.status == 202)
            while world.ticks.subscriberCount == 0 { usleep(500) }
            world.ticks.publish(5)
            #expect(events.chunks(until: #"{"id":"s","payload":{"data":{"tick":5}}}"#) != nil)
            control.post(
                "/graphql/stream", #"{"query":"{ later }","extensions":{"operationId":"s"}}"#, headers: header)
            #expect(control.receive()?.status == 409)
            control.send(
                "DELETE /graphql/stream?operationId=s HTTP/1.1\r\nHost: a\r\n\(header)Content-Length: 0\r\n\r\n")
            #expect(control.receive()?.status == 200)
            for _ in 0..<2_000 where world.ticks.subscriberCount > 0 { usleep(1_000) }
            #expect(world.ticks.subscriberCount == 0)
        }
    }

    @Test func `one connection at a time listens`() throws {
        try withWorld { world in
            let (token, _) = try reserve(world)
            let first = try world.client()
            first.get("/graphql/stream?token=\(token)")
            #expect(first.receiveHead()?.status == 200)
            let second = try world.client()
            second.get("/graphql/stream?token=\(token)")
            #expect(second.receive()?.status == 409)
        }
    }

    static let refusals: [(request: String, status: Int, code: String)] = [
        ("GET /graphql/stream?token=nope HTTP/1.1\r\nHost: a\r\n\r\n", 404, "STREAM_NOT_FOUND"),
        ("PUT /graphql/stream HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n", 401, "UNAUTHENTICATED"),
        (
            "DELETE /graphql/stream?operationId=x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer Ann\r\nX-GraphQL-Event-Stream-Token: TOKEN\r\n\r\n",
            404, "OPERATION_NOT_FOUND"
        ),
        (
            "DELETE /graphql/stream?operationId=x HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer Bob\r\nX-GraphQL-Event-Stream-Token: TOKEN\r\n\r\n",
            404, "STREAM_NOT_FOUND"
        ),
        (
            "PATCH /graphql/stream HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer Ann\r\nContent-Length: 0\r\n\r\n", 405,
            "METHOD_NOT_ALLOWED"
        ),
    ]

    @Test("says what is wrong", arguments: refusals)
    func refusal(request: String, status: Int, code: String) throws {
        try withWorld { world in
            let (token, client) = try reserve(world)
            client.send(request.replacing("TOKEN", with: token))
            let answer = try #require(client.receive())
            #expect(answer.status == status && answer.body.contains(code), "\(answer)")
        }
    }

    @Test(
        "wrong operations are answered by the request itself",
        arguments: [
            (#"{"query":"{ nope }","extensions":{"operationId":"q"}}"#, 400, "GRAPHQL_VALIDATION_FAILED"),
            (#"{"query":"{ hello }"}"#, 400, "OPERATION_ID_MISSING"),
            (#"{"query":"subscription { tick(from: 99) }","extensions":{"operationId":"q"}}"#, 400, "NOT_FOUND"),
        ])
    func wrongOperation(body: String, status: Int, code: String) throws {
        try withWorld { world in
            let (token, client) = try reserve(world)
            client.post(
                "/graphql/stream", body,
                headers: Self.json
                    + "Accept: application/graphql-response+json\r\nX-GraphQL-Event-Stream-Token: \(token)\r\n")
            let answer = try #require(client.receive())
            #expect(answer.status == status && answer.body.contains(code), "\(answer)")
        }
    }
}

@Suite("Incremental delivery over HTTP")
struct IncrementalTests {
    static let body = #"{"query":"{ hello ... @defer { later } }"}"#
    static let headers = EventStreamTests.key + "Content-Type: application/json\r\n"

    private func withIncremental(_ body: (World) throws -> Void) throws {
        var options = EndpointOptions()
        options.isIncremental = true
        try withWorld(options: options, body)
    }

    @Test func `what is deferred comes as a further part`() throws {
        try withIncremental { world in
            let client = try world.client()
            client.post(
                "/graphql", Self.body, headers: Self.headers + "Accept: multipart/mixed, application/json\r\n")
            let head = try #require(client.receiveHead())
            #expect(head.headers["content-type"] == "multipart/mixed; boundary=\"graphql\"")
            let text = try #require(client.chunks(until: "--graphql--\r\n"))
            let parts = text.components(boundary: "--graphql")
            #expect(parts.count == 2)
            #expect(parts[0].contains(#"{"data":{"hello":"Hello, you, says Ann"},"pending":"#))
            #expect(parts[1].contains(#""later":2"#) && parts[1].contains(#""hasNext":false"#))
            #expect(client.nextChunk() == nil)
        }
    }

    @Test func `or as a further event`() throws {
        try withIncremental { world in
            let client = try world.client()
            client.post("/graphql", Self.body, headers: Self.headers + "Accept: text/event-stream\r\n")
            #expect(client.receiveHead()?.status == 200)
            let text = try #require(client.chunks(until: "event: complete"))
            #expect(text.components(boundary: "event: next").count == 2)
        }
    }

    @Test(
        "all parts are read through one view, which is given back",
        arguments: [("multipart/mixed", "--graphql--\r\n"), ("text/event-stream", "event: complete")])
    func oneView(accept: String, end: String) throws {
        try withIncremental { world in
            let client = try world.client()
            client.post(
                "/graphql", #"{"query":"{ hello ... @defer { slow } }"}"#,
                headers: Self.headers + "Accept: \(accept)\r\n")
            #expect(client.receiveHead()?.status == 200)
            #expect(client.chunks(until: end)?.contains("\"slow\":1") == true)
            var events = world.reads.take()
            for _ in 0..<10_000 where events.last != .end {
                usleep(500)
                events += world.reads.take()
            }
            #expect(events == [.begin, .end])
            let other = try world.client()
            other.post("/graphql", Self.body, headers: Self.headers + "Accept: \(accept)\r\n")
            #expect(other.receiveHead()?.status == 200 && other.chunks(until: end) != nil)
            #expect(world.reads.take() == [])
        }
    }

    @Test func `all at once for whoever takes JSON only`() throws {
        try withIncremental { world in
            let client = try world.client()
            client.post("/graphql", Self.body, headers: Self.headers)
            #expect(client.receive()?.body == #"{"data":{"hello":"Hello, you, says Ann","later":2}}"#)
        }
    }

    @Test func `without the setting nobody offers parts`() throws {
        try withWorld { world in
            let client = try world.client()
            client.post("/graphql", #"{"query":"{hello}"}"#, headers: Self.headers + "Accept: multipart/mixed\r\n")
            #expect(client.receive()?.status == 406)
        }
    }
}

extension String {
    fileprivate func components(boundary: String) -> [String] {
        var parts: [String] = []
        var rest = self[...]
        while let range = rest.firstRange(of: boundary) {
            parts.append(String(rest[..<range.lowerBound]))
            rest = rest[range.upperBound...]
        }
        parts.append(String(rest))
        return parts.filter { $0.contains("{") }
    }
}
