/// Schema version 4: who changed what, and transitions between offers.
enum M0004Audit {
    static var statements: [SQLText] { [audit, auditByKey, auditByObject, transition, transitionByImport] }

    static let audit = SQLText(
        """
        CREATE TABLE audit (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            by_name TEXT NOT NULL,
            actor TEXT NOT NULL,
            action TEXT NOT NULL,
            object TEXT NOT NULL,
            customer_id BLOB,
            input TEXT NOT NULL,
            before_json TEXT,
            after_json TEXT,
            correlation_id TEXT,
            client_mutation_id TEXT
        )
        """)
    /// One change a key: the database itself refuses a second one.
    static let auditByKey = SQLText(
        """
        CREATE UNIQUE INDEX audit_by_key ON audit (client_mutation_id, actor, action)
         WHERE client_mutation_id IS NOT NULL
        """)
    static let auditByObject = SQLText("CREATE INDEX audit_by_object ON audit (object, id)")

    static let transition = SQLText(
        """
        CREATE TABLE transition (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            subscription_id BLOB NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER
        )
        """)
    static let transitionByImport = SQLText("CREATE INDEX transition_by_import ON transition (import_id)")
}
