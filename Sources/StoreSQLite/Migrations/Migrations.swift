internal import Store

/// Brings a database to the program's schema version.
enum Migrations {
    /// Version n is made by the n-th entry from version n − 1.
    static var all: [[SQLText]] {
        [
            M0001Initial.statements + [StoreStatements.setSchemaVersion1],
            M0002Join.statements + [StoreStatements.setSchemaVersion2],
            M0003Facts.statements + [StoreStatements.setSchemaVersion3],
            M0004Audit.statements + [StoreStatements.setSchemaVersion4],
            M0005Plugins.statements + [StoreStatements.setSchemaVersion5],
        ]
    }

    /// - Throws: `.notAStore`, `.newer`, `.older` where it may not be brought up.
    static func bringUp(_ connection: Connection, isReadOnly: Bool) throws(StoreError) {
        if try check(connection) == all.count { return }
        if isReadOnly { throw .older(found: try check(connection), known: all.count) }
        try connection.run(StoreStatements.beginWrite)
        do throws(StoreError) {
            // Asked again inside the transaction: another process may have been quicker.
            let version = try check(connection)
            if version == 0 { try connection.run(StoreStatements.setApplicationID) }
            for statements in all[version...] {
                for statement in statements { try connection.run(statement) }
            }
            try connection.run(StoreStatements.commit)
        } catch {
            if connection.isInTransaction { try connection.run(StoreStatements.rollback) }
            throw error
        }
    }

    /// The version of the database; 0 for an empty one.
    static func check(_ connection: Connection) throws(StoreError) -> Int {
        let version = try Int(connection.number(StoreStatements.schemaVersion))
        let mark = try connection.number(StoreStatements.applicationID)
        if mark != 0x6372_6764 {
            let tables = try connection.number(StoreStatements.tableCount)
            if mark != 0 || version != 0 || tables > 0 {
                throw .notAStore(detail: "the file is another program's database")
            }
        }
        if version > all.count { throw .newer(found: version, known: all.count) }
        return version
    }
}
