/// Transfers and budgets of customers.
///
/// Facts come oldest as-of first, as in `AccessStatements`.
enum TransferStatements {
    static let insertTransfer = SQLText(
        """
        INSERT INTO transfer
               (import_id, line, subscription_id, from_partner_id, to_partner_id, state, requested_at,
               finished_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let transfers = SQLText(
        """
        SELECT f.import_id, f.line, f.subscription_id, f.from_partner_id, f.to_partner_id, f.state,
               f.requested_at, f.finished_at
          FROM import i CROSS JOIN transfer f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertBudget = SQLText(
        """
        INSERT INTO budget
               (import_id, line, customer_id, month, amount, currency)
        VALUES (?, ?, ?, ?, ?, ?)
        """)

    static let budgets = SQLText(
        """
        SELECT f.import_id, f.line, f.customer_id, f.month, f.amount, f.currency
          FROM import i CROSS JOIN budget f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)
}
