import Glibc
import GraphQLExecution
import GraphQLHTTP
import TestSupport
import Testing

@Suite("Documents that requests name")
struct DocumentStoreTests {
    static let headers = "Authorization: Bearer Ann\r\nContent-Type: application/json\r\n"
    static let hello = "{ hello }"
    static let answer = #"{"data":{"hello":"Hello, you, says Ann"}}"#

    private static func hash(_ text: String) -> String { DocumentDigest(of: Array(text.utf8)).hex }

    private static func persisted(_ text: String, version: String = "1") -> String {
        #""extensions":{"persistedQuery":{"version":\#(version),"sha256Hash":"\#(hash(text))"}}"#
    }

    private func ask(_ client: TestClient, _ body: String, _ more: String = "", path: String = "/graphql") throws
        -> TestClient.Answer
    {
        client.post(path, body, headers: Self.headers + more)
        return try #require(client.receive())
    }

    private func get(_ client: TestClient, _ parameters: String, _ more: String = "") throws -> TestClient.Answer {
        client.get("/graphql?" + parameters, headers: "Authorization: Bearer Ann\r\n" + more)
        return try #require(client.receive())
    }

    private func code(_ answer: TestClient.Answer) -> String? {
        guard let start = answer.body.firstRange(of: #""code":""#)?.upperBound else { return nil }
        return String(answer.body[start...].prefix { $0 != "\"" })
    }

    @Test func `a digest is that of the text`() {
        #expect(Self.hash("{__typename}") == "ecf4edb46db40b5132295c0291d62fb65d6759a9eedfa4d5d612dd5ec54a6b38")
        #expect(DocumentDigest(hex: Self.hash("a")) == DocumentDigest(of: Array("a".utf8)))
        for text in ["", "ab", Self.hash("a").uppercased(), Self.hash("a") + "0", String(repeating: "g", count: 64)] {
            #expect(DocumentDigest(hex: text) == nil)
        }
    }

    @Test func `what was sent once is known by its digest, to POST and to GET`() throws {
        try withEndpoint(documents: DocumentStore(automaticBytes: 100_000)) { client, endpoint in
            let miss = try ask(client, "{\(Self.persisted(Self.hello))}")
            #expect(miss.status == 200 && miss.headers["cache-control"] == "no-store")
            #expect(
                miss.body.contains(#""message":"PersistedQueryNotFound""#) && code(miss) == "PERSISTED_QUERY_NOT_FOUND")
            let strict = try ask(
                client, "{\(Self.persisted(Self.hello))}", "Accept: application/graphql-response+json\r\n")
            #expect(strict.status == 400 && code(strict) == "PERSISTED_QUERY_NOT_FOUND")
            try #expect(ask(client, #"{"query":"{ hello }",\#(Self.persisted(Self.hello))}"#).body == Self.answer)
            #expect(endpoint.documents.automatic.statistics.entries == 1)
            for _ in 0..<3 { try #expect(ask(client, "{\(Self.persisted(Self.hello))}").body == Self.answer) }
            // As JSON in another form, which the quick way does not read.
            let other =
                #"{"extensions":{"a":[1],"persistedQuery":{"sha256Hash":"\#(Self.hash(Self.hello))","version":1}}}"#
            try #expect(ask(client, other).body == Self.answer)
            let extensions = #"{"persistedQuery":{"version":1,"sha256Hash":"\#(Self.hash(Self.hello))"}}"#
                .utf8.map { "%\($0 < 16 ? "0" : "")\(String($0, radix: 16))" }.joined()
            try #expect(get(client, "extensions=\(extensions)").body == Self.answer)
            // The digest as an identifier of the draft's.
            try #expect(ask(client, #"{"documentId":"sha256:\#(Self.hash(Self.hello))"}"#).body == Self.answer)
            try #expect(get(client, "documentId=sha256:\(Self.hash(Self.hello))").body == Self.answer)
        }
    }

    @Test func `a document with escapes is known by the text that it stands for`() throws {
        let text = "query A {\n hello(name: \"é\")\n}"
        try withEndpoint(documents: DocumentStore(automaticBytes: 100_000)) { client, _ in
            let sent = #"{"query":"query A {\n hello(name: \"\u00e9\")\n}",\#(Self.persisted(text))}"#
            try #expect(ask(client, sent).body.contains("Hello, é"))
            try #expect(ask(client, "{\(Self.persisted(text))}").body.contains("Hello, é"))
            try #expect(ask(client, #"{"operationName":"A",\#(Self.persisted(text))}"#).body.contains("Hello, é"))
            #expect(
                try ask(client, #"{"operationName":"B",\#(Self.persisted(text))}"#).body.contains("Unknown operation"))
        }
    }

    static let badNames: [(body: String, status: Int, code: String)] = [
        (#"{"query":"{ hello }",\#(persisted("{ slow }"))}"#, 400, "PERSISTED_QUERY_HASH_MISMATCH"),
        (
            #"{"query":"{ hello }","extensions":{"persistedQuery":{"version":1,"sha256Hash":"zz"}}}"#, 400,
            "PERSISTED_QUERY_HASH_MISMATCH"
        ),
        (#"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"zz"}}}"#, 200, "PERSISTED_QUERY_NOT_FOUND"),
        ("{\(persisted("{ hello }", version: "2"))}", 200, "PERSISTED_QUERY_NOT_SUPPORTED"),
        (#"{"query":"{ hello }",\#(persisted("{ hello }", version: "\"1\""))}"#, 200, "PERSISTED_QUERY_NOT_SUPPORTED"),
        (#"{"extensions":{"persistedQuery":{"sha256Hash":"\#(hash("a"))"}}}"#, 200, "PERSISTED_QUERY_NOT_SUPPORTED"),
        (#"{"extensions":{"persistedQuery":{"version":1}}}"#, 400, "BAD_REQUEST"),
        (#"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":7}}}"#, 400, "BAD_REQUEST"),
        (#"{"extensions":{"persistedQuery":"x"}}"#, 400, "BAD_REQUEST"),
        (#"{"extensions":{"persistedQuery":{"version":1,"sha256Hash":"\#(hash("a"))"}"#, 400, "BAD_REQUEST"),
        (#"{"extensions":{}}"#, 400, "BAD_REQUEST"),
        (#"{"query":"{ hello }","documentId":"sha256:\#(hash("{ hello }"))"}"#, 400, "BAD_REQUEST"),
        (#"{"documentId":"a",\#(persisted("{ hello }"))}"#, 400, "BAD_REQUEST"),
        (#"{"documentId":7}"#, 400, "BAD_REQUEST"),
        (#"{"documentId":"a","documentId":"a"}"#, 400, "BAD_REQUEST"),
        (#"{"documentId":"sha256:XY"}"#, 400, "BAD_REQUEST"),
        (#"{"documentId":"sha256:\#(hash("a"))"}"#, 200, "DOCUMENT_NOT_FOUND"),
        (#"{"documentId":"nowhere"}"#, 200, "DOCUMENT_NOT_FOUND"),
        (#"{"documentId":""}"#, 200, "DOCUMENT_NOT_FOUND"),
    ]

    @Test("says what is wrong with a name", arguments: badNames)
    func badName(body: String, status: Int, expected: String) throws {
        try withEndpoint(documents: DocumentStore(automaticBytes: 100_000)) { client, endpoint in
            let answer = try ask(client, body)
            #expect(answer.status == status && code(answer) == expected, "\(answer.body)")
            #expect(endpoint.documents.automatic.statistics.entries == 0)
        }
    }

    @Test func `what cannot be executed is not kept, and what is switched off says so`() throws {
        try withEndpoint(documents: DocumentStore(automaticBytes: 100_000)) { client, endpoint in
            for text in ["{ nope }", "{", "query A { hello } query B { hello }"] {
                try #expect(ask(client, #"{"query":"\#(text)",\#(Self.persisted(text))}"#).body.contains("errors"))
            }
            #expect(endpoint.documents.automatic.statistics.entries == 0)
        }
        try withEndpoint { client, endpoint in
            try #expect(code(ask(client, "{\(Self.persisted(Self.hello))}")) == "PERSISTED_QUERY_NOT_SUPPORTED")
            try #expect(ask(client, #"{"query":"{ hello }",\#(Self.persisted(Self.hello))}"#).body == Self.answer)
            try #expect(code(ask(client, "{\(Self.persisted(Self.hello))}")) == "PERSISTED_QUERY_NOT_SUPPORTED")
            #expect(endpoint.documents.automatic.statistics.entries == 0)
        }
    }

    @Test func `a digest lets nobody do what its roles refuse, nor change by GET`() throws {
        var options = EndpointOptions()
        options.introspection = .roles(1)
        let schema = "{ __schema { queryType { name } } }"
        try withEndpoint(options: options, documents: DocumentStore(automaticBytes: 100_000)) { client, _ in
            try #expect(ask(client, #"{"query":"\#(schema)",\#(Self.persisted(schema))}"#).body.contains("queryType"))
            client.post("/graphql", "{\(Self.persisted(schema))}", headers: Self.headers.replacing("Ann", with: "Bob"))
            try #expect(code(#require(client.receive())) == "INTROSPECTION_NOT_ALLOWED")
            #expect(
                try ask(client, #"{"query":"mutation { set }",\#(Self.persisted("mutation { set }"))}"#).status == 200)
            let answer = try get(client, "documentId=sha256:\(Self.hash("mutation { set }"))")
            #expect(answer.status == 405 && answer.headers["allow"] == "POST")
            client.post("/graphql", "{\(Self.persisted(schema))}", headers: "Content-Type: application/json\r\n")
            try #expect(#require(client.receive()).status == 401)
        }
    }

    private func trusted(_ documents: [(name: String?, text: String)]) -> TrustedDocuments {
        TrustedDocuments(documents.map { TrustedDocuments.Document(name: $0.name, text: Array($0.text.utf8)) })
    }

    @Test func `only what is trusted is executed, until a reload says otherwise`() throws {
        let store = DocumentStore(
            automaticBytes: 100_000, trusted: trusted([("greeting", Self.hello), (nil, "{ a: hello }")]),
            servesOnlyTrusted: true)
        try withEndpoint(documents: store) { client, endpoint in
            for _ in 0..<2 {
                try #expect(ask(client, #"{"documentId":"greeting"}"#).body == Self.answer)
                try #expect(get(client, "documentId=greeting").body == Self.answer)
                try #expect(ask(client, #"{"documentId":"sha256:\#(Self.hash(Self.hello))"}"#).body == Self.answer)
                try #expect(ask(client, "{\(Self.persisted(Self.hello))}").body == Self.answer)
                try #expect(ask(client, #"{"query":"{ hello }"}"#).body == Self.answer)
                try #expect(ask(client, #"{"query":"{\u0020hello }"}"#).body == Self.answer)
                try #expect(ask(client, #"{"documentId":"sha256:\#(Self.hash("{ a: hello }"))"}"#).status == 200)
                for other in ["{ hello } ", "{ slow }", "{ __schema { queryType { name } } }"] {
                    try #expect(code(ask(client, #"{"query":"\#(other)"}"#)) == "DOCUMENT_NOT_TRUSTED")
                    let registered = try ask(client, #"{"query":"\#(other)",\#(Self.persisted(other))}"#)
                    #expect(code(registered) == "DOCUMENT_NOT_TRUSTED")
                    try #expect(code(ask(client, "{\(Self.persisted(other))}")) == "PERSISTED_QUERY_NOT_FOUND")
                }
            }
            #expect(endpoint.documents.automatic.statistics.entries == 0 && endpoint.brokenTrustedDocuments.isEmpty)
            store.replace(trusted([("greeting", "{ slow }"), ("broken", "{ nope }")]))
            try #expect(ask(client, #"{"documentId":"greeting"}"#).body == #"{"data":{"slow":1}}"#)
            try #expect(code(ask(client, #"{"query":"{ hello }"}"#)) == "DOCUMENT_NOT_TRUSTED")
            try #expect(code(ask(client, "{\(Self.persisted(Self.hello))}")) == "PERSISTED_QUERY_NOT_FOUND")
            #expect(endpoint.brokenTrustedDocuments.map(\.reason) == ["Cannot query field \"nope\" on type \"Query\"."])
        }
    }

    @Test func `arrays and events name their documents too`() throws {
        var options = EndpointOptions()
        options.batchLimit = 4
        let events = "subscription { tick }"
        let store = DocumentStore(
            automaticBytes: 100_000, trusted: trusted([("events", events), ("hello", Self.hello)]))
        try withWorld(options: options, documents: store) { world in
            let client = try world.client()
            let batch = try ask(
                client,
                #"[{"documentId":"hello"},{"documentId":"none"},{\#(Self.persisted(Self.hello))},{"query":"{ hello }"}]"#
            )
            #expect(batch.body.hasPrefix("[\(Self.answer),{\"errors\"") && code(batch) == "DOCUMENT_NOT_FOUND")
            #expect(batch.body.hasSuffix(",\(Self.answer),\(Self.answer)]"))
            client.post(
                "/graphql", #"{"documentId":"events"}"#, headers: Self.headers + "Accept: text/event-stream\r\n")
            #expect(client.receiveHead()?.status == 200)
            while world.ticks.subscriberCount == 0 { usleep(500) }
            world.ticks.publish(7)
            #expect(client.chunks(until: #"{"data":{"tick":7}}"#) != nil)
        }
    }
}

@Suite("The store of automatic documents")
struct AutomaticDocumentsTests {
    private func text(_ number: Int, _ count: Int = 1_000) -> [UInt8] {
        Array("{ a\(number) }".utf8) + [UInt8](repeating: 0x20, count: count)
    }

    @Test func `never takes more than its limit, and keeps what is asked for`() {
        let store = AutomaticDocuments(byteLimit: 20_000)
        let favourite = text(-1)
        store.insert(DocumentDigest(of: favourite), favourite)
        for number in 0..<5_000 {
            let text = text(number)
            store.insert(DocumentDigest(of: text), text)
            #expect(store.find(DocumentDigest(of: favourite)) != nil)
            if store.statistics.size > 20_000 { Issue.record("too large"); return }
        }
        let statistics = store.statistics
        #expect((10...20).contains(statistics.entries) && statistics.evictions == 5_001 - statistics.entries)
        #expect(store.find(DocumentDigest(of: text(4_999))) == text(4_999))
        #expect(store.find(DocumentDigest(of: text(0))) == nil)
    }

    @Test func `does not keep one document for the price of all others`() {
        let store = AutomaticDocuments(byteLimit: 20_000)
        let large = text(0, 10_000)
        store.insert(DocumentDigest(of: large), large)
        #expect(store.statistics.entries == 0)
        let none = AutomaticDocuments(byteLimit: 0)
        none.insert(DocumentDigest(of: []), [])
        #expect(none.statistics.entries == 0)
    }
}
