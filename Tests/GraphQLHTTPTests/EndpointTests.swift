import GraphQLHTTP
import JSON
import TestSupport
import Testing

struct HTTPCase: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var method = "POST"
    var path = "/graphql"
    var headers = "Content-Type: application/json\r\n"
    var body = ""
    let status: Int
    /// A part of the answer's body.
    let contains: String
    var type = "application/json; charset=utf-8"

    init(
        _ name: String, method: String = "POST", path: String = "/graphql",
        headers: String = "Content-Type: application/json\r\n", body: String = "", _ status: Int, _ contains: String,
        type: String = "application/json; charset=utf-8"
    ) {
        testDescription = name
        self.method = method
        self.path = path
        self.headers = headers
        self.body = body
        self.status = status
        self.contains = contains
        self.type = type
    }
}

@Suite("GraphQL over HTTP")
struct EndpointTests {
    static let json = "Content-Type: application/json\r\n"
    static let modern = json + "Accept: application/graphql-response+json\r\n"
    static let modernType = "application/graphql-response+json; charset=utf-8"
    static let eventType = "text/event-stream; charset=utf-8"
    static let syntaxError =
        #"{"errors":[{"message":"Syntax Error: Expected Name, found <EOF>.","locations":[{"line":1,"column":2}],"extensions":{"code":"GRAPHQL_PARSE_FAILED"}}]}"#

