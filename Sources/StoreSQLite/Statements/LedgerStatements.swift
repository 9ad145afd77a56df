/// The ledger: months, columns with their generations, and tables of sums.
enum LedgerStatements {
    /// As they stood at an instant.
    static let months = SQLText(
        """
        SELECT month, generation, computed_at, line_count, summary FROM ledger_month m
         WHERE generation = (SELECT max(generation) FROM ledger_month n WHERE n.month = m.month AND n.computed_at <= ?1)
         ORDER BY month
        """)

    static let insertMonth = SQLText(
        "INSERT INTO ledger_month (month, generation, computed_at, line_count, summary) VALUES (?, ?, ?, ?, ?)")

    static let columns = SQLText(
        """
        SELECT k.key, c.blob FROM json_each(?1) k CROSS JOIN ledger_column c
            ON c.line_column_id = k.value AND c.from_generation <= ?2
           AND (c.until_generation IS NULL OR c.until_generation > ?2)
        """)

    /// As they stood at the instant ?2, whichever generation that is in the group's month.
    static let pastColumns = SQLText(
        """
        SELECT k.key, c.blob FROM json_each(?1) k CROSS JOIN line_group g ON g.id = k.value >> 10
         CROSS JOIN ledger_month m ON m.month = g.month AND m.generation = (
               SELECT max(generation) FROM ledger_month n WHERE n.month = g.month AND n.computed_at <= ?2)
         CROSS JOIN ledger_column c ON c.line_column_id = k.value AND c.from_generation <= m.generation
           AND (c.until_generation IS NULL OR c.until_generation > m.generation)
        """)

    static let endColumn = SQLText(
        """
        UPDATE ledger_column SET until_generation = ?2 WHERE line_column_id = ?1 AND until_generation IS NULL
        """)

    static let insertColumn = SQLText(
        "INSERT INTO ledger_column (line_column_id, from_generation, blob) VALUES (?, ?, ?)")

    static let insertSums = SQLText(
        "INSERT INTO sum_table (month, generation, kind, part, blob) VALUES (?, ?, ?, ?, ?)")

    /// Keys come as four values each: month, generation, kind, part.
    static let sums = SQLText(
        """
        SELECT k.key, s.blob FROM json_each(?) k CROSS JOIN sum_table s
            ON s.month = json_extract(k.value, '$[0]') AND s.generation = json_extract(k.value, '$[1]')
           AND s.kind = json_extract(k.value, '$[2]') AND s.part = json_extract(k.value, '$[3]')
        """)
}
