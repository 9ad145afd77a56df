import Glibc

/// Standard output or a file that is written in order.
final class OutputFile {
    private let descriptor: Int32
    private let path: String?

    /// - Parameter path: nil for standard output.
    /// - Throws: exit code 73 where the file cannot be made.
    init(_ path: String?) throws(CommandFailure) {
        self.path = path
        guard let path else {
            descriptor = STDOUT_FILENO
            return
        }
        descriptor = unsafe open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        if descriptor < 0 { throw Self.failure(path) }
    }

    deinit { if path != nil { close(descriptor) } }

    func write(_ bytes: [UInt8]) throws(CommandFailure) {
        var start = 0
        while start < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                unsafe Glibc.write(descriptor, buffer.baseAddress?.advanced(by: start), bytes.count - start)
            }
            if count < 0, errno == EINTR { continue }
            if count <= 0 { throw Self.failure(path ?? "standard output") }
            start += count
        }
    }

    /// Makes the file durable.
    func finish() throws(CommandFailure) {
        if path != nil, fsync(descriptor) != 0 { throw Self.failure(path ?? "") }
    }

    static func isFolder(_ path: String) -> Bool {
        var information = stat()
        return unsafe stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
    }

    /// Where there is room for a file as large as the output: TMPDIR, else beside it.
    static func temporaryFolder(beside path: String?) -> String {
        if let folder = unsafe getenv("TMPDIR").map({ unsafe String(cString: $0) }), !folder.isEmpty { return folder }
        guard let path else { return "/tmp" }
        if isFolder(path) { return path }
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }

    private static func failure(_ path: String) -> CommandFailure {
        let words = unsafe strerror(errno).map { unsafe String(cString: $0) } ?? "error \(errno)"
        return CommandFailure(.cannotWrite, "OUTPUT_FILE: \(path) cannot be written: \(words).")
    }
}
