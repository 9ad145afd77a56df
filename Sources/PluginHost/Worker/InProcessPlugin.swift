import CPluginRuntime
import Glibc
import Locking

/// Native code inside the server, where manifest and administrator both say so: no limit, no protection, no unloading.
final class InProcessPlugin: Sendable {
    @safe private struct State {
        let plugin: OpaquePointer
        let input: UnsafeMutablePointer<UInt8>
        let output: UnsafeMutablePointer<UInt8>
    }

    // One call at a time, as the ABI promises.
    private let state: Lock<Void> = Lock(())
    private nonisolated(unsafe) let parts: State
    let abi: (major: Int, minor: Int)

    /// - Throws: why the plugin cannot be loaded.
    init(code: [UInt8], manifest: PluginManifest) throws(PluginProblem) {
        guard let input = unsafe plugin_memory_map(SharedRegions.inputBytes),
            let output = unsafe plugin_memory_map(SharedRegions.outputBytes)
        else { throw PluginProblem(.system, "no memory for the plugin's batches") }
        let descriptor = unsafe code.withUnsafeBufferPointer { unsafe plugin_code_file($0.baseAddress, $0.count) }
        guard descriptor >= 0 else { throw PluginProblem(.system, "no memory for the plugin's code") }
        defer { close(descriptor) }
        let regions = unsafe SharedRegions(input: input, output: output)
        try regions.start(manifest)
        let reply = unsafe wire_reply_in(output)
        guard let plugin = unsafe plugin_native_load("/proc/self/fd/\(descriptor)", input, reply) else {
            throw PluginProblem(.load, regions.message, file: manifest.codeFile)
        }
        guard unsafe plugin_native_start(plugin, input, reply) == 0 else {
            throw PluginProblem(.load, regions.message, file: manifest.codeFile)
        }
        abi = regions.abi
        unsafe parts = State(plugin: plugin, input: input, output: output)
    }

    func run(_ batch: PluginBatch, _ call: PluginCall, index: Int) throws(PluginProblem) -> PluginResult {
        try state.withLock { _ throws(PluginProblem) in
            let regions = unsafe SharedRegions(input: parts.input, output: parts.output)
            try regions.batch(batch, call, index: index)
            unsafe plugin_native_batch(parts.plugin, parts.input, parts.output)
            guard regions.status == 0 else {
                let message = regions.message
                throw PluginProblem(.row, message.isEmpty ? "the batch failed with status \(regions.status)" : message)
            }
            return try regions.result(rows: batch.rows, call)
        }
    }
}
