internal import Glibc

/// What goes between the workers and the thread of the transaction.
///
/// The workers read the file's blocks in turn, and what they make is handed on in the order of the blocks, so that a file
/// gives the same groups in every run. Reading is one after the other anyway, as the file is hashed; a worker that has
/// read a block finds it in its processor's cache.
@safe final class UsagePipe: @unchecked Sendable {
    /// Finished outputs that the transaction has not taken; workers wait beyond it.
    private static let outputLimit = 2

    private let monitor = Monitor()
    /// Somebody's turn has come, the file has ended, or the import was given up.
    private let turns = Condition()
    /// There is something for the transaction.
    private let ready = Condition()
    /// The transaction has taken something.
    private let room = Condition()
    private let task: UsageImportTask
    /// Belongs to the worker whose turn it is.
    private var reader: BlockReader
    /// The number of the block that is read next.
    private var nextBlock = 0
    private var outputs: [UsageOutput] = []
    /// Behind the last block that each worker has read.
    private var begun: [Int]
    /// Blocks that each worker is done with: all below this number.
    private var done: [Int]
    private var isWorkerDone: [Bool]
    private var isInputDone = false
    private var failure: (any Error)?

    init(_ task: UsageImportTask, _ reader: BlockReader, workers: Int) {
        self.task = task
        self.reader = reader
        begun = Array(repeating: 0, count: workers)
        done = begun
        isWorkerDone = Array(repeating: false, count: workers)
    }

    // MARK: Workers

    /// Reads the next block of a worker, which is done with the ones before; false at the end, or when the import was
    /// given up.
    func read(_ block: RecordBlock, worker: Int) -> Bool {
        let isOurTurn = monitor.hold {
            done[worker] = begun[worker]
            if dueIndex != nil { ready.wakeOne() }
            while nextBlock % done.count != worker && !isInputDone && failure == nil { monitor.wait(turns) }
            return !isInputDone && failure == nil
        }
        if !isOurTurn { return false }
        do {
            let hasBlock = try reader.next(block)
            task.progress.set(bytes: task.source.consumedBytes)
            monitor.hold {
                nextBlock += 1
                begun[worker] = nextBlock
                if !hasBlock { isInputDone = true }
                turns.wakeAll()
            }
            return hasBlock
        } catch {
            fail(error)
            return false
        }
    }

    func post(_ output: UsageOutput) {
        monitor.hold {
            // Waits for the transaction only, never for a worker that is behind.
            while failure == nil && outputs.count >= Self.outputLimit && dueIndex != nil {
                monitor.wait(room)
            }
            outputs.append(output)
            ready.wakeOne()
        }
    }

    func endWorker(_ worker: Int) {
        monitor.hold {
            isWorkerDone[worker] = true
            ready.wakeOne()
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
                    room.wakeAll()
                    return (.output(output), nil)
                }
                if isWorkerDone.allSatisfy({ $0 }) { return (.end, nil) }
                if waited { return (.pause, nil) }
                waited = !monitor.wait(ready, milliseconds: 200)
            }
        }
        if let problem { throw problem }
        return step
    }

    /// Gives the import up; threads end soon.
    func fail(_ error: any Error) {
        monitor.hold {
            if failure == nil { failure = error }
            turns.wakeAll()
            ready.wakeOne()
            room.wakeAll()
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

/// A lock.
@safe final class Monitor: @unchecked Sendable {
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>

    init() {
        unsafe mutex = .allocate(capacity: 1)
        unsafe pthread_mutex_init(mutex, nil)
    }

    deinit {
        unsafe pthread_mutex_destroy(mutex)
        unsafe mutex.deallocate()
    }

    func hold<Result>(_ body: () -> Result) -> Result {
        unsafe pthread_mutex_lock(mutex)
        defer { unsafe pthread_mutex_unlock(mutex) }
        return body()
    }

    /// Inside `hold`.
    func wait(_ condition: Condition) { unsafe pthread_cond_wait(condition.pointer, mutex) }

    /// Inside `hold`; false when the time is over.
    func wait(_ condition: Condition, milliseconds: Int) -> Bool {
        var until = timespec()
        unsafe clock_gettime(CLOCK_REALTIME, &until)
        until.tv_nsec += milliseconds % 1000 * 1_000_000
        until.tv_sec += milliseconds / 1000 + until.tv_nsec / 1_000_000_000
        until.tv_nsec %= 1_000_000_000
        return unsafe pthread_cond_timedwait(condition.pointer, mutex, &until) == 0
    }
}

/// What a thread waits for under a lock.
@safe final class Condition: @unchecked Sendable {
    fileprivate let pointer: UnsafeMutablePointer<pthread_cond_t>

    init() {
        unsafe pointer = .allocate(capacity: 1)
        unsafe pthread_cond_init(pointer, nil)
    }

    deinit {
        unsafe pthread_cond_destroy(pointer)
        unsafe pointer.deallocate()
    }

    func wakeAll() { unsafe pthread_cond_broadcast(pointer) }

    func wakeOne() { unsafe pthread_cond_signal(pointer) }
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
