/// Role assignments, access grants and partner-id links.
///
/// Facts come oldest as-of first; the files' hashes break ties, so that the order of imports never matters. The outer
/// loop of CROSS JOIN runs over `import_by_as_of`, so nothing is sorted. Lists of role assignments are by far the largest
/// facts: they are read as they lie, and put in the order of the imports that `knownImports` gives.
enum AccessStatements {
    static let knownImports = SQLText(
        """
        SELECT i.id
          FROM import i
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id
        """)

    static let insertRoleAssignment = SQLText(
        """
        INSERT INTO role_assignment
               (import_id, line, snapshot_at, assignment_id, principal_id, principal_name, principal_type,
               role_definition_id, role_name, scope, created_on, updated_on, condition, description,
               delegated_identity)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let roleAssignments = SQLText(
        """
        SELECT f.import_id, f.line, f.snapshot_at, f.assignment_id, f.principal_id, f.principal_name,
               f.principal_type, f.role_definition_id, f.role_name, f.scope, f.created_on, f.updated_on,
               f.condition, f.description, f.delegated_identity
          FROM role_assignment f
         ORDER BY f.id
        """)

    static let insertRoleSnapshot = SQLText(
        """
        INSERT INTO role_snapshot
               (import_id, line, snapshot_at, root, series)
        VALUES (?, ?, ?, ?, ?)
        """)

    static let roleSnapshots = SQLText(
        """
        SELECT f.import_id, f.line, f.snapshot_at, f.root, f.series
          FROM role_snapshot f
         ORDER BY f.id
        """)

    static let insertAccessGrant = SQLText(
        """
        INSERT INTO access_grant
               (import_id, line, scope, path, role, holder_kind, object_id, holder_tenant_id, display_name,
               organization_partner_id, partner_group, from_at, until_at, activation)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let accessGrants = SQLText(
        """
        SELECT f.import_id, f.line, f.scope, f.path, f.role, f.holder_kind, f.object_id, f.holder_tenant_id,
               f.display_name, f.organization_partner_id, f.partner_group, f.from_at, f.until_at, f.activation
          FROM import i CROSS JOIN access_grant f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertPartnerIdLink = SQLText(
        """
        INSERT INTO partner_id_link
               (import_id, line, object_id, tenant_id, partner_id, from_at, until_at, stated_by)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let partnerIDLinks = SQLText(
        """
        SELECT f.import_id, f.line, f.object_id, f.tenant_id, f.partner_id, f.from_at, f.until_at, f.stated_by
          FROM import i CROSS JOIN partner_id_link f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)
}
