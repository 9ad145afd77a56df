/// Line groups: headers, directories and columns. A column's id is group × 1,024 + column.
enum LineStatements {
    static let nextGroup = SQLText(
        "UPDATE meta SET value = value + 1 WHERE name = 'next_line_group' RETURNING value - 1")

    static let insertGroup = SQLText(
        """
        INSERT INTO line_group
               (id, month, bucket, generation, imports, row_count, first_day, last_day, first_line, last_line, columns)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let insertDirectory = SQLText("INSERT INTO line_directory (id, blob) VALUES (?, ?)")
    static let insertColumn = SQLText("INSERT INTO line_column (id, month, bucket, blob) VALUES (?, ?, ?, ?)")

    static let months = SQLText("SELECT DISTINCT month FROM line_group ORDER BY month")

    static let groups = SQLText(
        """
        SELECT id, month, bucket, generation, imports, row_count, first_day, last_day, first_line, last_line, columns
          FROM line_group
         WHERE month IN (SELECT value FROM json_each(?))
         ORDER BY month, bucket, id
        """)

    /// The keys come in the order of the array: CROSS JOIN keeps `json_each` outside.
    static let directories = SQLText(
        """
        SELECT k.key, d.blob FROM json_each(?) k CROSS JOIN line_directory d ON d.id = k.value
        """)

    static let columns = SQLText(
        """
        SELECT k.key, c.blob FROM json_each(?) k CROSS JOIN line_column c ON c.id = k.value
        """)

    static let deleteGroups = SQLText("DELETE FROM line_group WHERE id IN (SELECT value FROM json_each(?))")
    static let deleteDirectories = SQLText("DELETE FROM line_directory WHERE id IN (SELECT value FROM json_each(?))")

    static let deleteColumns = SQLText(
        """
        DELETE FROM line_column WHERE id IN (
            SELECT c.id FROM json_each(?) k CROSS JOIN line_column c
                ON c.id BETWEEN k.value * 1024 AND k.value * 1024 + 1023)
        """)

    static let deleteLedgerColumns = SQLText(
        """
        DELETE FROM ledger_column WHERE id IN (
            SELECT c.id FROM json_each(?) k CROSS JOIN ledger_column c
                ON c.line_column_id BETWEEN k.value * 1024 AND k.value * 1024 + 1023)
        """)
}