    static let cases: [HTTPCase] = [
        HTTPCase("a query", body: #"{"query":"{ hello }"}"#, 200, #"{"data":{"hello":"Hello, you, says Ann"}}"#),
        HTTPCase(
            "variables and operation name",
            body:
                #"{"operationName":"B","variables":{"n":"Ü\n"},"query":"query A { hello }\nquery B($n: String) { hi: hello(name: $n) }","extensions":{"x":[1,{"y":"]"}]},"id":"z","n":null,"f":1.5}"#,
            200, #"{"data":{"hi":"Hello, Ü\n, says Ann"}}"#),
        HTTPCase(
            "nulls", body: #"{"operationName":null,"variables":null,"query":"{hello}","extensions":null}"#, 200,
            #""hello""#),
        HTTPCase(
            "blanks around everything", body: " \n{ \"query\" : \"{hello}\" , \"variables\" : { } } \r\n", 200,
            #""hello""#),
        HTTPCase(
            "the new media type", headers: modern, body: #"{"query":"{ hello }"}"#, 200, "hello", type: modernType),
        HTTPCase(
            "charset",
            headers: "Content-Type: application/json; charset=UTF-8\r\nAccept: text/html;q=0.9, */*;q=0.1\r\n",
            body: #"{"query":"{hello}"}"#, 200, "hello"),
        HTTPCase(
            "weights", headers: json + "Accept: application/json;q=0.5, application/graphql-response+json;q=0.8\r\n",
            body: #"{"query":"{hello}"}"#, 200, "hello", type: modernType),
        HTTPCase(
            "a field error", headers: modern, body: #"{"query":"{ fails }"}"#, 200,
            #"{"data":null,"errors":[{"message":"no","locations":[{"line":1,"column":3}],"path":["fails"],"extensions":{"code":"NO"}}]}"#,
            type: modernType),
        HTTPCase("what waits", body: #"{"query":"{ slow }"}"#, 200, #"{"data":{"slow":1}}"#),
        HTTPCase("what answers later", body: #"{"query":"{ later }"}"#, 200, #"{"data":{"later":2}}"#),
        HTTPCase("a large answer", body: #"{"query":"{ list(n: 100000) }"}"#, 200, "99998,99999]}}"),
        HTTPCase(
            "GET with a zero in a text", method: "GET", path: "/graphql?query=%7Bhello(name:%22a%00b%22)%7D",
            headers: "", 200,
            #"{"data":{"hello":"Hello, a\u0000b, says Ann"}}"#),
        HTTPCase(
            "GET", method: "GET",
            path: "/graphql?query=query(%24n:String)%7Bhello(name:%24n)%7D&variables=%7B%22n%22:%22x%22%7D",
            headers: "", 200, "Hello, x, says Ann"),
        HTTPCase(
            "GET with the name", method: "GET",
            path: "/graphql?query=query%20A%7Bhello%7D%20query%20B%7Bb:hello%7D&operationName=B&extensions=",
            headers: "", 200, #"{"data":{"b""#),
        HTTPCase(
            "GET of a mutation", method: "GET", path: "/graphql?query=mutation%7Bset%7D", headers: "", 405,
            "A mutation is sent by POST."),
        HTTPCase("GET without a query", method: "GET", path: "/graphql", headers: "", 400, "no parameter `query`"),
        HTTPCase(
            "GET with bad variables", method: "GET", path: "/graphql?query=%7Bhello%7D&variables=%5B%5D", headers: "",
            400, "`variables` must be a JSON object."),
        HTTPCase("a mutation", body: #"{"query":"mutation { set }"}"#, 200, #"{"data":{"set":1}}"#),
        HTTPCase(
            "a subscription", body: #"{"query":"subscription { tick }"}"#, 200, "SUBSCRIPTION_NEEDS_EVENT_STREAM"),
        HTTPCase(
            "GET of a subscription", method: "GET", path: "/graphql?query=subscription%7Btick%7D", headers: "", 405,
            "A subscription is sent by POST."),
        HTTPCase(
            "a type that is refused by name", headers: json + "Accept: */*, application/json;q=0\r\n",
            body: #"{"query":"{hello}"}"#, 200, "hello", type: modernType),
        HTTPCase(
            "a weight that is none counts as 0", headers: json + "Accept: */*, application/json;q=0.-5\r\n",
            body: #"{"query":"{hello}"}"#, 200, "hello", type: modernType),
        HTTPCase(
            "an answer in another charset", headers: json + "Accept: application/json;charset=utf-16\r\n",
            body: #"{"query":"{hello}"}"#, 406, "NOT_ACCEPTABLE"),
        HTTPCase(
            "a query as an event", headers: json + "Accept: text/event-stream\r\n", body: #"{"query":"{hello}"}"#, 200,
            "event: next\ndata: {\"data\":{\"hello\":\"Hello, you, says Ann\"}}\n\nevent: complete\ndata: \n\n",
            type: eventType),
        HTTPCase(
            "a wrong document as an event", headers: json + "Accept: text/event-stream\r\n",
            body: #"{"query":"{helo}"}"#, 200, "event: next\ndata: {\"errors\":", type: eventType),
        HTTPCase(
            "no request, for events", headers: json + "Accept: text/event-stream\r\n", body: "{}", 400, "no `query`"),
        HTTPCase("PUT", method: "PUT", body: "{}", 405, "METHOD_NOT_ALLOWED"),
        HTTPCase("no content type", headers: "", body: #"{"query":"{hello}"}"#, 415, "UNSUPPORTED_MEDIA_TYPE"),
        HTTPCase(
            "another content type", headers: "Content-Type: text/plain\r\n", body: #"{"query":"{hello}"}"#, 415,
            "UNSUPPORTED"),
        HTTPCase(
            "another charset", headers: "Content-Type: application/json; charset=latin1\r\n",
            body: #"{"query":"{hello}"}"#, 415, "UNSUPPORTED"),
        HTTPCase(
            "nothing acceptable", headers: json + "Accept: text/html, application/json;q=0\r\n",
            body: #"{"query":"{hello}"}"#, 406, "NOT_ACCEPTABLE"),
        HTTPCase("no body", 400, "not valid JSON"),
        HTTPCase("broken JSON", body: #"{"query":"#, 400, "not valid JSON"),
        HTTPCase("broken nested JSON", body: #"{"query":"{hello}","extensions":{"a":tru}}"#, 400, "not valid JSON"),
        HTTPCase("a broken extra", body: #"{"query":"{hello}","x":tru}"#, 400, "not valid JSON"),
        HTTPCase("duplicate keys", body: #"{"query":"{hello}","query":"{hello}"}"#, 400, "occurs twice"),
        HTTPCase("an array", body: "[]", 400, "must be a JSON object, not an array"),
        HTTPCase("null", body: "null", 400, "must be a JSON object, not null"),
        HTTPCase("no query", body: "{}", 400, "no `query`"),
        HTTPCase("query of another kind", body: #"{"query":1}"#, 400, "`query` must be a string, not a number."),
        HTTPCase(
            "variables of another kind", body: #"{"query":"{hello}","variables":[]}"#, 400,
            "`variables` must be an object, not an array."),
        HTTPCase("a bad escape", body: #"{"query":"{hello}\q"}"#, 400, "not a valid escape"),
        HTTPCase("text behind the object", body: #"{"query":"{hello}"} x"#, 400, "not valid JSON"),
        HTTPCase("a syntax error", body: #"{"query":"{"}"#, 200, syntaxError),
        HTTPCase(
            "a syntax error, new type", headers: modern, body: #"{"query":"{"}"#, 400, syntaxError, type: modernType),
        HTTPCase(
            "a validation error", body: #"{"query":"{ helo }"}"#, 200,
            #"Cannot query field \"helo\" on type \"Query\". Did you mean \"hello\"?"#),
        HTTPCase(
            "a validation error, new type", headers: modern, body: #"{"query":"{ helo }"}"#, 400,
            "GRAPHQL_VALIDATION_FAILED", type: modernType),
        HTTPCase(
            "wrong variables", headers: modern,
            body: #"{"query":"query($n: Int!) { list(n: $n) }","variables":{"n":"1"}}"#, 400,
            #"Variable \"$n\" has invalid value: Int cannot represent non-integer value: \"1\""#, type: modernType),
        HTTPCase(
            "an unknown operation", headers: modern, body: #"{"query":"{hello}","operationName":"X"}"#, 400,
            #"Unknown operation named \"X\"."#, type: modernType),
        HTTPCase("invalid UTF-8", body: "{\"query\":\"\u{FFFD}\"}", 200, "Syntax Error"),
        HTTPCase("health", method: "GET", path: "/healthz", headers: "", 200, "ok", type: "text/plain; charset=utf-8"),
        HTTPCase(
            "readiness", method: "GET", path: "/readyz", headers: "", 503, "not yet", type: "text/plain; charset=utf-8"),
        HTTPCase(
            "elsewhere", method: "GET", path: "/graphql/x", headers: "", 404, "/graphql",
            type: "text/plain; charset=utf-8"),
    ]

    @Test("answers", arguments: cases)
    func answers(item: HTTPCase) throws {
        try withEndpoint { client, _ in
            // The second time the document is known.
            for _ in 0..<2 {
                let length = item.method == "GET" ? "" : "Content-Length: \(item.body.utf8.count)\r\n"
                client.send(
                    "\(item.method) \(item.path) HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer Ann\r\n\(length)\(item.headers)\r\n\(item.body)"
                )
                let answer = try #require(client.receive())
                #expect(answer.status == item.status)
                #expect(answer.body.contains(item.contains), "\(answer.body.prefix(2_000))")
                #expect(answer.headers["content-type"] == item.type)
                if item.type.contains("json") {
                    #expect(throws: Never.self) { try JSONValue(parsing: answer.body) }
                }
            }
        }
    }

    @Test func `nobody without a key hears anything`() throws {
        try withEndpoint { client, _ in
            for header in ["", "Authorization: Basic eDp5\r\n"] {
                client.post("/graphql", #"{"query":"{ hello }"}"#, headers: Self.json + header)
                let answer = try #require(client.receive())
                #expect(answer.status == 401)
                #expect(answer.headers["www-authenticate"] == #"Bearer realm="creditgraph""#)
                #expect(
                    answer.body
                        == #"{"errors":[{"message":"Send a key as `Authorization: Bearer …`.","extensions":{"code":"UNAUTHENTICATED"}}]}"#
                )
            }
        }
    }

    @Test func `known documents are not planned again`() throws {
        try withEndpoint { client, endpoint in
            let bodies = [
                #"{"query":"{ hello }"}"#, #"{"query":"{ hello }","variables":{}}"#, #"{"query":"{\n hello }"}"#,
                #"{"query":"query A { hello }","operationName":"A"}"#, #"{"query":"query A { hello }"}"#,
                #"{"query":"{ nope }"}"#,
            ]
            for _ in 0..<3 {
                for body in bodies {
                    client.post("/graphql", body, headers: Self.json + "Authorization: Bearer Ann\r\n")
                    #expect(client.receive()?.status == 200)
                }
            }
            let statistics = endpoint.cache.statistics
            #expect(statistics.misses == 5 && statistics.hits == 13 && statistics.entries == 5)
        }
    }
}
