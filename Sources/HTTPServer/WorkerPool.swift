import Glibc
import Locking

/// A few threads that run what must not run on a loop. Heavy jobs wait in a line of their own and leave a thread free.
package final class WorkerPool: Sendable {
    package typealias Job = @Sendable () -> Void

    private struct Line {
        var jobs: [Job] = []
        var first = 0
        var count: Int { jobs.count - first }

        mutating func next() -> Job? {
            guard first < jobs.count else { return nil }
            let job = jobs[first]
            first += 1
            if first == jobs.count {
                jobs.removeAll(keepingCapacity: true)
                first = 0
            } else if first >= 1_024 {
                jobs.removeFirst(first)
                first = 0
            }
            return job
        }
    }

    private struct State {
        var quick = Line()
        var heavy = Line()
        var runningHeavy = 0
        var isStopping = false

        mutating func next(heavyLimit: Int) -> (job: Job, isHeavy: Bool)? {
            if let job = quick.next() { return (job, false) }
            guard runningHeavy < heavyLimit, let job = heavy.next() else { return nil }
            runningHeavy += 1
            return (job, true)
        }
    }

    private let state = Lock(State())
    private let signal = Semaphore()
    private let limit: Int
    private let heavyLimit: Int
    private let threads: Lock<[Thread]> = Lock([])
    private let count: Int

    /// - Parameter limit: jobs that wait in each line at most.
    package init(threads count: Int, limit: Int) {
        self.limit = limit
        self.count = count
        heavyLimit = max(1, count - 1)
    }

    package func start() {
        let started = (0..<count).map { _ in Thread { [self] in run() } }
        threads.withLock { $0 = started }
    }

    /// False where too many wait already.
    package func submit(isHeavy: Bool = false, _ job: @escaping Job) -> Bool {
        let isTaken = state.withLock { state in
            if state.isStopping || (isHeavy ? state.heavy.count : state.quick.count) >= limit { return false }
            if isHeavy { state.heavy.jobs.append(job) } else { state.quick.jobs.append(job) }
            return true
        }
        if isTaken { signal.post() }
        return isTaken
    }

    /// Jobs that no thread has begun.
    package var waitingCount: Int { state.withLock { $0.quick.count + $0.heavy.count } }

    /// Finishes the running jobs, drops the waiting ones, ends the threads.
    package func stop() {
        state.withLock { state in
            state.isStopping = true
            state.quick = Line()
            state.heavy = Line()
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
            // Whoever ends a heavy job takes the next one: its signal may have been spent on a thread that could not.
            while let (job, isHeavy) = state.withLock({ $0.next(heavyLimit: heavyLimit) }) {
                job()
                if isHeavy { state.withLock { $0.runningHeavy -= 1 } }
            }
            if state.withLock({ $0.isStopping }) { return }
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
