import Glibc

/// Files that lie in a directory of the admin's.
enum PlainFiles {
    /// In order of name.
    /// - Parameter code: what a failure is called.
    static func names(_ directory: String, code: String) throws(CommandFailure) -> [String] {
        guard let stream = unsafe opendir(directory) else {
            throw CommandFailure(
                .noInput,
                "\(code): \(directory) cannot be opened: \(unsafe String(cString: strerror(errno))).")
        }
        defer { unsafe closedir(stream) }
        var names: [String] = []
        while let entry = unsafe readdir(stream) {
            names.append(
                unsafe withUnsafePointer(to: &entry.pointee.d_name) {
                    unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
                })
        }
        return names.sorted()
    }

    /// The size of a file; nil for anything else.
    /// - Parameter followsLinks: whether a link to a file is one.
    static func size(_ path: String, followsLinks: Bool = false) -> Int? {
        var status = stat()
        let result = unsafe followsLinks ? stat(path, &status) : lstat(path, &status)
        guard result == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
        return Int(status.st_size)
    }
}
