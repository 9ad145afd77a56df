import CPluginRuntime
import Glibc
import Locking

/// The workers of one plugin: as many as are used at once, and one that waits warm, so that the death of another costs no
/// start.
final class PluginWorkerPool: Sendable {
    private struct State {
        var idle: [PluginWorkerProcess] = []
        var isRefilling = false
        var isClosed = false
        var starts = 0
    }

    private let program: String
    private let manifest: PluginManifest
    /// A sealed copy of the code: what was checked is what every worker loads. Owned.
    private let code: Int32
    private let state = Lock(State())
    let confinement: PluginWorkerProcess.Confinement
    let abi: (major: Int, minor: Int)

    /// Workers that are kept for later.
    private static let most = 4

    /// Starts the first worker.
    /// - Throws: why the plugin cannot be loaded.
    init(program: String, code bytes: [UInt8], manifest: PluginManifest) throws(PluginProblem) {
        self.program = program
        self.manifest = manifest
        let code = unsafe bytes.withUnsafeBufferPointer { unsafe plugin_code_file($0.baseAddress, $0.count) }
        guard code >= 0 else { throw PluginProblem(.system, "no memory for the plugin's code") }
        self.code = code
        let first: PluginWorkerProcess
        do throws(PluginProblem) {
            first = try PluginWorkerProcess(program: program, code: code, manifest: manifest)
        } catch {
            Glibc.close(code)
            throw error
        }
        confinement = first.confinement
        abi = first.abi
        state.withLock {
            $0.idle.append(first)
            $0.starts = 1
        }
    }

    deinit { Glibc.close(code) }

    /// Workers that were started so far.
    var starts: Int { state.withLock { $0.starts } }
    /// Processes that wait for work; for tests that end one.
    var idleProcesses: [Int32] { state.withLock { $0.idle.map(\.process) } }

    func take() throws(PluginProblem) -> PluginWorkerProcess {
        // Those that were ended while they waited are of no use.
        while let worker = state.withLock({ $0.idle.popLast() }) {
            if worker.runs {
                refillIfEmpty()
                return worker
            }
        }
        state.withLock { $0.starts += 1 }
        // Whoever waits for this one comes first: the next spare is started behind it.
        let worker = try PluginWorkerProcess(program: program, code: code, manifest: manifest)
        refillIfEmpty()
        return worker
    }

    private func refillIfEmpty() {
        let needsSpare = state.withLock { state in
            if !state.idle.isEmpty || state.isRefilling || state.isClosed { return false }
            state.isRefilling = true
            return true
        }
        if needsSpare { refill() }
    }

    func give(_ worker: PluginWorkerProcess) {
        state.withLock { state in
            if !state.isClosed, state.idle.count < Self.most { state.idle.append(worker) }
        }
    }

    /// How long a new spare waits for the batch that took the last one: starting it takes a processor for longer than most
    /// batches do.
    private static let refillDelay: Int32 = 15

    /// Starts one more worker on a thread of its own, after a moment.
    private func refill() {
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let failure = unsafe plugin_in_background(
            { context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<PluginWorkerPool>.fromOpaque(context).takeRetainedValue()
                    .addSpare(after: PluginWorkerPool.refillDelay)
            }, context)
        if failure != 0 {
            unsafe Unmanaged<PluginWorkerPool>.fromOpaque(context).release()
            state.withLock { $0.isRefilling = false }
        }
    }

    private func addSpare(after milliseconds: Int32 = 0) {
        if milliseconds > 0 { _ = poll(nil, 0, milliseconds) }
        // Where it fails, the next batch starts one itself and tells why not.
        let worker = try? PluginWorkerProcess(program: program, code: code, manifest: manifest)
        state.withLock { state in
            state.isRefilling = false
            guard let worker else { return }
            state.starts += 1
            if !state.isClosed { state.idle.append(worker) }
        }
    }

    /// Starts the spare now and waits for it.
    func warm() { addSpare() }

    /// Lets the plugin free what it holds; a worker in use ends when it is given back.
    /// - Returns: what went wrong in its stop.
    @discardableResult
    func close() -> PluginProblem? {
        let workers = state.withLock { state in
            state.isClosed = true
            defer { state.idle = [] }
            return state.idle
        }
        var problem: PluginProblem?
        for worker in workers { if let stopped = worker.stop() { problem = problem ?? stopped } }
        return problem
    }
}
