/// The store as a whole: transactions, version, revision.
enum StoreStatements {
    static let beginRead = SQLText("BEGIN DEFERRED")
    static let beginWrite = SQLText("BEGIN IMMEDIATE")
    static let commit = SQLText("COMMIT")
    static let rollback = SQLText("ROLLBACK")

    static let revision = SQLText("SELECT value FROM meta WHERE name = 'revision'")
    static let raiseRevision = SQLText("UPDATE meta SET value = value + 1 WHERE name = 'revision'")

    static let schemaVersion = SQLText("PRAGMA user_version")
    static let applicationID = SQLText("PRAGMA application_id")
    /// "crgd" in ASCII.
    static let setApplicationID = SQLText("PRAGMA application_id = 1668441956")
    static let setSchemaVersion1 = SQLText("PRAGMA user_version = 1")
    static let setSchemaVersion2 = SQLText("PRAGMA user_version = 2")
    static let setSchemaVersion3 = SQLText("PRAGMA user_version = 3")
    static let setSchemaVersion4 = SQLText("PRAGMA user_version = 4")
    static let setSchemaVersion5 = SQLText("PRAGMA user_version = 5")
    static let tableCount = SQLText("SELECT count(*) FROM sqlite_master")

    static let checkpoint = SQLText("PRAGMA wal_checkpoint(TRUNCATE)")
    static let integrityCheck = SQLText("PRAGMA integrity_check(20)")
    static let synchronousFull = SQLText("PRAGMA synchronous = FULL")
    static let waitForNobody = SQLText("PRAGMA busy_timeout = 0")
    static let memoryMap = SQLText("PRAGMA mmap_size = 1073741824")
    static let cacheSize = SQLText("PRAGMA cache_size = -8192")
}
