import Glibc
import HTTPServer
import TestSupport
import Testing

/// libmicrohttpd's own epoll loop stalls for its whole timeout when exactly 128 (or 256, 512) clients are ready at once.
@Suite("No stall", .serialized)
struct StallTests {
    /// A number of clients that never stalls: how fast this machine is now.
    private static let calm = 96

    @Test("every client in a closed loop is answered quickly", arguments: [128, 256, 512])
    func closedLoop(count: Int) throws {
        try withServer { _, server in
            let clients = try (0..<count).map { _ in try #require(TestClient(port: server.port)) }
            var (rounds, calmRounds): ([Int], [Int]) = ([], [])
            for round in 0..<10 {
                calmRounds.append(time(clients.prefix(Self.calm), round))
                rounds.append(time(clients[...], round))
            }
            // A stall comes in every round and lasts a second or more; a busy machine may delay one of them, and one that is
            // slow altogether, as with a sanitizer beside other tests, is as slow for few clients.
            let slowness = 4 * calmRounds.sorted()[5] * count / Self.calm
            #expect(rounds.sorted()[5] < max(500, slowness), "calm: \(calmRounds), all: \(rounds)")
        }
    }

    /// All requests are sent before any answer is read, so that all connections become ready together.
    /// - Returns: milliseconds.
    private func time(_ clients: ArraySlice<TestClient>, _ round: Int) -> Int {
        let begin = milliseconds()
        for client in clients { client.post("/echo", "round \(round)") }
        for client in clients { #expect(client.receive()?.body == "round \(round)") }
        return milliseconds() - begin
    }

    private func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
