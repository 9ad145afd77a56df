import Glibc
import HTTPServer
import Locking
import Synchronization
import TestSupport
import Testing

@Suite("The pool of workers")
struct WorkerPoolTests {
    @Test func `what is quick never waits for what is heavy`() {
        let pool = WorkerPool(threads: 2, limit: 100)
        pool.start()
        let gate = DispatchGate()
        let heavy = Counted()
        let quick = Counted()
        for _ in 0..<10 {
            #expect(
                pool.submit(isHeavy: true) {
                    heavy.begin()
                    gate.wait()
                    heavy.end()
                })
        }
        for _ in 0..<50 {
            #expect(
                pool.submit {
                    quick.begin(); quick.end()
                })
        }
        while quick.done < 50 { usleep(500) }
        #expect(heavy.running == 1 && heavy.done == 0)
        gate.open()
        while heavy.done < 10 { usleep(500) }
        #expect(heavy.most == 1)
        pool.stop()
    }

    @Test func `each line has its limit, and one thread does both`() {
        let pool = WorkerPool(threads: 1, limit: 2)
        let done = Counted()
        for isHeavy in [true, false] {
            #expect(
                pool.submit(isHeavy: isHeavy) {
                    done.begin(); done.end()
                })
            #expect(
                pool.submit(isHeavy: isHeavy) {
                    done.begin(); done.end()
                })
            #expect(!pool.submit(isHeavy: isHeavy) {})
        }
        #expect(pool.waitingCount == 4)
        pool.start()
        while done.done < 4 { usleep(500) }
        pool.stop()
        #expect(!pool.submit {})
    }

    private final class Counted: Sendable {
        private let state = Lock((running: 0, most: 0, done: 0))
        var running: Int { state.withLock { $0.running } }
        var most: Int { state.withLock { $0.most } }
        var done: Int { state.withLock { $0.done } }
        func begin() {
            state.withLock {
                $0.running += 1
                $0.most = max($0.most, $0.running)
            }
        }
        func end() {
            state.withLock {
                $0.running -= 1
                $0.done += 1
            }
        }
    }
}

@Suite("Senders that take their time")
struct ReceiveDeadlineTests {
    static let starts = [
        "", "GET /echo HT", "POST /echo HTTP/1.1\r\nHost: a\r\nX-Slow: ",
        "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n",
    ]

    @Test("are cut off, though they send a byte now and then", arguments: starts)
    func slow(start: String) throws {
        var limits = Limits()
        limits.receiveSeconds = 1
        try withServer(limits: limits) { _, server in
            let slow = try #require(TestClient(port: server.port))
            slow.send(start)
            var isOpen = true
            for _ in 0..<60 where isOpen {
                usleep(100_000)
                isOpen = slow.send("x")
            }
            #expect(!isOpen || slow.isClosedByPeer())
            let other = try #require(TestClient(port: server.port))
            other.post("/echo", "quick")
            #expect(other.receive()?.body == "quick")
        }
    }

    @Test func `a connection that is used stays`() throws {
        var limits = Limits()
        limits.receiveSeconds = 1
        limits.idleSeconds = 30
        try withServer(limits: limits) { _, server in
            let client = try #require(TestClient(port: server.port))
            for _ in 0..<4 {
                client.post("/echo", "x")
                #expect(client.receive()?.body == "x")
                usleep(900_000)
            }
        }
    }
}
