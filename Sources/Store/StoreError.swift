/// Why the store could not do what was asked.
package enum StoreError: Error, Sendable, Hashable {
    /// Another process writes to the store and did not finish in time.
    case locked(seconds: Int)
    /// The disk, or a limit on the database, is full.
    case full
    /// The file is not a database of creditgraph.
    case notAStore(detail: String)
    /// The schema version of the store is above the one that this program knows.
    case newer(found: Int, known: Int)
    /// The store needs `creditgraph migrate` and was opened for reading only.
    case older(found: Int, known: Int)
    /// The file or its folder may not be written.
    case readOnly
    /// There is no store at the address, and none may be made.
    case missing
    /// A new store cannot be made at its place.
    case notCreatable(detail: String)
    /// Something in the database contradicts its own checks.
    case corrupt(detail: String)
    /// The file could not be opened or read.
    case unreadable(detail: String)
    /// What is stored is in a newer format than this program reads.
    case unknownFormat(what: String)
    /// A statement of ours failed: a mistake of the program.
    case statement(detail: String)

    /// Stable name.
    package var code: String {
        switch self {
        case .locked: "STORE_LOCKED"
        case .full: "STORE_FULL"
        case .notAStore: "STORE_NOT_A_STORE"
        case .newer: "STORE_NEWER"
        case .older: "STORE_OLDER"
        case .readOnly: "STORE_READ_ONLY"
        case .missing: "STORE_MISSING"
        case .notCreatable: "STORE_NOT_CREATABLE"
        case .corrupt: "STORE_CORRUPT"
        case .unreadable: "STORE_UNREADABLE"
        case .unknownFormat: "STORE_UNKNOWN_FORMAT"
        case .statement: "STORE_STATEMENT"
        }
    }

    /// What happened and what to do. Never an amount, a key or a bound value.
    package var message: String {
        switch self {
        case .locked(let seconds):
            "another process has the store locked (waited \(seconds) s); wait until its import or migration is done"
        case .full: "the disk or the database is full; make room and run the command again, nothing was changed"
        case .notAStore(let detail): "not a creditgraph store: \(detail); give another --store"
        case .newer(let found, let known):
            "the store has schema version \(found), this program knows up to \(known); use a newer creditgraph"
        case .older(let found, let known):
            "the store has schema version \(found), this program needs \(known); run creditgraph migrate"
        case .readOnly: "the store may not be written; check the rights of the file and of its folder"
        case .missing: "there is no store at that address; import a file first, or give another --store"
        case .notCreatable(let detail): "a store cannot be made there: \(detail); give another --store"
        case .corrupt(let detail): "the store is damaged: \(detail); restore a backup, or import the files again"
        case .unreadable(let detail): "the store could not be opened: \(detail)"
        case .unknownFormat(let what): "\(what) is in a format that this program does not know; use a newer creditgraph"
        case .statement(let detail): "a statement failed: \(detail); please report it"
        }
    }
}
