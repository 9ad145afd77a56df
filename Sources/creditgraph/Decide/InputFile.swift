#if canImport(Glibc)
    import Glibc
#else
    import Musl
#endif

/// Why a file could not be read.
enum InputFileError: Error {
    case notFound(path: String, reason: String)
}

/// Whole files and standard input as bytes.
enum InputFile {
    /// - Parameter path: `-` is standard input.
    static func bytes(of path: String) throws(InputFileError) -> [UInt8] {
        let descriptor = path == "-" ? STDIN_FILENO : unsafe open(path, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { throw .notFound(path: path, reason: reason()) }
        defer { if path != "-" { close(descriptor) } }
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = unsafe buffer.withUnsafeMutableBytes { unsafe read(descriptor, $0.baseAddress, $0.count) }
            if count < 0 {
                if errno == EINTR { continue }
                throw .notFound(path: path, reason: reason())
            }
            if count == 0 { return bytes }
            bytes += buffer[..<count]
        }
    }

    private static func reason() -> String { unsafe String(cString: strerror(errno)) }
}
