import GraphQLHTTP
import JSON
import TestSupport
import Testing

/// One behaviour that the published audit suite of graphql-http looks for, by its id there.
struct Audit: CustomTestStringConvertible, Sendable {
    let id: String
    let rule: String
    var method = "POST"
    var accept: String? = "application/json"
    var contentType: String? = "application/json"
    /// Nil: no body. For GET the query string.
    var body: String?
    var statuses: ClosedRange<Int> = 200...200
    var type: String?
    /// Whether the answer has `data`; nil: either way.
    var hasData: Bool?
    var hasErrors: Bool?

    var testDescription: String { "\(id) \(rule)" }

    private static let new = "application/graphql-response+json"
    private static let typename = #"{"query":"{ __typename }"}"#
    private static let wrong = [("object", #"{"obj":"ect"}"#), ("number", "0"), ("boolean", "false"), ("array", "[1]")]
    private static let wrongMaps = [("string", #""string""#), ("number", "0"), ("boolean", "false"), ("array", "[1]")]

    /// All 61, in the suite's order.
    static let all: [Audit] =
        [
            Audit(
                id: "22EB", rule: "SHOULD accept the new media type and match it", accept: new, body: typename,
                type: new),
            Audit(
                id: "4655", rule: "MUST accept application/json and match it", body: typename, type: "application/json"),
            Audit(
                id: "47DE", rule: "SHOULD answer */* as JSON", accept: "*/*", body: typename, type: "application/json"),
            Audit(
                id: "80D8", rule: "SHOULD assume JSON without Accept", accept: nil, body: typename,
                type: "application/json"),
            Audit(id: "82A3", rule: "MUST answer in UTF-8", body: typename, type: "charset=utf-8"),
            Audit(
                id: "BF61", rule: "MUST accept UTF-8", contentType: "application/json; charset=utf-8", body: typename,
                hasData: true),
            Audit(id: "78D5", rule: "MUST assume UTF-8", body: typename, hasData: true),
            Audit(id: "2C94", rule: "MUST accept POST", body: typename, hasData: true),
            Audit(id: "5A70", rule: "MAY accept GET", method: "GET", body: "query=%7B__typename%7D", hasData: true),
            Audit(
                id: "9C48", rule: "MAY NOT execute mutations by GET", method: "GET", accept: new,
                body: "query=mutation%20%7B__typename%7D", statuses: 400...499),
            Audit(
                id: "9ABE", rule: "MAY answer 4xx without Content-Type", contentType: nil, body: typename,
                statuses: 400...499),
            Audit(id: "03D4", rule: "MUST accept JSON by POST", body: typename, hasData: true),
            Audit(id: "A5BF", rule: "MAY answer 400 without a body", statuses: 400...400),
            Audit(id: "423L", rule: "MAY answer 400 without a query", body: #"{"notquery":"x"}"#, statuses: 400...400),
        ]
        + wrong.enumerated().map { index, kind in
            Audit(
                id: "LKJ\(index)", rule: "MAY answer 400 to a query that is \(kind.0)", body: #"{"query":\#(kind.1)}"#,
                statuses: 400...400)
        } + [
            Audit(
                id: "34A2", rule: "SHOULD take a string as query, new type", accept: new, body: typename, hasData: true),
            Audit(id: "13EE", rule: "MUST take a string as query", body: typename, hasErrors: false),
        ]
        + wrong.enumerated().map { index, kind in
            Audit(
                id: "6C0\(index)", rule: "MAY answer 400 to an operationName that is \(kind.0)",
                body: #"{"query":"{ __typename }","operationName":\#(kind.1)}"#, statuses: 400...400)
        } + [
            Audit(
                id: "8161", rule: "SHOULD take a string as operationName, new type", accept: new,
                body: #"{"query":"query Q { __typename }","operationName":"Q"}"#, hasErrors: false),
            Audit(
                id: "B8B3", rule: "MUST take a string as operationName",
                body: #"{"query":"query Q { __typename }","operationName":"Q"}"#, hasErrors: false),
        ]
        + ["variables", "operationName", "extensions"].enumerated().flatMap { index, name in
            [
                Audit(
                    id: "94B\(index)", rule: "SHOULD take null as \(name), new type", accept: new,
                    body: #"{"query":"{ __typename }","\#(name)":null}"#, hasErrors: false),
                Audit(
                    id: "022\(index)", rule: "MUST take null as \(name)",
                    body: #"{"query":"{ __typename }","\#(name)":null}"#, hasErrors: false),
            ]
        }
        + wrongMaps.enumerated().map { index, kind in
            Audit(
                id: "476\(index)", rule: "MAY answer 400 to variables that are \(kind.0)",
                body: #"{"query":"{ __typename }","variables":\#(kind.1)}"#, statuses: 400...400)
        } + [
            Audit(
                id: "2EA1", rule: "SHOULD take a map as variables, new type", accept: new,
                body: #"{"query":"query T($n: String) { hello(name: $n) }","variables":{"n":"x"}}"#, hasErrors: false),
            Audit(
                id: "28B9", rule: "MUST take a map as variables",
                body: #"{"query":"query T($n: String) { hello(name: $n) }","variables":{"n":"x"}}"#, hasErrors: false),
            Audit(
                id: "D6D5", rule: "MAY take variables as JSON in the URL, new type", method: "GET", accept: new,
                body: "query=query(%24n:String)%7Bhello(name:%24n)%7D&variables=%7B%22n%22:%22x%22%7D",
                hasErrors: false),
            Audit(
                id: "6A70", rule: "MAY take variables as JSON in the URL", method: "GET",
                body: "query=query(%24n:String)%7Bhello(name:%24n)%7D&variables=%7B%22n%22:%22x%22%7D",
                hasErrors: false),
        ]
        + wrongMaps.enumerated().map { index, kind in
            Audit(
                id: "58B\(index)", rule: "MAY answer 400 to extensions that are \(kind.0)",
                body: #"{"query":"{ __typename }","extensions":\#(kind.1)}"#, statuses: 400...400)
        } + [
            Audit(
                id: "428F", rule: "SHOULD take a map as extensions, new type", accept: new,
                body: #"{"query":"{ __typename }","extensions":{"some":"value"}}"#, hasErrors: false),
            Audit(
                id: "1B7A", rule: "MUST take a map as extensions",
                body: #"{"query":"{ __typename }","extensions":{"some":"value"}}"#, hasErrors: false),
            Audit(id: "B6DC", rule: "MAY answer 4xx to broken JSON", body: "{ \"not a JSON", statuses: 400...499),
            Audit(id: "BCF8", rule: "MAY answer 400 to broken JSON", body: "{ \"not a JSON", statuses: 400...400),
            Audit(
                id: "8764", rule: "MAY answer 4xx to wrong parameters", body: #"{"qeury":"{}"}"#, statuses: 400...599),
            Audit(
                id: "3E3A", rule: "MAY answer 400 to wrong parameters", body: #"{"qeury":"{}"}"#, statuses: 400...400),
            Audit(
                id: "39AA", rule: "MAY leave data out for wrong parameters", body: #"{"qeury":"{}"}"#,
                statuses: 400...400, hasData: false),
            Audit(
                id: "572B", rule: "SHOULD answer 200 to a syntax error", body: #"{"query":"{"}"#, hasData: false,
                hasErrors: true),
            Audit(
                id: "FDE2", rule: "SHOULD answer 200 to a validation error", body: #"{"query":"{ 8f31403dfe }"}"#,
                hasData: false, hasErrors: true),
            Audit(
                id: "7B9B", rule: "SHOULD answer 200 where variables cannot be coerced",
                body: #"{"query":"query C($id: Int!) { list(n: $id) }","variables":{"id":null}}"#, hasErrors: true),
            Audit(
                id: "865D", rule: "SHOULD answer 4xx to a syntax error, new type", accept: new, body: #"{"query":"{"}"#,
                statuses: 400...599),
            Audit(
                id: "556A", rule: "SHOULD answer 400 to a syntax error, new type", accept: new, body: #"{"query":"{"}"#,
                statuses: 400...400),
            Audit(
                id: "D586", rule: "SHOULD leave data out for a syntax error, new type", accept: new,
                body: #"{"query":"{"}"#, statuses: 400...400, hasData: false),
            Audit(
                id: "51FE", rule: "SHOULD answer 4xx to a validation error, new type", accept: new,
                body: #"{"query":"{ nope }"}"#, statuses: 400...599),
            Audit(
                id: "74FF", rule: "SHOULD answer 400 to a validation error, new type", accept: new,
                body: #"{"query":"{ nope }"}"#, statuses: 400...400),
            Audit(
                id: "5E5B", rule: "SHOULD leave data out for a validation error, new type", accept: new,
                body: #"{"query":"{ nope }"}"#, statuses: 400...400, hasData: false),
            Audit(
                id: "86EE", rule: "SHOULD answer 400 where variables cannot be coerced, new type", accept: new,
                body: #"{"query":"query C($id: Int!) { list(n: $id) }","variables":{"id":null}}"#, statuses: 400...400,
                hasData: false),
        ]
}

/// Sends a request by hand and checks the answer; all on one connection.
private func check(_ audit: Audit, _ client: TestClient) throws {
    var headers = "Authorization: Bearer Ann\r\n"
    if let accept = audit.accept { headers += "Accept: \(accept)\r\n" }
    if audit.method == "GET" {
        client.get("/graphql?\(audit.body ?? "")", headers: headers)
    } else {
        if let type = audit.contentType { headers += "Content-Type: \(type)\r\n" }
        client.post("/graphql", audit.body ?? "", headers: headers)
    }
    let answer = try #require(client.receive())
    #expect(audit.statuses.contains(answer.status), "\(answer.status) \(answer.body)")
    if let type = audit.type { #expect(answer.headers["content-type"]?.contains(type) == true) }
    let object = try #require(try JSONValue(parsing: answer.body).object)
    if let hasData = audit.hasData { #expect((object["data"] != nil) == hasData, "\(answer.body)") }
    if let hasErrors = audit.hasErrors { #expect((object["errors"] != nil) == hasErrors, "\(answer.body)") }
}

@Suite("The published audits of GraphQL over HTTP")
struct AuditTests {
    @Test func `there are 61 of them`() {
        #expect(Audit.all.count == 61)
        #expect(Set(Audit.all.map(\.id)).count == 61)
    }

    @Test("hold", arguments: Audit.all)
    func hold(audit: Audit) throws { try withEndpoint { client, _ in try check(audit, client) } }

    @Test("hold with the draft's status codes, but for 422 and 294")
    func draft() throws {
        var options = EndpointOptions()
        options.statusCodes = .draft
        try withEndpoint(options: options) { client, _ in
            for audit in Audit.all where !["74FF", "5E5B", "86EE"].contains(audit.id) { try check(audit, client) }
        }
    }
}

@Suite("The draft's status codes")
struct DraftStatusTests {
    static let cases: [(body: String, json: Int, new: Int)] = [
        (#"{"query":"{ hello }"}"#, 200, 200),
        (#"{"query":"{"}"#, 200, 400),
        (#"{"query":"{ nope }"}"#, 200, 422),
        (#"{"query":"query A { hello } query B { hello }"}"#, 200, 422),
        (#"{"query":"query C($id: Int!) { list(n: $id) }"}"#, 200, 422),
        (#"{"query":"{ fails }"}"#, 200, 294),
        (#"{"query":"{ hello fails }"}"#, 200, 294),
        (#"{}"#, 400, 400),
    ]

    @Test("differ for the new media type only", arguments: cases)
    func status(body: String, json: Int, new: Int) throws {
        var options = EndpointOptions()
        options.statusCodes = .draft
        try withEndpoint(options: options) { client, _ in
            let common = "Authorization: Bearer Ann\r\nContent-Type: application/json\r\n"
            client.post("/graphql", body, headers: common + "Accept: application/json\r\n")
            #expect(client.receive()?.status == json)
            client.post("/graphql", body, headers: common + "Accept: application/graphql-response+json\r\n")
            #expect(client.receive()?.status == new)
        }
    }
}

@Suite("Requests in an array")
struct BatchTests {
    static let headers = "Authorization: Bearer Ann\r\nContent-Type: application/json\r\n"
    static let cases: [(body: String, status: Int, contains: String)] = [
        (#"[{"query":"{ hello }"}]"#, 200, #"[{"data":{"hello":"Hello, you, says Ann"}}]"#),
        (
            #" [ {"query":"{ slow }"} , {"query":"{ later }"},{"query":"{"} ] "#, 200,
            #"[{"data":{"slow":1}},{"data":{"later":2}},{"errors":[{"message":"Syntax Error"#
        ),
        (#"[{"query":"{ slow }"},{}]"#, 200, "has no `query`"),
        (#"[{"query":"subscription { tick }"}]"#, 200, "not answered in an array"),
        ("[]", 400, "holds no request"),
        (#"[{"query":"{ hello }"},1]"#, 200, "must be a JSON object"),
        (#"[{"query":"{ hello }"}"#, 400, "not valid JSON"),
        (#"[{"query":"{ hello }"}] x"#, 400, "not valid JSON"),
        (#"[{},{},{},{}]"#, 400, "BATCH_TOO_LARGE"),
    ]

    @Test("are answered in order", arguments: cases)
    func batch(body: String, status: Int, contains: String) throws {
        var options = EndpointOptions()
        options.batchLimit = 3
        try withEndpoint(options: options) { client, _ in
            client.post("/graphql", body, headers: Self.headers)
            let answer = try #require(client.receive())
            #expect(answer.status == status)
            #expect(answer.body.contains(contains), "\(answer.body)")
            #expect(throws: Never.self) { try JSONValue(parsing: answer.body) }
        }
    }

    @Test func `are refused unless the setting allows them`() throws {
        try withEndpoint { client, _ in
            client.post("/graphql", #"[{"query":"{ hello }"}]"#, headers: Self.headers)
            #expect(client.receive()?.status == 400)
        }
    }
}
