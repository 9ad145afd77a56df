import Store
import StoreSQLite

/// Where the store is, as `--store` names it.
enum StoreAddress: Sendable, Hashable {
    case sqlite(path: String)

    /// `sqlite:PATH`, or a bare path that ends in `.db`.
    /// - Throws: `CommandFailure` with exit code 64 for other kinds of stores.
    init(_ text: String) throws(CommandFailure) {
        if text.hasPrefix("sqlite:"), text.count > "sqlite:".count {
            var path = String(text.dropFirst("sqlite:".count))
            if path.hasPrefix("///") { path.removeFirst(2) }
            self = .sqlite(path: path)
        } else if text.hasPrefix("postgresql:") || text.hasPrefix("postgres:") {
            throw CommandFailure(
                .usage, "STORE_KIND_NOT_BUILT: stores in PostgreSQL are not built yet; use --store sqlite:PATH.")
        } else {
            throw CommandFailure(
                .usage,
                "STORE_KIND_UNKNOWN: --store is “\(text)”; give it as sqlite:PATH, such as sqlite:creditgraph.db.")
        }
    }

    /// Opens the store.
    /// - Parameters:
    ///   - creates: whether a missing store is made.
    ///   - isUnmapped: whether the file is read without mapping it, so that memory stays small.
    ///   - lockSeconds: how long to wait for another process that writes.
    func open(
        creates: Bool = true, isReadOnly: Bool = false, isUnmapped: Bool = false, lockSeconds: Int = 10
    ) throws(StoreError) -> SQLiteStore {
        switch self {
        case .sqlite(let path):
            var options = SQLiteStore.Options()
            options.creates = creates
            options.isReadOnly = isReadOnly
            options.isUnmapped = isUnmapped
            options.lockSeconds = lockSeconds
            return try SQLiteStore(path: path, options: options)
        }
    }
}
