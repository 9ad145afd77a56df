internal import GRDB
package import Store

/// Copies and checks of the whole store.
extension SQLiteStore {
    /// Copies the store as it stands, while others read and write.
    /// - Throws: `.unreadable` where something is at the path already; `.full`, `.readOnly`, `.locked`.
    package func backup(to path: String) throws(StoreError) {
        if FileCheck.exists(path) { throw .unreadable(detail: "there is a file at the backup's place already") }
        try FileCheck.create(path)
        let connection = try pool.take(isWriter: true)
        defer { pool.giveBack(connection, isWriter: true) }
        do {
            let target = try DatabaseQueue(path: path)
            try connection.queue.backup(to: target, pagesPerStep: 4096)
            try target.close()
        } catch {
            FileCheck.remove(path)
            throw StoreError(error, lockSeconds: pool.options.lockSeconds)
        }
    }

    /// Puts a backup in the place of what is stored; the backup is checked first.
    /// - Throws: what opening the backup throws; `.locked` where another process reads or writes.
    package func restore(from path: String) throws(StoreError) {
        var options = Options()
        options.creates = false
        let backup = try SQLiteStore(path: path, options: options)
        if let problem = try backup.verify().first { throw .corrupt(detail: problem) }
        let source = try backup.pool.take(isWriter: true)
        let target = try pool.take(isWriter: true)
        defer {
            backup.pool.giveBack(source, isWriter: true)
            pool.giveBack(target, isWriter: true)
        }
        let before = try target.number(StoreStatements.revision)
        do {
            try source.queue.backup(to: target.queue, pagesPerStep: 4096)
        } catch {
            throw StoreError(error, lockSeconds: pool.options.lockSeconds)
        }
        // Servers that run must see the change, whatever number the backup had.
        while try target.number(StoreStatements.revision) <= before { try target.run(StoreStatements.raiseRevision) }
    }

    /// What SQLite finds wrong with the file; empty when nothing.
    package func verify() throws(StoreError) -> [String] {
        let connection = try pool.take(isWriter: true)
        defer { pool.giveBack(connection, isWriter: true) }
        let statement = try connection.statement(StoreStatements.integrityCheck)
        defer { statement.reset() }
        var problems: [String] = []
        while try statement.step() { problems.append(statement.text()) }
        return problems == ["ok"] ? [] : problems
    }
}
