/// Joins of line groups: what lies beside the groups in force, and what is left of those that are gone.
enum JoinStatements {
    static let joins = SQLText("SELECT month, basis, sources, steps FROM line_join ORDER BY month")

    static let setJoin = SQLText(
        """
        INSERT INTO line_join (month, basis, sources, steps) VALUES (?, ?, ?, ?)
            ON CONFLICT (month) DO UPDATE
           SET basis = excluded.basis, sources = excluded.sources, steps = excluded.steps
        """)

    static let deleteJoin = SQLText("DELETE FROM line_join WHERE month = ?")

    static let ledgerVersions = SQLText(
        """
        SELECT c.line_column_id, c.from_generation, c.until_generation
          FROM json_each(?) k CROSS JOIN ledger_column c
            ON c.line_column_id BETWEEN k.value * 1024 AND k.value * 1024 + 1023
         ORDER BY c.line_column_id, c.from_generation
        """)

    static let insertVersion = SQLText(
        "INSERT INTO ledger_column (line_column_id, from_generation, until_generation, blob) VALUES (?, ?, ?, ?)")

    static let stageGroup = SQLText(
        """
        INSERT INTO line_group_staged
               (id, month, bucket, generation, imports, row_count, first_day, last_day, first_line, last_line, columns)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let putInForce = SQLText(
        """
        INSERT INTO line_group
               (id, month, bucket, generation, imports, row_count, first_day, last_day, first_line, last_line, columns)
        SELECT id, month, bucket, generation, imports, row_count, first_day, last_day, first_line, last_line, columns
          FROM line_group_staged WHERE month = ?
        """)

    static let deleteStaged = SQLText("DELETE FROM line_group_staged WHERE month = ?")

    static let dropStaged = SQLText(
        "INSERT INTO line_group_garbage (id) SELECT id FROM line_group_staged WHERE month = ?")

    static let dropGroups = SQLText("INSERT INTO line_group_garbage (id) SELECT value FROM json_each(?)")

    static let garbage = SQLText("SELECT id FROM line_group_garbage ORDER BY id LIMIT ?")
    static let deleteGarbage = SQLText("DELETE FROM line_group_garbage WHERE id IN (SELECT value FROM json_each(?))")
}
