/// Schema version 2: joins of line groups.
enum M0002Join {
    static var statements: [SQLText] { [lineJoin, staged, stagedByMonth, garbage] }

    static let lineJoin = SQLText(
        """
        CREATE TABLE line_join (
            month INTEGER PRIMARY KEY,
            basis TEXT NOT NULL,
            sources TEXT NOT NULL,
            steps INTEGER NOT NULL
        )
        """)

    /// Groups that are not in force yet; their columns and directories are where those of others are.
    static let staged = SQLText(
        """
        CREATE TABLE line_group_staged (
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
    static let stagedByMonth = SQLText("CREATE INDEX line_group_staged_by_month ON line_group_staged (month)")

    /// Groups that are no longer in force and whose columns are still there.
    static let garbage = SQLText("CREATE TABLE line_group_garbage (id INTEGER PRIMARY KEY)")
}
