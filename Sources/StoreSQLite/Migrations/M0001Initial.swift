/// Schema version 1: imports, facts, line groups, ledger, keys.
enum M0001Initial {
    static var statements: [SQLText] {
        [
            meta, metaRows, importTable, importByAsOf, importBySHA256, importError, importErrorByImport, importRaw,
            importRawByImport, lineGroup, lineGroupByMonth, lineDirectory, lineColumn, ledgerMonth, ledgerMonthByMonth,
            ledgerColumn, ledgerColumnByKey, sumTable, sumTableByKey, apiKey,
        ] + facts
    }

    static let meta = SQLText("CREATE TABLE meta (name TEXT PRIMARY KEY, value INTEGER NOT NULL)")
    static let metaRows = SQLText("INSERT INTO meta (name, value) VALUES ('revision', 0), ('next_line_group', 1)")

    static let importTable = SQLText(
        """
        CREATE TABLE import (
            id INTEGER PRIMARY KEY,
            set_id INTEGER NOT NULL,
            set_name TEXT,
            kind INTEGER NOT NULL,
            name TEXT NOT NULL,
            sha256 BLOB NOT NULL,
            state INTEGER NOT NULL,
            started_at INTEGER NOT NULL,
            finished_at INTEGER,
            replaced_by INTEGER,
            replaced_at INTEGER,
            row_count INTEGER NOT NULL,
            rejected_count INTEGER NOT NULL,
            byte_count INTEGER NOT NULL,
            as_of INTEGER NOT NULL,
            snapshot_at INTEGER,
            month INTEGER,
            view INTEGER,
            customer_id BLOB,
            scopes TEXT NOT NULL,
            invoices TEXT,
            has_unbilled INTEGER,
            currencies TEXT,
            days TEXT,
            format BLOB
        )
        """)
    static let importByAsOf = SQLText("CREATE UNIQUE INDEX import_by_as_of ON import (as_of, sha256, id)")
    static let importBySHA256 = SQLText("CREATE INDEX import_by_sha256 ON import (sha256)")

    static let importError = SQLText(
        """
        CREATE TABLE import_error (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            line INTEGER NOT NULL,
            column_name TEXT,
            message TEXT NOT NULL,
            row_text BLOB NOT NULL
        )
        """)
    static let importErrorByImport = SQLText("CREATE INDEX import_error_by_import ON import_error (import_id, line)")

    static let importRaw = SQLText(
        """
        CREATE TABLE import_raw (
            id INTEGER PRIMARY KEY,
            import_id INTEGER NOT NULL REFERENCES import,
            part INTEGER NOT NULL,
            blob BLOB NOT NULL
        )
        """)
    static let importRawByImport = SQLText("CREATE UNIQUE INDEX import_raw_by_import ON import_raw (import_id, part)")

    static let lineGroup = SQLText(
        """
        CREATE TABLE line_group (
            id INTEGER PRIMARY KEY,
            month INTEGER NOT NULL,
            bucket INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            imports TEXT NOT NULL,
            row_count INTEGER NOT NULL,
            first_day INTEGER NOT NULL,
            last_day INTEGER NOT NULL,
            first_line INTEGER NOT NULL,
            last_line INTEGER NOT NULL,
            columns TEXT NOT NULL
        )
        """)
    static let lineGroupByMonth = SQLText("CREATE INDEX line_group_by_month ON line_group (month, bucket, id)")
    static let lineDirectory = SQLText("CREATE TABLE line_directory (id INTEGER PRIMARY KEY, blob BLOB NOT NULL)")

    /// The id is group × 1,024 + column, so that an import appends to the end of one b-tree.
    static let lineColumn = SQLText(
        """
        CREATE TABLE line_column (
            id INTEGER PRIMARY KEY,
            month INTEGER NOT NULL,
            bucket INTEGER NOT NULL,
            blob BLOB NOT NULL
        )
        """)

    static let ledgerMonth = SQLText(
        """
        CREATE TABLE ledger_month (
            id INTEGER PRIMARY KEY,
            month INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            computed_at INTEGER NOT NULL,
            line_count INTEGER NOT NULL,
            summary BLOB NOT NULL
        )
        """)
    static let ledgerMonthByMonth = SQLText(
        "CREATE UNIQUE INDEX ledger_month_by_month ON ledger_month (month, generation)")

    /// `line_column_id` is that of `line_column`: group × 1,024 + column.
    static let ledgerColumn = SQLText(
        """
        CREATE TABLE ledger_column (
            id INTEGER PRIMARY KEY,
            line_column_id INTEGER NOT NULL,
            from_generation INTEGER NOT NULL,
            until_generation INTEGER,
            blob BLOB NOT NULL
        )
        """)
    static let ledgerColumnByKey = SQLText(
        "CREATE UNIQUE INDEX ledger_column_by_key ON ledger_column (line_column_id, from_generation)")

    static let sumTable = SQLText(
        """
        CREATE TABLE sum_table (
            id INTEGER PRIMARY KEY,
            month INTEGER NOT NULL,
            generation INTEGER NOT NULL,
            kind INTEGER NOT NULL,
            part INTEGER NOT NULL,
            blob BLOB NOT NULL
        )
        """)
    static let sumTableByKey = SQLText(
        "CREATE UNIQUE INDEX sum_table_by_key ON sum_table (month, generation, kind, part)")

    static let apiKey = SQLText(
        """
        CREATE TABLE api_key (
            hash BLOB PRIMARY KEY,
            name TEXT NOT NULL,
            roles TEXT NOT NULL,
            customers TEXT,
            created_at INTEGER NOT NULL,
            expires_at INTEGER,
            revoked_at INTEGER
        )
        """)
}
