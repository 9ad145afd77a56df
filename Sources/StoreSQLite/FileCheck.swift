internal import Glibc
internal import Store

/// Questions to the file system.
enum FileCheck {
    static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

    /// Makes an empty file that only its owner may read; SQLite gives the files beside it the same rights.
    static func create(_ path: String) throws(StoreError) {
        let descriptor = unsafe open(path, O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0o600)
        if descriptor >= 0 {
            close(descriptor)
        } else if errno != EEXIST {
            let words = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
            throw errno == ENOSPC ? .full : .notCreatable(detail: words)
        }
    }

    /// Removes a file of ours that was not finished.
    static func remove(_ path: String) { _ = unsafe unlink(path) }
}
