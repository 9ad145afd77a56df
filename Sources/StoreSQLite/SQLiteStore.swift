package import Store

/// The store in one SQLite database file, in WAL mode: one writer at a time, readers never wait.
package final class SQLiteStore: CreditStore {
    /// How a store is opened.
    package struct Options: Sendable, Hashable {
        /// How long a statement waits for another process, in seconds.
        package var lockSeconds = 10
        /// Whether a missing store is made.
        package var creates = true
        package var isReadOnly = false
        /// A limit on the size of the file, for tests of a full disk.
        package var maximumPages: Int?

        package init() {}
    }

    /// The schema version that this program writes.
    package static let schemaVersion = Migrations.all.count

    let pool: ConnectionPool

    /// Opens the store at `path` and brings it to the program's schema version.
    /// - Throws: `.missing`, `.notCreatable`, `.notAStore`, `.newer`, `.older`, `.locked`, `.readOnly`, `.unreadable`, `.corrupt`.
    package init(path: String, options: Options = Options()) throws(StoreError) {
        if !FileCheck.exists(path) {
            if !options.creates || options.isReadOnly { throw .missing }
            try FileCheck.create(path)
        }
        pool = ConnectionPool(path: path, options: options)
        let connection = try pool.take()
        defer { pool.giveBack(connection) }
        try Migrations.bringUp(connection, isReadOnly: options.isReadOnly)
    }

    package var statementCount: Int { pool.counter.value }

    package func revision() throws(StoreError) -> Int64 {
        let connection = try pool.take()
        defer { pool.giveBack(connection) }
        let statement = try connection.statement(StoreStatements.revision)
        defer { statement.reset() }
        return try statement.step() ? statement.int() : 0
    }

    package func view() -> any StoreView { SQLiteSession(pool: pool, isWriter: false) }

    package func read<Result>(_ body: (any StoreReader) throws -> Result) throws -> Result {
        let session = SQLiteSession(pool: pool, isWriter: false)
        defer { session.close() }
        return try body(session)
    }

    package func write<Result>(_ body: (any StoreWriter) throws -> Result) throws -> Result {
        let session = SQLiteSession(pool: pool, isWriter: true)
        defer { session.close() }
        let changesBefore = try session.connected().totalChanges
        let result = try body(session)
        try session.commit(changesBefore: changesBefore)
        return result
    }

    /// Moves what is in the write-ahead log into the database file, as far as readers let it.
    package func checkpoint() {
        guard let connection = try? pool.take() else { return }
        defer { pool.giveBack(connection) }
        // Readers may keep a part of the log; that is not a failure.
        try? connection.run(StoreStatements.checkpoint)
    }
}
