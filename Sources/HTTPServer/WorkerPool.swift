import Glibc
import Locking

/// A few threads that run what must not run on a loop. Heavy jobs wait in a line of their own.
///
/// The first thread takes quick jobs only. The others take both, and the system lets everything else of the program go before
/// them, so that where processors are few a small request does not wait for a heavy one's turn to end.
package final class WorkerPool: Sendable {
    package typealias Job = @Sendable () -> Void

    /// How far the threads that take heavy jobs stand back; see nice(2).
    private static let niceness: CInt = 5

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
        /// Whether the first thread has a job, or was woken for one.
        var isFirstAwake = false
        var isStopping = false
    }

    private let state = Lock(State())
    private let firstSignal = Semaphore()
    private let signal = Semaphore()
    private let limit: Int
    private let threads: Lock<[Thread]> = Lock([])
    private let count: Int

    /// - Parameters:
    ///   - count: a single one does both.
    ///   - limit: jobs that wait in each line at most.
    package init(threads count: Int, limit: Int) {
        self.limit = limit
        self.count = count
    }

    package func start() {
        let started = (0..<count).map { index in
            Thread { [self] in
                if count > 1, index == 0 { return runQuick() }
                if count > 1 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness) }
                run()
            }
        }
        threads.withLock { $0 = started }
    }

    /// False where too many wait already.
    package func submit(isHeavy: Bool = false, _ job: @escaping Job) -> Bool {
        let woken = state.withLock { state -> Semaphore? in
            if state.isStopping || (isHeavy ? state.heavy.count : state.quick.count) >= limit { return nil }
            if isHeavy {
                state.heavy.jobs.append(job)
                return signal
            }
            state.quick.jobs.append(job)
            if count == 1 || state.isFirstAwake { return signal }
            state.isFirstAwake = true
            return firstSignal
        }
        woken?.post()
        return woken != nil
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
        firstSignal.post()
        for _ in stopping { signal.post() }
        for thread in stopping { thread.join() }
    }

    private func run() {
        while true {
            signal.wait()
            while let job = state.withLock({ $0.quick.next() ?? $0.heavy.next() }) { job() }
            if state.withLock({ $0.isStopping }) { return }
        }
    }

    private func runQuick() {
        while true {
            firstSignal.wait()
            while let job = nextQuick() { job() }
            if state.withLock({ $0.isStopping }) { return }
        }
    }

    /// Nil: the first thread sleeps from now on.
    private func nextQuick() -> Job? {
        state.withLock { state in
            let job = state.quick.next()
            if job == nil { state.isFirstAwake = false }
            return job
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
