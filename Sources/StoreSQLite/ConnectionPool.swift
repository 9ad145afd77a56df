internal import GRDB
import Locking
internal import Store

/// Opens connections, and keeps a few of those that nobody uses at the moment.
final class ConnectionPool: Sendable {
    /// More idle readers than this are closed; of writers one is kept. It is more than requests read at once: while any
    /// connection of the process reads, SQLite keeps the files of closed ones open, so one must seldom be closed.
    private static let idleLimit = 32

    let path: String
    let options: SQLiteStore.Options
    let counter = StatementCounter()
    private let idle = Lock(Idle())

    private struct Idle {
        var readers: [Connection] = []
        var writers: [Connection] = []
    }

    init(path: String, options: SQLiteStore.Options) {
        self.path = path
        self.options = options
    }

    /// A connection outside of any transaction; it is the caller's until it is given back.
    func take(isWriter: Bool) throws(StoreError) -> Connection {
        let known = idle.withLock { isWriter ? $0.writers.popLast() : $0.readers.popLast() }
        if let known { return known }
        let connection = try open()
        // Readers map the file: a blob of 100 kB costs one copy instead of 25 calls of the system. A writer reads what
        // it wrote, which is in the log, and its memory is to stay small.
        if !isWriter, !options.isUnmapped { try connection.run(StoreStatements.memoryMap) }
        return connection
    }

    /// Takes a connection back; a transaction that is still open is undone.
    func giveBack(_ connection: Connection, isWriter: Bool) {
        if connection.isInTransaction {
            do {
                try connection.run(StoreStatements.rollback)
            } catch {
                // A connection that cannot even end its transaction is closed.
                return
            }
        }
        idle.withLock { idle in
            if isWriter {
                if idle.writers.isEmpty { idle.writers.append(connection) }
            } else if idle.readers.count < Self.idleLimit {
                idle.readers.append(connection)
            }
        }
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
