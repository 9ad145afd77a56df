internal import Glibc

/// What goes between the reading thread, the workers and the thread of the transaction.
///
/// Blocks go to the workers in turn, and what they make is handed on in the order of the blocks, so that a file gives
/// the same groups in every run. Nobody waits for a slower worker but the reader: a worker that is ahead goes on.
@safe final class UsagePipe: @unchecked Sendable {
    /// Blocks that wait for each worker.
    private static let depth = 2
    /// Finished outputs that the transaction has not taken; workers wait beyond it.
    private static let outputLimit = 2

    private let monitor = Monitor()
    private let blockBytes: Int
    private var queues: [[RecordBlock]]
    private var free: [RecordBlock] = []
    private var outputs: [UsageOutput] = []
    /// Blocks that each worker is done with: all below this number.
    private var done: [Int]
    private var isWorkerDone: [Bool]
    private var isInputDone = false
    private var failure: (any Error)?

    init(workers: Int, blockBytes: Int) {
        self.blockBytes = blockBytes
        queues = Array(repeating: [], count: workers)
        done = Array(repeating: 0, count: workers)
        isWorkerDone = Array(repeating: false, count: workers)
    }

    // MARK: Reading thread

    /// A block to fill; nil when the import was given up.
    func freeBlock() -> RecordBlock? {
        monitor.hold {
            if failure != nil { return nil }
            return free.popLast() ?? RecordBlock(capacity: blockBytes + 1)
        }
    }

    /// Hands a block to the worker whose turn it is; false when the import was given up.
    func push(_ block: RecordBlock) -> Bool {
        monitor.hold {
            let worker = block.number % queues.count
            while queues[worker].count >= Self.depth && failure == nil { monitor.wait() }
            if failure != nil { return false }
            queues[worker].append(block)
            monitor.wakeAll()
            return true
        }
    }

    func endInput() {
        monitor.hold {
            isInputDone = true
            monitor.wakeAll()
        }
    }

    // MARK: Workers

    /// The next block of a worker; nil at the end, or when the import was given up.
    func pop(worker: Int) -> RecordBlock? {
        monitor.hold {
            while queues[worker].isEmpty && !isInputDone && failure == nil { monitor.wait() }
            if failure != nil || queues[worker].isEmpty { return nil }
            let block = queues[worker].removeFirst()
            monitor.wakeAll()
            return block
        }
    }

    /// Takes a block back that a worker is done with.
    func release(_ block: RecordBlock, worker: Int) {
        monitor.hold {
            done[worker] = block.number + 1
            // A block that grew for one long record is let go.
            if block.capacity <= 2 * blockBytes { free.append(block) }
            monitor.wakeAll()
        }
    }

    func post(_ output: UsageOutput) {
        monitor.hold {
            // Waits for the transaction only, never for a worker that is behind.
            while failure == nil && outputs.count >= Self.outputLimit && dueIndex != nil {
                monitor.wait()
            }
            outputs.append(output)
            monitor.wakeAll()
        }
    }

    func endWorker(_ worker: Int) {
        monitor.hold {
            isWorkerDone[worker] = true
            monitor.wakeAll()
        }
    }

    // MARK: The thread of the transaction

    enum Step {
        case output(UsageOutput)
        /// Nothing was ready for a moment.
        case pause
        case end
    }

    /// The next output in the order of the file.
    /// - Throws: what made a thread give up.
    func next() throws -> Step {
        let (step, problem): (Step, (any Error)?) = monitor.hold {
            var waited = false
            while true {
                if let failure { return (.end, failure) }
                if let index = dueIndex {
                    let output = outputs.remove(at: index)
                    monitor.wakeAll()
                    return (.output(output), nil)
                }
                if isWorkerDone.allSatisfy({ $0 }) { return (.end, nil) }
                if waited { return (.pause, nil) }
                waited = !monitor.wait(milliseconds: 200)
            }
        }
        if let problem { throw problem }
        return step
    }

    /// Gives the import up; threads end soon.
    func fail(_ error: any Error) {
        monitor.hold {
            if failure == nil { failure = error }
            monitor.wakeAll()
        }
    }

    /// The first of the outputs in the order of the file, where no worker can still make one that belongs before it.
    private var dueIndex: Int? {
        guard let first = outputs.indices.min(by: { outputs[$0].position < outputs[$1].position }) else { return nil }
        let output = outputs[first]
        for worker in done.indices where worker != output.worker {
            if !isWorkerDone[worker] && done[worker] < output.position.block { return nil }
        }
        return first
    }
}

/// A lock with a condition.
@safe final class Monitor: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe condition = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
        unsafe pthread_cond_init(condition, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(condition)
        unsafe pthread_mutex_destroy(mutex)
        unsafe condition.deallocate()
        unsafe mutex.deallocate()
    }

    func hold<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Inside `hold`.
    func wait() { unsafe pthread_cond_wait(condition, mutex) }

    /// Inside `hold`; false when the time is over.
    func wait(milliseconds: Int) -> Bool {
        var until = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &until)
        until.tv_nsec += milliseconds % 1000 * 1_000_000
        until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1_000_000_000
        until.tv_nsec %= 1_000_000_000
        return unsafe pthread_cond_timedwait(condition, mutex, &until) == 0
    }

    func wakeAll() { unsafe pthread_cond_broadcast(condition) }
}

/// A thread that runs a closure and can be waited for.
@safe struct WorkerThread {
    private final class Job {
        let body: @Sendable () -> Void
        init(_ body: @escaping @Sendable () -> Void) { self.body = body }
    }

    private let thread: pthread_t

    /// nil where the system gives no thread.
    init?(_ body: @escaping @Sendable () -> Void) {
        var thread = pthread_t()
        let job = unsafe Unmanaged.passRetained(Job(body))
        let result = unsafe pthread_create(
            &thread, nil,
            { argument in
                if let argument = unsafe argument {
                    unsafe Unmanaged<Job>.fromOpaque(argument).takeRetainedValue().body()
                }
                return nil
            }, job.toOpaque())
        if result != 0 {
            unsafe job.release()
            return nil
        }
        self.thread = thread
    }

    func join() { pthread_join(thread, nil) }
}
