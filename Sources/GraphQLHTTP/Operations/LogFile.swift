import Glibc
import Locking

/// A file that lines are added to, by several threads; each write is whole lines.
package final class LogFile: Sendable {
    private let path: String
    private let descriptor: Lock<Int32>

    /// - Parameter path: `-` for standard output.
    /// - Throws: `Problem` where the file cannot be opened.
    package init(_ path: String) throws(Problem) {
        self.path = path
        descriptor = Lock(try Self.open(path))
    }

    deinit { descriptor.withLock { if $0 != STDOUT_FILENO { _ = close($0) } } }

    package struct Problem: Error, CustomStringConvertible {
        package let description: String
    }

    /// Opens the file anew, after somebody has moved it away; the old one goes on where that fails.
    package func reopen() {
        guard path != "-", let new = try? Self.open(path) else { return }
        let old = descriptor.withLock { descriptor in
            defer { descriptor = new }
            return descriptor
        }
        close(old)
    }

    func write(_ lines: Span<UInt8>) {
        descriptor.withLock { descriptor in
            unsafe lines.withUnsafeBytes { bytes in
                guard let base = bytes.baseAddress else { return }
                var done = 0
                while done < bytes.count {
                    let count = unsafe Glibc.write(descriptor, base + done, bytes.count - done)
                    // A full disk loses lines; it doesn't stop the server.
                    if count <= 0 { return }
                    done += count
                }
            }
        }
    }

    private static func open(_ path: String) throws(Problem) -> Int32 {
        if path == "-" { return STDOUT_FILENO }
        let descriptor = unsafe Glibc.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o640)
        if descriptor < 0 { throw Problem(description: unsafe String(cString: strerror(errno))) }
        return descriptor
    }
}
