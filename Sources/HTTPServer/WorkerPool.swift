import Glibc
import Locking

/// A few threads that run what must not run on a loop.
package final class WorkerPool: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var first = 0
        var isStopping = false

        mutating func next() -> (@Sendable () -> Void)? {
            guard first < jobs.count else { return nil }
            let job = jobs[first]
            first += 1
            if first == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                first = 0
            }
            return job
        }
    }

    private let state = Lock(State())
    private let signal = Semaphore()
    private let limit: Int
    private let threads: Lock<[Thread]> = Lock([])
    private let count: Int

    init(threads count: Int, limit: Int) {
        self.limit = limit
        self.count = count
    }

    func start() {
        let started = (0..<count).map { _ in Thread { [self] in run() } }
        threads.withLock { $0 = started }
    }

    /// False where too many wait already.
    package func submit(_ job: @escaping @Sendable () -> Void) -> Bool {
        let isTaken = state.withLock { state in
            if state.isStopping || state.jobs.count - state.first >= limit { return false }
            state.jobs.append(job)
            return true
        }
        if isTaken { signal.post() }
        return isTaken
    }

    /// Jobs that no thread has begun.
    package var waitingCount: Int { state.withLock { $0.jobs.count - $0.first } }

    /// Finishes the running jobs, drops the waiting ones, ends the threads.
    func stop() {
        state.withLock { state in
            state.isStopping = true
            state.jobs.removeAll()
            state.first = 0
        }
        let stopping = threads.withLock { threads in
            defer { threads = [] }
            return threads
        }
        for _ in stopping { signal.post() }
        for thread in stopping { thread.join() }
    }

    private func run() {
        while true {
            signal.wait()
            let (job, isStopping) = state.withLock { state in (state.next(), state.isStopping) }
            if let job { job() } else if isStopping { return }
        }
    }
}

/// A counting semaphore of the system.
@safe final class Semaphore: Sendable {
    // Sendable: sem_t is made for several threads.
    private nonisolated(unsafe) let semaphore: UnsafeMutablePointer<sem_t>

    init() {
        unsafe semaphore = .allocate(capacity: 1)
        unsafe sem_init(semaphore, 0, 0)
    }

    deinit {
        unsafe sem_destroy(semaphore)
        unsafe semaphore.deallocate()
    }

    func post() { unsafe sem_post(semaphore) }
    func wait() { while unsafe sem_wait(semaphore) != 0 {} }
}
