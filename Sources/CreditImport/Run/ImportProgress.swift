internal import Synchronization

/// Counts what an import has done, for whoever shows it. Any thread may add and look.
package final class ImportProgress: Sendable {
    private let rowCount = Atomic<Int>(0)
    private let byteCount = Atomic<Int64>(0)
    /// Bytes of the file as given.
    package let totalBytes: Int64
    package let name: String

    package init(name: String, totalBytes: Int64) {
        self.name = name
        self.totalBytes = totalBytes
    }

    package func add(rows: Int) { rowCount.add(rows, ordering: .relaxed) }
    /// `bytes` is `ImportSource.consumedBytes`.
    package func set(bytes: Int64) { byteCount.store(bytes, ordering: .relaxed) }

    package var rows: Int { rowCount.load(ordering: .relaxed) }
    package var bytes: Int64 { byteCount.load(ordering: .relaxed) }
}
