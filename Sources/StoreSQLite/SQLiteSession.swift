internal import Credit
internal import Store

/// A reader, a view or a writer on one connection, which it takes from the pool with its first question.
///
/// Used by one thread at a time.
final class SQLiteSession: StoreView, StoreWriter {
    private let pool: ConnectionPool
    private var connection: Connection?
    private let isWriter: Bool
    /// What was known at this instant is read; all that was ever known, unless the session is of the past. It is bound
    /// first in every question about facts, so that today costs no other statement than the past.
    let knownAt: Instant
    var isOfThePast: Bool { knownAt < Self.now }

    /// Behind every instant, but before an import's end that never comes.
    static let now = Instant(microseconds: .max - 1)

    init(pool: ConnectionPool, isWriter: Bool, asOf: Instant? = nil) {
        self.pool = pool
        self.isWriter = isWriter
        knownAt = asOf ?? Self.now
    }

    deinit { close() }

    /// The connection, in a transaction.
    func connected() throws(StoreError) -> Connection {
        if let connection { return connection }
        let made = try pool.take(isWriter: isWriter)
        do throws(StoreError) {
            try made.run(isWriter ? StoreStatements.beginWrite : StoreStatements.beginRead)
        } catch {
            pool.giveBack(made, isWriter: isWriter)
            throw error
        }
        connection = made
        return made
    }

    func close() {
        guard let connection else { return }
        self.connection = nil
        pool.giveBack(connection, isWriter: isWriter)
    }

    /// Makes the changes of a writer durable; a transaction without a change leaves the revision as it is.
    func commit(changesBefore: Int64) throws(StoreError) {
        let connection = try connected()
        if connection.totalChanges != changesBefore { try connection.run(StoreStatements.raiseRevision) }
        try connection.run(StoreStatements.commit)
    }

    /// Makes changes durable that no reader is shown.
    func commitAside() throws(StoreError) { try connected().run(StoreStatements.commit) }

    func revision() throws(StoreError) -> Int64 {
        try rows(StoreStatements.revision) { row throws(StoreError) in row.int() }.first ?? 0
    }

    // MARK: For the extensions

    /// The rows of a statement.
    func rows<Value>(
        _ sql: SQLText, bind: (Statement) -> Void = { _ in }, _ map: (Statement) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        let statement = try connected().counted(sql)
        defer { statement.reset() }
        bind(statement)
        var values: [Value] = []
        while try statement.step() { values.append(try map(statement)) }
        return values
    }

    /// The rows of a statement about facts: its first parameter is the instant whose knowledge is asked for.
    func facts<Value>(
        _ sql: SQLText, bind: (Statement) -> Void = { _ in }, _ map: (Statement) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        try rows(sql, bind: { bind($0.bind(knownAt)) }, map)
    }

    /// Lends the blob in the second column of each row, with the number in the first.
    func blobs(_ sql: SQLText, bind: (Statement) -> Void, _ body: (Int, RawSpan) throws -> Void) throws {
        let statement = try connected().counted(sql)
        defer { statement.reset() }
        bind(statement)
        while try statement.step() {
            let index = Int(statement.int())
            try statement.withBytes { bytes in try body(index, bytes) }
        }
    }

    /// Runs a statement once.
    func execute(_ sql: SQLText, bind: (Statement) -> Void = { _ in }) throws(StoreError) {
        let statement = try connected().counted(sql)
        bind(statement)
        try statement.execute()
    }

    /// Runs an insert once for each record.
    func insertAll<Record>(_ sql: SQLText, _ records: [Record], bind: (Statement, Record) -> Void) throws(StoreError) {
        let connection = try connected()
        for record in records {
            let statement = try connection.counted(sql)
            bind(statement, record)
            try statement.execute()
        }
    }

    /// The first two columns of every fact.
    static func origin(_ row: Statement) -> FactOrigin { FactOrigin(importID: row.int(), line: Int(row.int())) }
}
