import GraphQLHTTP
import TestSupport
import Testing

@Suite("Who is told what of the schema")
struct AudienceTests {
    /// Ann has the first role, Bob the second.
    private func ask(_ client: TestClient, _ viewer: String, _ query: String) throws -> String {
        client.post(
            "/graphql", "{\"query\":\"\(query)\"}",
            headers: "Authorization: Bearer \(viewer)\r\nContent-Type: application/json\r\n")
        return try #require(client.receive()).body
    }

    static let cases: [(audience: Audience, ann: Bool, bob: Bool)] = [
        (.everybody, true, true), (.nobody, false, false), (.roles(1), true, false), (.roles(6), false, true),
    ]

    @Test("introspection goes by role", arguments: cases)
    func introspection(audience: Audience, ann: Bool, bob: Bool) throws {
        var options = EndpointOptions()
        options.introspection = audience
        try withEndpoint(options: options) { client, _ in
            for query in ["{ __schema { queryType { name } } }", "{ hello t: __type(name: \\\"Page\\\") { name } }"] {
                for (viewer, isAllowed) in [("Ann", ann), ("Bob", bob)] {
                    let answer = try ask(client, viewer, query)
                    #expect(answer.contains("INTROSPECTION_NOT_ALLOWED") != isAllowed, "\(viewer) \(answer)")
                    #expect(answer.contains("\"data\"") == isAllowed)
                }
            }
            try #expect(ask(client, "Bob", "{ __typename }").contains("Query"))
        }
    }

    @Test("suggestions go by role", arguments: cases)
    func suggestions(audience: Audience, ann: Bool, bob: Bool) throws {
        var options = EndpointOptions()
        options.suggestions = audience
        try withEndpoint(options: options) { client, _ in
            for (viewer, isTold) in [("Ann", ann), ("Bob", bob), ("Ann", ann)] {
                let answer = try ask(client, viewer, "{ helo }")
                #expect(answer.contains("Cannot query field"))
                #expect(answer.contains("Did you mean") == isTold && answer.contains("hello") == isTold, "\(answer)")
            }
        }
    }
}
