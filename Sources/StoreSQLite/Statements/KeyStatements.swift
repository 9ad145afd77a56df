/// API keys, by the SHA-256 of their text.
enum KeyStatements {
    static let insert = SQLText(
        """
        INSERT INTO api_key (hash, name, roles, customers, created_at, expires_at, revoked_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)

    static let byHash = SQLText(
        "SELECT hash, name, roles, customers, created_at, expires_at, revoked_at FROM api_key WHERE hash = ?")

    static let all = SQLText(
        """
        SELECT hash, name, roles, customers, created_at, expires_at, revoked_at FROM api_key ORDER BY created_at, name
        """)

    static let revoke = SQLText("UPDATE api_key SET revoked_at = ? WHERE hash = ? AND revoked_at IS NULL")
}
