import Credit
import Foundation
import GRDB
import Store
import StoreSQLite
import Testing

@Suite struct SQLiteStoreTests {
    let folder: TemporaryFolder
    let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("a.db")
    }

    @Test("how far an import is lies beside the store: whole, not older than a minute, and not after its end")
    func progress() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "creditgraph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let path = folder.appending(path: "store.db").path
        let (writer, reader) = (try SQLiteStore(path: path), try SQLiteStore(path: path))
        let now = Instant(microseconds: 1_793_491_200_000_000)
        #expect(reader.runningImport(now: now) == nil)
        let running = RunningImport(
            id: 7, kind: .dailyRatedUsage, name: "a\tb\u{e9}.csv", startedAt: now, updatedAt: now, rows: 3,
            bytesRead: 4,
            totalBytes: 5, customer: GUID(high: 1, low: 2))
        // Also while a transaction holds the store.
        try writer.write { _ in
            writer.tell(running)
            #expect(reader.runningImport(now: now) == running)
        }
        #expect(reader.runningImport(now: Instant(microseconds: now.microseconds + 60_000_000)) == nil)
        writer.tell(nil)
        #expect(reader.runningImport(now: now) == nil)
        for text in ["", "1", "2\t7", "1\tx\tx\tx\tx\tx\tx\tx\tx\tx", String(repeating: "\t", count: 9000)] {
            try text.write(toFile: path + "-progress", atomically: true, encoding: .utf8)
            #expect(reader.runningImport(now: now) == nil)
        }
    }

    @Test("a new store is made, and found again")
    func opens() throws {
        do {
            let store = try SQLiteStore(path: path)
            #expect(try store.revision() == 0)
            _ = try store.write { try $0.insert(Sample.importRecord()) }
        }
        #expect(try SQLiteStore(path: path).revision() == 1)
    }

    @Test("a transaction without a change leaves the revision; one that throws leaves nothing")
    func transactions() throws {
        let store = try SQLiteStore(path: path)
        try store.write { _ = try $0.imports() }
        #expect(try store.revision() == 0)
        #expect(throws: StoreError.full) {
            try store.write { writer in
                _ = try writer.insert(Sample.importRecord())
                #expect(try writer.imports().count == 1)
                throw StoreError.full
            }
        }
        #expect(try store.revision() == 0)
        #expect(try store.read { try $0.imports() }.isEmpty)
    }

    @Test("a view keeps what it saw while another commits, and another process's commits raise the revision")
    func views() throws {
        let store = try SQLiteStore(path: path)
        let other = try SQLiteStore(path: path)
        let view = store.view()
        #expect(try view.imports().isEmpty)
        _ = try other.write { try $0.insert(Sample.importRecord()) }
        #expect(try view.imports().isEmpty)
        #expect(try store.revision() == 1)
        view.close()
        #expect(try view.imports().count == 1)
    }

    @Test("a store that another process has locked is refused after the wait")
    func locked() throws {
        var options = SQLiteStore.Options()
        options.lockSeconds = 0
        let store = try SQLiteStore(path: path, options: options)
        let other = try SQLiteStore(path: path, options: options)
        try other.write { writer in
            _ = try writer.insert(Sample.importRecord())
            #expect(throws: StoreError.locked(seconds: 0)) { try store.write { _ = try $0.imports() } }
            #expect(try store.read { try $0.imports() }.isEmpty)
        }
    }

    @Test("a full disk is told, and nothing is left of the transaction")
    func full() throws {
        var options = SQLiteStore.Options()
        options.maximumPages = 160
        let store = try SQLiteStore(path: path, options: options)
        #expect(throws: StoreError.full) {
            try store.write { writer in
                let id = try writer.insert(Sample.importRecord())
                let bytes = [UInt8](repeating: 7, count: 1 << 20)
                try writer.insertRaw(import: id, part: 0, bytes.span.bytes)
            }
        }
        #expect(try store.read { try $0.imports() }.isEmpty)
        #expect(try store.verify().isEmpty)
    }

    @Test("files that are no store, or a newer one, are refused")
    func refuses() throws {
        try Data("this is no database, and long enough to be looked at as one".utf8).write(to: URL(filePath: path))
        #expect { try SQLiteStore(path: path) } throws: { ($0 as? StoreError)?.code == "STORE_NOT_A_STORE" }

        let foreign = folder.path("foreign.db")
        try DatabaseQueue(path: foreign).write { try $0.execute(sql: "CREATE TABLE other (a)") }
        #expect { try SQLiteStore(path: foreign) } throws: { ($0 as? StoreError)?.code == "STORE_NOT_A_STORE" }

        let newer = folder.path("newer.db")
        _ = try SQLiteStore(path: newer)
        try DatabaseQueue(path: newer).write { try $0.execute(sql: "PRAGMA user_version = 99") }
        #expect(throws: StoreError.newer(found: 99, known: SQLiteStore.schemaVersion)) { try SQLiteStore(path: newer) }
    }

    @Test("a missing store is only made where that is wanted")
    func missing() throws {
        var options = SQLiteStore.Options()
        options.creates = false
        #expect(throws: StoreError.missing) { try SQLiteStore(path: path, options: options) }
        #expect { try SQLiteStore(path: folder.path("no/such/folder/a.db")) } throws: { $0 is StoreError }
    }

    @Test("a backup is a store with the same answers, and restoring it gives them back")
    func backup() throws {
        let store = try SQLiteStore(path: path)
        _ = try store.write { try $0.insert(Sample.importRecord()) }
        let copy = folder.path("copy.db")
        try store.backup(to: copy)
        #expect(try SQLiteStore(path: copy).read { try $0.imports() }.count == 1)
        #expect { try store.backup(to: copy) } throws: { ($0 as? StoreError)?.code == "STORE_UNREADABLE" }
        _ = try store.write { try $0.insert(Sample.importRecord(byte: 2)) }
        try store.restore(from: copy)
        #expect(try SQLiteStore(path: path).read { try $0.imports() }.count == 1)
    }

    @Test("questions about facts never sort")
    func plans() throws {
        _ = try SQLiteStore(path: path)
        let queue = try DatabaseQueue(path: path)
        for table in ["customer", "price_item"] {
            let plan = try queue.read { database in
                try Row.fetchAll(
                    database,
                    sql: """
                        EXPLAIN QUERY PLAN SELECT f.line FROM import i CROSS JOIN \(table) f ON f.import_id = i.id
                         WHERE i.state = 1 AND i.replaced_at IS NULL ORDER BY i.as_of, i.sha256, i.id, f.id
                        """
                ).map { $0["detail"] as String }
            }
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }
}
