import Glibc
import HTTPServer
import TestSupport
import Testing

/// libmicrohttpd's own epoll loop stalls for its whole timeout when exactly 128 (or 256, 512) clients are ready at once.
@Suite("No stall", .serialized)
struct StallTests {
    @Test("every client in a closed loop is answered quickly", arguments: [128, 256, 512])
    func closedLoop(count: Int) throws {
        try withServer { _, server in
            let clients = try (0..<count).map { _ in try #require(TestClient(port: server.port)) }
            var rounds: [Int] = []
            // All requests are sent before any answer is read, so that all connections become ready together.
            for round in 0..<10 {
                let begin = milliseconds()
                for client in clients { client.post("/echo", "round \(round)") }
                for client in clients { #expect(client.receive()?.body == "round \(round)") }
                rounds.append(milliseconds() - begin)
            }
            // A stall comes in every round and lasts a second or more; a busy machine may delay one of them.
            #expect(rounds.sorted()[rounds.count / 2] < 500)
            #expect(rounds.allSatisfy { $0 < 5_000 })
        }
    }

    private func milliseconds() -> Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000 + time.tv_nsec / 1_000_000
    }
}
