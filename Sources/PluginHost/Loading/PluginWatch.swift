import CPluginRuntime
import Glibc
import Synchronization

/// Watches a directory of plugins and calls back some time after it last changed, on a thread of its own.
package final class PluginWatch: Sendable {
    private let directory: String
    private let onChange: @Sendable () -> Void
    private let isStopped = Atomic<Bool>(false)

    /// How long the directory must be quiet before its changes count, in milliseconds: a copy in progress is not a plugin.
    private static let quiet: Int32 = 150

    package init(_ directory: String, onChange: @escaping @Sendable () -> Void) {
        self.directory = directory
        self.onChange = onChange
    }

    /// - Returns: false where this system has no inotify left; then SIGHUP and the mutation still work.
    package func start() -> Bool {
        let context = unsafe Unmanaged.passRetained(self).toOpaque()
        let failure = unsafe plugin_in_background(
            { context in
                guard let context = unsafe context else { return }
                unsafe Unmanaged<PluginWatch>.fromOpaque(context).takeRetainedValue().loop()
            }, context)
        if failure != 0 { unsafe Unmanaged<PluginWatch>.fromOpaque(context).release() }
        return failure == 0
    }

    package func stop() { isStopped.store(true, ordering: .relaxed) }

    private func loop() {
        var descriptor = watch()
        while !isStopped.load(ordering: .relaxed) {
            if descriptor < 0 {
                _ = poll(nil, 0, 1_000)
                descriptor = watch()
                continue
            }
            guard plugin_watch_wait(descriptor, 250) == 1 else { continue }
            while plugin_watch_wait(descriptor, Self.quiet) == 1, !isStopped.load(ordering: .relaxed) {}
            // What is new is watched before it is read, so that no change falls between.
            close(descriptor)
            descriptor = watch()
            onChange()
        }
        if descriptor >= 0 { close(descriptor) }
    }

    /// The directory itself, its plugins and their directories.
    private func watch() -> Int32 {
        var directories = [directory]
        for name in Self.directories(in: directory) {
            directories.append(directory + "/" + name)
            for inner in Self.directories(in: directory + "/" + name) {
                directories.append(directory + "/" + name + "/" + inner)
            }
        }
        let texts = unsafe directories.prefix(4_096).map { unsafe UnsafePointer(strdup($0)) }
        defer { unsafe texts.forEach { unsafe free(UnsafeMutablePointer(mutating: $0)) } }
        return unsafe texts.withUnsafeBufferPointer { unsafe plugin_watch($0.baseAddress, $0.count) }
    }

    private static func directories(in path: String) -> [String] {
        guard let stream = unsafe opendir(path) else { return [] }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { pointer in
                unsafe pointer.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
            }
            if name.hasPrefix(".") { continue }
            var status = stat()
            if unsafe stat(path + "/" + name, &status) == 0, status.st_mode & S_IFMT == S_IFDIR { names.append(name) }
        }
        return names
    }
}
