import Glibc
import GraphQLExecution
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

    @Test(
        "by a subscription it is given back behind each event, where its fields read at all",
        arguments: [(field: "slow", given: true), (field: "tick", given: false)])
    func events(field: String, given: Bool) throws {
        try withWorld { world in
            let client = try world.client()
            client.post(
                "/graphql", "{\"query\":\"subscription { watch { \(field) } }\"}",
                headers:
                    "Authorization: Bearer Ann\r\nContent-Type: application/json\r\nAccept: text/event-stream\r\n")
            #expect(client.receiveHead()?.status == 200)
            for _ in 0..<20_000 where world.ticks.subscriberCount == 0 { usleep(500) }
            for number in 1...3 {
                world.ticks.publish(number)
                #expect(client.chunks(until: "\(number)}}}") != nil)
                // The bytes may be there a moment before it is given back.
                var events = world.reads.take()
                for _ in 0..<2_000 where given && events.isEmpty {
                    usleep(1_000)
                    events = world.reads.take()
                }
                #expect(events == (given ? [.end] : []), "event \(number)")
            }
        }
    }
}
