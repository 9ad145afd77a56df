package import Credit

/// How far an import is that has not ended: told beside the store, as nothing of it can be read before it ends.
package struct RunningImport: Sendable, Hashable {
    /// The id that it will have when it ends well.
    package var id: Int64
    package var kind: ImportKind
    /// The file's name without its folder.
    package var name: String
    package var startedAt: Instant
    /// When this was told.
    package var updatedAt: Instant
    /// Rows that were read, taken or not.
    package var rows: Int
    /// Bytes of the file as given that were read.
    package var bytesRead: Int64
    package var totalBytes: Int64
    /// nil: of no customer alone.
    package var customer: GUID?

    package init(
        id: Int64, kind: ImportKind, name: String, startedAt: Instant, updatedAt: Instant, rows: Int, bytesRead: Int64,
        totalBytes: Int64, customer: GUID? = nil
    ) {
        self.id = id
        self.kind = kind
        self.name = name
        self.startedAt = startedAt
        self.updatedAt = updatedAt
        self.rows = rows
        self.bytesRead = bytesRead
        self.totalBytes = totalBytes
        self.customer = customer
    }

    /// As imports are listed.
    package var record: ImportRecord {
        ImportRecord(
            id: id, setID: id, kind: kind, name: name, sha256: [], state: .running, startedAt: startedAt, rows: rows,
            rejected: 0, bytes: totalBytes, asOf: startedAt, customer: customer, scopes: [])
    }

    /// Since the begin, rounded down; 0 in the first millisecond.
    package var rowsPerSecond: Int {
        let milliseconds = (updatedAt.microseconds - startedAt.microseconds) / 1000
        return milliseconds <= 0 ? 0 : Int(Int64(rows) * 1000 / milliseconds)
    }

    /// Until the file is read, at the rate so far; nil where nothing was read yet.
    package var secondsLeft: Int? {
        if bytesRead <= 0 { return nil }
        let microseconds = Int128(updatedAt.microseconds - startedAt.microseconds)
        return Int(microseconds * Int128(max(0, totalBytes - bytesRead)) / Int128(bytesRead) / 1_000_000)
    }
}
