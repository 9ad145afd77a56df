internal import GRDB
internal import Store
internal import Synchronization

/// Opens connections, and keeps a few of those that nobody uses at the moment.
final class ConnectionPool: Sendable {
    /// More idle ones than this are closed.
    private static let idleLimit = 8

    let path: String
    let options: SQLiteStore.Options
    let counter = StatementCounter()
    private let idle = Mutex<[Connection]>([])

    init(path: String, options: SQLiteStore.Options) {
        self.path = path
        self.options = options
    }

    /// A connection outside of any transaction; it is the caller's until it is given back.
    func take() throws(StoreError) -> Connection {
        if let connection = idle.withLock({ $0.popLast() }) { return connection }
        return try open()
    }

    /// Takes a connection back; a transaction that is still open is undone.
    func giveBack(_ connection: Connection) {
        if connection.isInTransaction {
            do {
                try connection.run(StoreStatements.rollback)
            } catch {
                // A connection that cannot even end its transaction is closed.
                return
            }
        }
        idle.withLock { if $0.count < Self.idleLimit { $0.append(connection) } }
    }

    private func open() throws(StoreError) -> Connection {
        var configuration = Configuration()
        configuration.busyMode = .timeout(Double(options.lockSeconds))
        configuration.journalMode = options.isReadOnly ? .default : .wal
        configuration.readonly = options.isReadOnly
        configuration.label = "creditgraph"
        let queue: DatabaseQueue
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
        } catch {
            throw StoreError(error, lockSeconds: options.lockSeconds)
        }
        let connection = try Connection(queue: queue, lockSeconds: options.lockSeconds, counter: counter)
        // A commit that was acknowledged survives a power cut.
        try connection.run(StoreStatements.synchronousFull)
        try connection.run(StoreStatements.cacheSize)
        if let pages = options.maximumPages { try connection.limit(pages: pages) }
        return connection
    }
}
