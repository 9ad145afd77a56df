import Glibc

/// Where `creditgraph-plugin-worker` is.
package enum WorkerProgram {
    package static let name = "creditgraph-plugin-worker"
    package static let variable = "CREDITGRAPH_PLUGIN_WORKER"

    /// The path that the environment names, else the program beside this one.
    package static var path: String {
        if let named = unsafe getenv(variable) { return unsafe String(cString: named) }
        let own: String = unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 4_096) { buffer in
            let count = unsafe buffer.withMemoryRebound(to: CChar.self) { text in
                guard let start = text.baseAddress else { return 0 }
                return unsafe readlink("/proc/self/exe", start, text.count)
            }
            return unsafe String(decoding: UnsafeBufferPointer(rebasing: buffer[..<max(count, 0)]), as: UTF8.self)
        }
        let directory = own.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
        return directory.isEmpty ? name : directory + "/" + name
    }
}
