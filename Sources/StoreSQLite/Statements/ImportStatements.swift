/// Imports, their rejected rows and their raw bytes.
enum ImportStatements {
    static let insert = SQLText(
        """
        INSERT INTO import
               (set_id, set_name, kind, name, sha256, state, started_at, finished_at, replaced_by, replaced_at,
               row_count, rejected_count, byte_count, as_of, snapshot_at, month, view, customer_id, scopes, invoices,
               has_unbilled, currencies, days, format, partners)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let beginSet = SQLText("UPDATE import SET set_id = id WHERE id = ? AND set_id = 0")

    static let update = SQLText(
        """
        UPDATE import
           SET set_id = ?, set_name = ?, sha256 = ?, state = ?, started_at = ?, finished_at = ?, replaced_by = ?, replaced_at = ?,
               row_count = ?, rejected_count = ?, byte_count = ?, as_of = ?, snapshot_at = ?, month = ?, view = ?,
               customer_id = ?, scopes = ?, invoices = ?, has_unbilled = ?, currencies = ?, days = ?, format = ?,
               partners = ?
         WHERE id = ?
        """)

    static let replace = SQLText(
        """
        UPDATE import SET state = 3, replaced_by = ?1, replaced_at = ?2
         WHERE state = 1 AND set_id IN (SELECT value FROM json_each(?3))
        """)

    static let all = SQLText(
        """
        SELECT id, set_id, set_name, kind, name, sha256, state, started_at, finished_at, replaced_by, replaced_at,
               row_count, rejected_count, byte_count, as_of, snapshot_at, month, view, customer_id, scopes, invoices,
               has_unbilled, currencies, days, format, partners
          FROM import ORDER BY id
        """)

    static let idBySHA256 = SQLText(
        "SELECT id FROM import WHERE sha256 = ? AND kind = ? AND state IN (1, 3) ORDER BY id LIMIT 1")

    static let insertError = SQLText(
        "INSERT INTO import_error (import_id, line, column_name, message, row_text) VALUES (?, ?, ?, ?, ?)")

    static let errors = SQLText(
        """
        SELECT import_id, line, column_name, message, row_text
          FROM (SELECT e.*, row_number() OVER (PARTITION BY import_id ORDER BY line, id) AS place
                  FROM import_error e WHERE import_id IN (SELECT value FROM json_each(?1)))
         WHERE place <= ?2 ORDER BY import_id, line, id
        """)

    static let rejectedRows = SQLText(
        """
        SELECT import_id, line, column_name, message, row_text FROM import_error
         WHERE import_id = ? AND line > ? AND length(row_text) > 0 ORDER BY line LIMIT ?
        """)

    static let insertRaw = SQLText("INSERT INTO import_raw (import_id, part, blob) VALUES (?, ?, ?)")
    static let raw = SQLText("SELECT blob FROM import_raw WHERE import_id = ? ORDER BY part")
}
