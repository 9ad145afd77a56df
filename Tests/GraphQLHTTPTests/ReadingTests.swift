import GraphQLHTTP
import TestSupport
import Testing

@Suite("What is taken for reading")
struct ReadingTests {
    @Test(
        "is taken before the first field and given back behind the last",
        arguments: [
            ("{\"query\":\"{ slow }\"}", [Reads.Event.begin, .end]),
            ("{\"query\":\"{ hello }\"}", []),
            ("[{\"query\":\"{ slow }\"},{\"query\":\"{ slow }\"},{\"query\":\"{ nothing }\"}]", [.begin, .end]),
        ])
    func reads(body: String, expected: [Reads.Event]) throws {
        var options = EndpointOptions()
        options.batchLimit = 3
        try withWorld(options: options) { world in
            let client = try world.client()
            client.post(
                "/graphql", body, headers: "Authorization: Bearer Ann\r\nContent-Type: application/json\r\n")
            #expect(client.receive()?.status == 200)
            #expect(world.reads.take() == expected)
        }
    }
}
