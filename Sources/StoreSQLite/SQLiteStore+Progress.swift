package import Credit
internal import Glibc
package import Store

/// How far an import is, in a small file beside the database: the import itself is one transaction, of which nobody else
/// sees anything before its end, and which lets nobody else write to the database.
extension SQLiteStore {
    private static let staleMicroseconds: Int64 = 60_000_000
    private var progressPath: String { pool.path + "-progress" }

    package func tell(_ running: RunningImport?) {
        guard let running else { return FileCheck.remove(progressPath) }
        let fields = [
            "1", "\(running.id)", running.kind.code, "\(running.startedAt.microseconds)",
            "\(running.updatedAt.microseconds)", "\(running.rows)", "\(running.bytesRead)", "\(running.totalBytes)",
            running.customer?.description ?? "", running.name,
        ]
        // Written beside and put in its place, so that nobody reads half of it.
        let path = progressPath + ".new"
        let descriptor = unsafe open(path, O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0o600)
        if descriptor < 0 { return }
        let bytes = Array(fields.joined(separator: "\t").utf8)
        let isWhole =
            unsafe bytes.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) } == bytes.count
        close(descriptor)
        if !isWhole || (unsafe rename(path, progressPath)) != 0 { FileCheck.remove(path) }
    }

    package func runningImport(now: Instant) -> RunningImport? {
        let descriptor = unsafe open(progressPath, O_RDONLY | O_CLOEXEC)
        if descriptor < 0 { return nil }
        defer { close(descriptor) }
        var bytes = [UInt8](repeating: 0, count: 4096)
        let count = unsafe bytes.withUnsafeMutableBytes { unsafe Glibc.read(descriptor, $0.baseAddress, $0.count) }
        let fields = String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
            .split(separator: "\t", maxSplits: 9, omittingEmptySubsequences: false)
        guard fields.count == 10, fields[0] == "1", let id = Int64(fields[1]),
            let kind = ImportKind(code: String(fields[2])), let started = Int64(fields[3]),
            let updated = Int64(fields[4]),
            let rows = Int(fields[5]), let read = Int64(fields[6]), let total = Int64(fields[7]),
            updated > now.microseconds - Self.staleMicroseconds
        else { return nil }
        return RunningImport(
            id: id, kind: kind, name: String(fields[9]), startedAt: Instant(microseconds: started),
            updatedAt: Instant(microseconds: updated), rows: rows, bytesRead: read, totalBytes: total,
            customer: GUID(String(fields[8])))
    }
}
