import Credit
import Glibc
import Store
import StoreSQLite

/// A store in a folder of its own that is removed at the end.
final class TemporaryStore {
    let store: SQLiteStore
    private let folder: String

    init() throws {
        var template = Array("/tmp/creditgraph-catalogue-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw StoreError.full }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        store = try SQLiteStore(path: folder + "/store.db")
    }

    deinit {
        for name in ["store.db", "store.db-wal", "store.db-shm"] { unlink(folder + "/" + name) }
        rmdir(folder)
    }

    /// Stores an import that is done, and the facts that `body` inserts for it.
    @discardableResult
    func add(
        _ kind: ImportKind, name: String = "file", _ body: (any StoreWriter, (Int) -> FactOrigin) throws -> Void
    ) throws -> Int64 {
        try store.write { writer in
            let at = try Instant(parsing: "2026-10-01T00:00:00Z")
            let count = try writer.imports().count
            var record = ImportRecord(
                id: 0, setID: 0, kind: kind, name: name, sha256: [UInt8](repeating: UInt8(count), count: 32),
                state: .done, startedAt: at, finishedAt: at, rows: 1, rejected: 0, bytes: 10, asOf: at, scopes: [])
            record.id = try writer.insert(record)
            try body(writer) { FactOrigin(importID: record.id, line: $0) }
            return record.id
        }
    }
}

/// A GUID that is easy to tell from others.
func guid(_ number: UInt64) -> GUID { GUID(high: 0x1111_1111_2222_3333, low: 0x4444_0000_0000_0000 | number) }
