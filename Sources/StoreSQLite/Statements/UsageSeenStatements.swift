/// What usage lines say of customers, plans and subscriptions.
///
/// Facts come oldest as-of first; the files' hashes break ties, so that the order of imports never matters. The outer
/// loop of CROSS JOIN runs over `import_by_as_of`, so nothing is sorted.
enum UsageSeenStatements {
    static let insertSeenCustomer = SQLText(
        """
        INSERT INTO seen_customer
               (import_id, line, tenant_id, name, domain, country)
        VALUES (?, ?, ?, ?, ?, ?)
        """)

    static let seenCustomers = SQLText(
        """
        SELECT f.import_id, f.line, f.tenant_id, f.name, f.domain, f.country
          FROM import i CROSS JOIN seen_customer f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertSeenPlan = SQLText(
        """
        INSERT INTO seen_plan
               (import_id, line, plan_id, customer_id, description, reseller_partner_id)
        VALUES (?, ?, ?, ?, ?, ?)
        """)

    static let seenPlans = SQLText(
        """
        SELECT f.import_id, f.line, f.plan_id, f.customer_id, f.description, f.reseller_partner_id
          FROM import i CROSS JOIN seen_plan f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertSeenSubscription = SQLText(
        """
        INSERT INTO seen_subscription
               (import_id, line, subscription_id, customer_id, plan_id, name)
        VALUES (?, ?, ?, ?, ?, ?)
        """)

    static let seenSubscriptions = SQLText(
        """
        SELECT f.import_id, f.line, f.subscription_id, f.customer_id, f.plan_id, f.name
          FROM import i CROSS JOIN seen_subscription f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)
}
