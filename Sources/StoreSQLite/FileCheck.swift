#if canImport(Glibc)
    internal import Glibc
#endif

/// Questions to the file system.
enum FileCheck {
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Removes a file of ours that was not finished.
    static func remove(_ path: String) { _ = unsafe unlink(path) }
}
