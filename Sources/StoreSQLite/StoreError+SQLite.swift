internal import GRDB
internal import GRDBSQLite
internal import Store

extension StoreError {
    /// What a result code of SQLite means for the user.
    /// - Source: sqlite.org, "Result and Error Codes".
    init(sqlite code: Int32, message: String, lockSeconds: Int) {
        switch code & 0xFF {
        case SQLITE_BUSY, SQLITE_LOCKED: self = .locked(seconds: lockSeconds)
        case SQLITE_FULL: self = .full
        case SQLITE_NOTADB: self = .notAStore(detail: message)
        case SQLITE_CORRUPT: self = .corrupt(detail: message)
        case SQLITE_READONLY, SQLITE_PERM, SQLITE_AUTH: self = .readOnly
        case SQLITE_CANTOPEN, SQLITE_IOERR, SQLITE_NOMEM, SQLITE_TOOBIG: self = .unreadable(detail: message)
        default: self = .statement(detail: "\(message) (SQLite \(code))")
        }
    }

    /// From what GRDB throws while it opens or backs up.
    init(_ error: any Error, lockSeconds: Int) {
        switch error {
        case let error as StoreError: self = error
        case let error as DatabaseError:
            self.init(
                sqlite: error.extendedResultCode.rawValue, message: error.message ?? "no further word",
                lockSeconds: lockSeconds)
        default: self = .unreadable(detail: "\(error)")
        }
    }
}
