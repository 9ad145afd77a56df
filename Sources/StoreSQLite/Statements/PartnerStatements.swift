/// The partner and its resellers.
///
/// Facts come oldest as-of first; the files' hashes break ties, so that the order of imports never matters. The outer
/// loop of CROSS JOIN runs over `import_by_as_of`, so nothing is sorted.
enum PartnerStatements {
    static let insertPartner = SQLText(
        """
        INSERT INTO partner
               (import_id, line, is_reseller, tenant_id, name, kind, partner_ids, organization, country,
               billing_currency, program_agreement, admin_agents, helpdesk_agents)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let partners = SQLText(
        """
        SELECT f.import_id, f.line, f.is_reseller, f.tenant_id, f.name, f.kind, f.partner_ids, f.organization,
               f.country, f.billing_currency, f.program_agreement, f.admin_agents, f.helpdesk_agents
          FROM import i CROSS JOIN partner f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)
}
