/// Schema version 5: columns that plugins derive from lines.
enum M0005Plugins {
    static var statements: [SQLText] {
        [generation, generationByContent, output, outputByGeneration, flip, flipByName, column, columnByKey]
    }

    static let generation = SQLText(
        """
        CREATE TABLE plugin_generation (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            version TEXT NOT NULL,
            content_hash TEXT NOT NULL,
            run_order INTEGER NOT NULL,
            shows_failures INTEGER NOT NULL,
            made_at INTEGER NOT NULL
        )
        """)
    static let generationByContent = SQLText(
        "CREATE UNIQUE INDEX plugin_generation_by_content ON plugin_generation (name, version, content_hash)")

    static let output = SQLText(
        """
        CREATE TABLE plugin_output (
            id INTEGER PRIMARY KEY,
            plugin_generation_id INTEGER NOT NULL REFERENCES plugin_generation,
            number INTEGER NOT NULL,
            name TEXT NOT NULL,
            type TEXT NOT NULL,
            scale INTEGER NOT NULL,
            of_amount TEXT
        )
        """)
    static let outputByGeneration = SQLText(
        "CREATE UNIQUE INDEX plugin_output_by_generation ON plugin_output (plugin_generation_id, number)")

    /// Which version of a plugin answers since when; the last entry of a name counts.
    static let flip = SQLText(
        """
        CREATE TABLE plugin_flip (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL,
            plugin_generation_id INTEGER NOT NULL REFERENCES plugin_generation,
            at INTEGER NOT NULL
        )
        """)
    static let flipByName = SQLText("CREATE INDEX plugin_flip_by_name ON plugin_flip (name, id)")

    /// `group_output` is group × 1,024 + number of the output. Generations are those of the month's ledger.
    static let column = SQLText(
        """
        CREATE TABLE derived_column (
            id INTEGER PRIMARY KEY,
            group_output INTEGER NOT NULL,
            plugin_generation_id INTEGER NOT NULL REFERENCES plugin_generation,
            from_generation INTEGER NOT NULL,
            until_generation INTEGER,
            state INTEGER NOT NULL,
            blob BLOB NOT NULL
        )
        """)
    static let columnByKey = SQLText(
        """
        CREATE UNIQUE INDEX derived_column_by_key
            ON derived_column (group_output, plugin_generation_id, from_generation)
        """)
}
