import TestSupport
import Testing

@testable import HTTPServer

@Suite("When answers are sent")
struct SendingTurnsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        /// The sizes of the answers that each turn makes.
        let turns: [[Int]]
        /// How many of each turn's are kept.
        let kept: [Int]
        let testDescription: String

        init(_ testDescription: String, _ turns: [[Int]], _ kept: [Int]) {
            self.testDescription = testDescription
            self.turns = turns
            self.kept = kept
        }
    }

    private static func answers(_ count: Int, of bytes: Int = 30) -> [Int] { Array(repeating: bytes, count: count) }

    @Test(
        "they are kept where many are made, and small",
        arguments: [
            Case("one after another", [answers(1), answers(1), answers(1)], [0, 0, 0]),
            Case("a few", [answers(7), answers(7)], [0, 0]),
            Case("many, from the second turn on", [answers(8), answers(8), answers(32)], [0, 8, 32]),
            Case("many, then few", [answers(32), answers(1), answers(1)], [0, 1, 0]),
            Case("a turn that only sends comes between", [answers(32), [], answers(32), answers(3)], [0, 0, 0, 3]),
            Case("large ones are sent at once", [answers(32, of: 5_000), [4_096, 4_097, 0]], [0, 2]),
        ])
    func keeping(_ example: Case) {
        var turns = SendingTurns()
        for (answers, kept) in zip(example.turns, example.kept) {
            turns.begin()
            #expect(answers.count(where: { turns.keeps(bytes: $0) }) == kept)
            #expect(turns.keptCount == kept)
            for _ in 0..<kept { turns.release() }
            #expect(turns.keptCount == 0)
        }
    }

    @Test("a client that leaves while its answer is kept takes nobody else's", arguments: [1, 2])
    func leaving(loops: Int) throws {
        try withServer(loops: loops) { _, server in
            let staying = try (0..<40).map { _ in try #require(TestClient(port: server.port)) }
            for round in 0..<20 {
                var leaving: [TestClient] = try (0..<40).map { _ in try #require(TestClient(port: server.port)) }
                for client in leaving { client.breakAtEnd() }
                for (index, client) in staying.enumerated() {
                    leaving[index].post("/echo", "\(round) nobody")
                    client.post("/echo", "\(round) \(index)")
                }
                leaving = []
                for (index, client) in staying.enumerated() {
                    #expect(client.receive()?.body == "\(round) \(index)")
                }
            }
        }
    }

    @Test("several requests sent behind one another are answered in order")
    func pipelining() throws {
        try withServer { _, server in
            let clients = try (0..<20).map { _ in try #require(TestClient(port: server.port)) }
            for (index, client) in clients.enumerated() {
                for number in 0..<20 { client.post("/echo", "\(index) \(number)") }
            }
            for (index, client) in clients.enumerated() {
                for number in 0..<20 { #expect(client.receive()?.body == "\(index) \(number)") }
            }
        }
    }

    @Test("a stop sends what is kept")
    func stopping() throws {
        for _ in 0..<10 {
            let handler = EchoHandler()
            let server = try Server(host: "127.0.0.1", port: 0, handler: handler)
            let clients = try (0..<60).map { _ in try #require(TestClient(port: server.port)) }
            for client in clients { client.post("/echo", "first") }
            for client in clients { #expect(client.receive()?.body == "first") }
            for client in clients { client.post("/echo", "second") }
            // The last of them is answered when the others are: they came before.
            #expect(clients[59].receive()?.body == "second")
            server.stop(drainMilliseconds: 5_000)
            for client in clients.dropLast() { #expect(client.receive()?.body == "second") }
        }
    }
}
