/// The audit, and transitions between offers.
enum AuditStatements {
    static let insert = SQLText(
        """
        INSERT INTO audit
               (at, by_name, actor, action, object, customer_id, input, before_json, after_json, correlation_id,
               client_mutation_id)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    /// As they stood at an instant. Parameters: the instant; object or NULL; JSON list of customers as hexadecimal text, or
    /// NULL; id or NULL; limit.
    static let entries = SQLText(
        """
        SELECT id, at, by_name, actor, action, object, customer_id, input, before_json, after_json, correlation_id,
               client_mutation_id
          FROM audit
         WHERE at <= ?1 AND (?2 IS NULL OR object = ?2)
           AND (?3 IS NULL OR hex(customer_id) IN (SELECT value FROM json_each(?3)))
           AND (?4 IS NULL OR id < ?4)
         ORDER BY id DESC LIMIT ?5
        """)

    static let count = SQLText(
        """
        SELECT count(*) FROM audit
         WHERE at <= ?1 AND (?2 IS NULL OR object = ?2)
           AND (?3 IS NULL OR hex(customer_id) IN (SELECT value FROM json_each(?3)))
        """)

    static let byID = SQLText(
        """
        SELECT id, at, by_name, actor, action, object, customer_id, input, before_json, after_json, correlation_id,
               client_mutation_id
          FROM audit WHERE at <= ? AND id = ?
        """)

    static let byKey = SQLText(
        """
        SELECT id, at, by_name, actor, action, object, customer_id, input, before_json, after_json, correlation_id,
               client_mutation_id
          FROM audit WHERE client_mutation_id = ? AND actor = ? AND action = ?
        """)

    static let insertTransition = SQLText(
        "INSERT INTO transition (import_id, line, subscription_id, started_at, finished_at) VALUES (?, ?, ?, ?, ?)")

    static let transitions = SQLText(
        """
        SELECT f.import_id, f.line, f.subscription_id, f.started_at, f.finished_at
          FROM import i CROSS JOIN transition f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)
}
