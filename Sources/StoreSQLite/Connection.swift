internal import GRDB
internal import GRDBSQLite
internal import Store
internal import Synchronization

/// One SQLite connection with its prepared statements.
///
/// GRDB opens, configures, backs up and closes it; statements run on the C handle, because line groups are bound and
/// read without a copy.
///
/// `@unchecked Sendable`: SQLite permits a connection on any thread as long as only one uses it at a time
/// ("Using SQLite In Multi-Threaded Applications"); `ConnectionPool` hands it to one user at a time.
@safe final class Connection: @unchecked Sendable {
    let queue: DatabaseQueue
    private let handle: OpaquePointer
    /// By the address of the text, which is a constant of the program.
    private var statements: [UInt: Statement] = [:]
    private let lockSeconds: Int
    private let counter: StatementCounter

    init(queue: DatabaseQueue, lockSeconds: Int, counter: StatementCounter) throws(StoreError) {
        guard let handle = unsafe queue.inDatabase({ unsafe $0.sqliteConnection }) else {
            throw .unreadable(detail: "the connection is closed")
        }
        self.queue = queue
        unsafe self.handle = handle
        self.lockSeconds = lockSeconds
        self.counter = counter
        // GRDB's observers expect every commit on GRDB's own queue. Nothing of ours observes transactions.
        unsafe sqlite3_commit_hook(handle, nil, nil)
        unsafe sqlite3_rollback_hook(handle, nil, nil)
    }

    deinit {
        // Statements first: SQLite keeps a connection open while one is left.
        statements.removeAll()
        try? queue.close()
    }

    /// As `statement`, counted as a question or an answer to keep: not the statements that begin and end transactions.
    func counted(_ sql: SQLText) throws(StoreError) -> Statement {
        counter.add()
        return try statement(sql)
    }

    /// The prepared statement of that text.
    func statement(_ sql: SQLText) throws(StoreError) -> Statement {
        let key = unsafe UInt(bitPattern: sql.text.utf8Start)
        if let known = statements[key], !known.isInUse {
            known.isInUse = true
            return known
        }
        var pointer: OpaquePointer?
        let code = sql.text.withUTF8Buffer { text in
            unsafe text.withMemoryRebound(to: CChar.self) { text in
                unsafe sqlite3_prepare_v3(
                    handle, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT), &pointer, nil)
            }
        }
        guard code == SQLITE_OK, let pointer = unsafe pointer else { throw error(code) }
        let made = unsafe Statement(pointer, connection: self)
        // One that is asked for while its rows are being read gets a second statement, which is not kept.
        if statements[key] != nil { return made }
        statements[key] = made
        return made
    }

    /// Runs a statement that has neither parameters nor rows.
    func run(_ sql: SQLText) throws(StoreError) {
        let statement = try statement(sql)
        defer { statement.reset() }
        while try statement.step() {}
    }

    /// The number that a statement gives in the first column of its first row; 0 without a row.
    func number(_ sql: SQLText) throws(StoreError) -> Int64 {
        let statement = try statement(sql)
        defer { statement.reset() }
        return try statement.step() ? statement.int() : 0
    }

    /// Limits the file's size; SQLite takes no parameter in a pragma.
    func limit(pages: Int) throws(StoreError) {
        do {
            try queue.inDatabase { try $0.execute(sql: "PRAGMA max_page_count = \(pages)") }
        } catch {
            throw StoreError(error, lockSeconds: lockSeconds)
        }
    }

    /// Rows inserted, changed or deleted since the connection was opened.
    var totalChanges: Int64 { unsafe sqlite3_total_changes64(handle) }
    var lastInsertedID: Int64 { unsafe sqlite3_last_insert_rowid(handle) }
    /// Whether a transaction is open.
    var isInTransaction: Bool { unsafe sqlite3_get_autocommit(handle) == 0 }

    /// The error that SQLite reports now.
    func error(_ code: Int32) -> StoreError {
        let message = unsafe String(cString: sqlite3_errmsg(handle))
        return StoreError(sqlite: code, message: message, lockSeconds: lockSeconds)
    }
}

/// Statements run by all connections of a store.
final class StatementCounter: Sendable {
    private let count = Atomic<Int>(0)

    func add() { count.add(1, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
}
