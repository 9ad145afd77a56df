package import Credit
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
        /// Whether the file is read without mapping it: slower by a little, and what was read does not stay in the
        /// memory of the process.
        package var isUnmapped = false
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
        let connection = try pool.take(isWriter: true)
        defer { pool.giveBack(connection, isWriter: true) }
        try Migrations.bringUp(connection, isReadOnly: options.isReadOnly)
    }

    package var statementCount: Int { pool.counter.value }

    package func revision() throws(StoreError) -> Int64 {
        let connection = try pool.take(isWriter: false)
        defer { pool.giveBack(connection, isWriter: false) }
        return try connection.number(StoreStatements.revision)
    }

    package func view(asOf: Instant?) -> any StoreView { SQLiteSession(pool: pool, isWriter: false, asOf: asOf) }

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

    /// Moves what is in the write-ahead log into the database file and empties it; where readers still need it, the
    /// next writer does so.
    package func checkpoint() {
        // A connection of its own, which does not wait for readers and is closed afterwards.
        guard let connection = try? pool.take(isWriter: true) else { return }
        try? connection.run(StoreStatements.waitForNobody)
        try? connection.run(StoreStatements.checkpoint)
    }
}
