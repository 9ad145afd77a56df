/// Customers, agreements, Azure plans and the Azure subscriptions under them.
///
/// Facts come oldest as-of first; the files' hashes break ties, so that the order of imports never matters. The outer
/// loop of CROSS JOIN runs over `import_by_as_of`, so nothing is sorted.
enum CustomerStatements {
    static let insertCustomer = SQLText(
        """
        INSERT INTO customer
               (import_id, line, tenant_id, name, domain, country, created_at, commerce_id, relationship,
               associated_partner_id, allows_delegated_access, tags)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let customers = SQLText(
        """
        SELECT f.import_id, f.line, f.tenant_id, f.name, f.domain, f.country, f.created_at, f.commerce_id,
               f.relationship, f.associated_partner_id, f.allows_delegated_access, f.tags
          FROM import i CROSS JOIN customer f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertAgreement = SQLText(
        """
        INSERT INTO agreement
               (import_id, line, customer_id, kind, agreed_at, user_id, template_id, first_name, last_name,
               email, phone, link)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let agreements = SQLText(
        """
        SELECT f.import_id, f.line, f.customer_id, f.kind, f.agreed_at, f.user_id, f.template_id, f.first_name,
               f.last_name, f.email, f.phone, f.link
          FROM import i CROSS JOIN agreement f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertPlan = SQLText(
        """
        INSERT INTO plan
               (import_id, line, plan_id, customer_id, offer_id, offer_name, friendly_name, status, created_at,
               effective_from, commitment_end, reseller_partner_id, entitlement_id, parent_id, order_id,
               billing_type, is_azure_plan, is_legacy_azure)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let plans = SQLText(
        """
        SELECT f.import_id, f.line, f.plan_id, f.customer_id, f.offer_id, f.offer_name, f.friendly_name,
               f.status, f.created_at, f.effective_from, f.commitment_end, f.reseller_partner_id,
               f.entitlement_id, f.parent_id, f.order_id, f.billing_type, f.is_azure_plan, f.is_legacy_azure
          FROM import i CROSS JOIN plan f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertEntitlement = SQLText(
        """
        INSERT INTO entitlement
               (import_id, line, entitlement_id, customer_id, plan_id, name, status, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let entitlements = SQLText(
        """
        SELECT f.import_id, f.line, f.entitlement_id, f.customer_id, f.plan_id, f.name, f.status, f.created_at
          FROM import i CROSS JOIN entitlement f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)
}
