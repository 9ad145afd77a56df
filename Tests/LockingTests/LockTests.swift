import Glibc
import Locking
import Testing

@Suite("A lock")
struct LockTests {
    @Test("lets one thread in at a time")
    func oneAtATime() {
        final class Shared: Sendable {
            let count = Lock(0)
            let texts = Lock<[String]>([])
        }
        let shared = Shared()
        var threads: [pthread_t] = []
        for _ in 0..<4 {
            var thread = pthread_t()
            let context = Unmanaged.passRetained(shared).toOpaque()
            pthread_create(
                &thread, nil,
                { context in
                    guard let context else { return nil }
                    let shared = Unmanaged<Shared>.fromOpaque(context).takeRetainedValue()
                    for round in 0..<1_000 {
                        shared.count.withLock { $0 += 1 }
                        if round % 100 == 0 { shared.texts.withLock { $0.append("\(round)") } }
                    }
                    return nil
                }, context)
            threads.append(thread)
        }
        for thread in threads { pthread_join(thread, nil) }
        #expect(shared.count.withLock { $0 } == 4_000)
        #expect(shared.texts.withLock { $0.count } == 40)
    }

    @Test("is free again after an error")
    func errors() {
        struct Problem: Error {}
        let lock = Lock(1)
        #expect(throws: Problem.self) {
            try lock.withLock { value throws(Problem) in
                value = 2
                throw Problem()
            }
        }
        #expect(lock.withLock { $0 } == 2)
    }
}
