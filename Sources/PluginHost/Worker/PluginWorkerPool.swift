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
        let (worker, needsSpare) = state.withLock { state in
            let worker = state.idle.popLast()
            let needsSpare = state.idle.isEmpty && !state.isRefilling && !state.isClosed
            if needsSpare { state.isRefilling = true }
            return (worker, needsSpare)
        }
        if needsSpare { refill() }
        if let worker {
            if worker.runs { return worker }
            return try take()
        }
        state.withLock { $0.starts += 1 }
        return try PluginWorkerProcess(program: program, code: code, manifest: manifest)
    }

    func give(_ worker: PluginWorkerProcess) {
        state.withLock { state in
            if !state.isClosed, state.idle.count < Self.most { state.idle.append(worker) }
        }
    }

    /// Starts one more worker on a thread of its own.
    private func refill() {
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let failure = unsafe plugin_in_background(
            { context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<PluginWorkerPool>.fromOpaque(context).takeRetainedValue().addSpare()
            }, context)
        if failure != 0 {
            unsafe Unmanaged<PluginWorkerPool>.fromOpaque(context).release()
            state.withLock { $0.isRefilling = false }
        }
    }

    private func addSpare() {
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
