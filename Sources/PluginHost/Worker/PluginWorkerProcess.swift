import CPluginRuntime
import Glibc

/// A process in which one plugin runs: `creditgraph-plugin-worker`. It has one owner at a time.
///
/// Sendable because whoever takes it from its pool is the only one that uses it until it is given back.
@safe final class PluginWorkerProcess: @unchecked Sendable {
    /// What of the confinement this system let happen.
    struct Confinement: OptionSet, Sendable, Hashable {
        let rawValue: UInt32
        static let unprivileged = Confinement(rawValue: 1)
        static let noNewPrivileges = Confinement(rawValue: 2)
        static let limits = Confinement(rawValue: 4)
        static let seccomp = Confinement(rawValue: 8)
        static let noClock = Confinement(rawValue: 16)

        /// What is missing, for the log; nil where nothing is.
        var missing: String? {
            var parts: [String] = []
            if !contains(.unprivileged) { parts.append("another user") }
            if !contains(.noNewPrivileges) { parts.append("no new privileges") }
            if !contains(.limits) { parts.append("resource limits") }
            if !contains(.seccomp) { parts.append("a filter of system calls") }
            return parts.isEmpty ? nil : parts.joined(separator: ", ")
        }
    }

    private var worker: plugin_worker
    private let regions: SharedRegions
    let confinement: Confinement
    let abi: (major: Int, minor: Int)
    /// Whether the process is still there; one may be ended from outside while it waits.
    var runs: Bool { unsafe plugin_worker_runs(&worker) == 1 }
    var process: Int32 { unsafe worker.process }

    /// Starts a process, has it load the plugin and waits until it is ready.
    /// - Throws: why it is not; nothing of it is left then.
    init(program: String, code: Int32, manifest: PluginManifest) throws(PluginProblem) {
        var started = unsafe plugin_worker()
        let failure = unsafe plugin_worker_spawn(program, code, &started)
        guard failure == 0, let input = unsafe started.input, let output = unsafe started.output else {
            throw PluginProblem(.system, "\(program) cannot be started: \(Self.text(errno: failure))")
        }
        let regions = unsafe SharedRegions(input: input, output: output)
        let milliseconds = max(manifest.limits.deadlineMilliseconds, 5_000)
        do throws(PluginProblem) {
            try regions.start(manifest)
            try unsafe Self.answer(&started, regions, milliseconds: milliseconds, during: "while it was loaded")
            if regions.status != 0 {
                let message = regions.message
                throw PluginProblem(.load, message.isEmpty ? "it did not start" : message, file: manifest.codeFile)
            }
        } catch {
            _ = unsafe plugin_worker_free(&started)
            throw error
        }
        confinement = Confinement(rawValue: regions.confinement)
        abi = regions.abi
        unsafe worker = started
        self.regions = regions
    }

    deinit { _ = unsafe plugin_worker_free(&worker) }

    /// Lets the plugin free what it holds, for so long at most.
    /// - Returns: what went wrong in its stop.
    func stop(milliseconds: Int = 200) -> PluginProblem? {
        regions.stop()
        do throws(PluginProblem) {
            try unsafe Self.answer(&worker, regions, milliseconds: milliseconds, during: "in its stop")
            return nil
        } catch {
            return error
        }
    }

    /// - Throws: `.crash` and `.timeout`, after which this process is of no use; `.output` and others after which it is.
    func run(_ batch: PluginBatch, _ call: PluginCall, index: Int, milliseconds: Int) throws(PluginProblem)
        -> PluginResult
    {
        try regions.batch(batch, call, index: index)
        try unsafe Self.answer(&worker, regions, milliseconds: milliseconds, during: "in a batch of \(batch.rows)")
        switch regions.status {
        case 0: return try regions.result(rows: batch.rows, call)
        case 1: throw PluginProblem(.row, "the plugin does not answer \(call.name)")
        default:
            let message = regions.message
            throw PluginProblem(.row, message.isEmpty ? "the batch failed with status \(regions.status)" : message)
        }
    }

    /// Rings, waits, and says how the process ended where it did.
    private static func answer(
        _ worker: inout plugin_worker, _ regions: SharedRegions, milliseconds: Int, during: String
    ) throws(PluginProblem) {
        _ = unsafe plugin_worker_ring(&worker)
        switch unsafe plugin_worker_wait(&worker, Int64(milliseconds) * 1_000) {
        case 1: return
        case 0:
            throw PluginProblem(.timeout, "took longer than \(milliseconds) ms \(during)")
        default:
            // Its last words are in memory that goes away with it.
            let refused = regions.status == Int32(WIRE_SYSCALL) ? regions.systemCall : nil
            let status = unsafe plugin_worker_end(&worker)
            if let refused {
                throw PluginProblem(.crash, "ended \(during): it called \(refused), which plugins may not")
            }
            let signal = plugin_status_signal(status)
            if signal != 0 {
                throw PluginProblem(.crash, "ended \(during) by signal \(signal) (\(Self.name(signal: signal)))")
            }
            throw PluginProblem(.crash, "ended \(during) with exit code \(plugin_status_exit(status))")
        }
    }

    private static func name(signal: Int32) -> String {
        guard let name = unsafe strsignal(signal) else { return "?" }
        return unsafe String(cString: name)
    }

    private static func text(errno code: Int32) -> String {
        guard let text = unsafe strerror(code) else { return "error \(code)" }
        return unsafe String(cString: text)
    }
}
