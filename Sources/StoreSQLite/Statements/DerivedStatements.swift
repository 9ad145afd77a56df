/// Versions of plugins, and the columns that they derived from lines.
enum DerivedStatements {
    /// A row for each output; one without values where there is none.
    static let generations = SQLText(
        """
        SELECT g.id, g.name, g.version, g.content_hash, g.run_order, g.shows_failures, g.made_at,
               o.name, o.type, o.scale, o.of_amount
          FROM plugin_generation g
          LEFT JOIN plugin_output o ON o.plugin_generation_id = g.id
         ORDER BY g.id, o.number
        """)

    /// As they stood at an instant.
    static let inForce = SQLText(
        """
        SELECT g.id, g.name, g.version, g.content_hash, g.run_order, g.shows_failures, g.made_at,
               o.name, o.type, o.scale, o.of_amount
          FROM plugin_flip f JOIN plugin_generation g ON g.id = f.plugin_generation_id
          LEFT JOIN plugin_output o ON o.plugin_generation_id = g.id
         WHERE f.id = (SELECT max(l.id) FROM plugin_flip l WHERE l.name = f.name AND l.at <= ?1)
         ORDER BY g.run_order, g.name, o.number
        """)

    static let insertGeneration = SQLText(
        """
        INSERT INTO plugin_generation (name, version, content_hash, run_order, shows_failures, made_at)
        VALUES (?, ?, ?, ?, ?, ?) RETURNING id
        """)
    static let insertOutput = SQLText(
        """
        INSERT INTO plugin_output (plugin_generation_id, number, name, type, scale, of_amount) VALUES (?, ?, ?, ?, ?, ?)
        """)
    static let insertFlip = SQLText("INSERT INTO plugin_flip (name, plugin_generation_id, at) VALUES (?, ?, ?)")

    /// The first output stands for all: those of a group are stored together.
    static let states = SQLText(
        """
        SELECT k.value, c.state FROM json_each(?1) k CROSS JOIN derived_column c
            ON c.group_output = k.value * 1024 AND c.plugin_generation_id = ?2 AND c.until_generation IS NULL
        """)

    /// Keys come as two values each: plugin, and group × 1,024 + output.
    static let columns = SQLText(
        """
        SELECT k.key, c.blob FROM json_each(?1) k CROSS JOIN derived_column c
            ON c.group_output = json_extract(k.value, '$[1]')
           AND c.plugin_generation_id = json_extract(k.value, '$[0]') AND c.from_generation <= ?2
           AND (c.until_generation IS NULL OR c.until_generation > ?2)
        """)

    /// As they stood at the instant ?2, whichever generation that is in the group's month.
    static let pastColumns = SQLText(
        """
        SELECT k.key, c.blob FROM json_each(?1) k
         CROSS JOIN line_group g ON g.id = json_extract(k.value, '$[1]') >> 10
         CROSS JOIN ledger_month m ON m.month = g.month AND m.generation = (
               SELECT max(generation) FROM ledger_month n WHERE n.month = g.month AND n.computed_at <= ?2)
         CROSS JOIN derived_column c ON c.group_output = json_extract(k.value, '$[1]')
           AND c.plugin_generation_id = json_extract(k.value, '$[0]') AND c.from_generation <= m.generation
           AND (c.until_generation IS NULL OR c.until_generation > m.generation)
        """)

    static let versions = SQLText(
        """
        SELECT c.plugin_generation_id, c.group_output, c.from_generation, c.until_generation, c.state
          FROM json_each(?) k CROSS JOIN derived_column c
            ON c.group_output BETWEEN k.value * 1024 AND k.value * 1024 + 1023
         ORDER BY c.group_output, c.plugin_generation_id, c.from_generation
        """)

    /// One that began with this generation too was a first try at it.
    static let deleteColumn = SQLText(
        "DELETE FROM derived_column WHERE group_output = ?1 AND plugin_generation_id = ?2 AND from_generation = ?3")
    static let endColumn = SQLText(
        """
        UPDATE derived_column SET until_generation = ?3
         WHERE group_output = ?1 AND plugin_generation_id = ?2 AND until_generation IS NULL
        """)
    static let endColumns = SQLText(
        """
        UPDATE derived_column SET until_generation = ?2
         WHERE until_generation IS NULL AND id IN (
               SELECT c.id FROM json_each(?1) k CROSS JOIN derived_column c
                   ON c.group_output BETWEEN k.value * 1024 AND k.value * 1024 + 1023)
        """)
    static let insertColumn = SQLText(
        """
        INSERT INTO derived_column
               (group_output, plugin_generation_id, from_generation, until_generation, state, blob)
        VALUES (?, ?, ?, ?, ?, ?)
        """)
    static let deleteColumns = SQLText(
        """
        DELETE FROM derived_column WHERE id IN (
            SELECT c.id FROM json_each(?) k CROSS JOIN derived_column c
                ON c.group_output BETWEEN k.value * 1024 AND k.value * 1024 + 1023)
        """)
}
