import Glibc

/// A key set in a file.
enum KeyFile {
    static func read(_ path: String, limit: Int) throws(KeySetProblem) -> [UInt8] {
        let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else {
            throw KeySetProblem("the file cannot be read: \(unsafe String(cString: strerror(errno)))")
        }
        defer { close(file) }
        var bytes: [UInt8] = []
        var part = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = unsafe Glibc.read(file, &part, part.count)
            if count == 0 { return bytes }
            guard count > 0 else { throw KeySetProblem("the file cannot be read") }
            bytes += part[..<count]
            if bytes.count > limit { throw KeySetProblem("the file is larger than \(limit) bytes") }
        }
    }
}
