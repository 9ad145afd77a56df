/// What changes access: activity logs, deny assignments, members, activations, management groups, role definitions.
///
/// Facts come oldest as-of first, as in `AccessStatements`.
enum AccessChangeStatements {
    static let insertRoleAssignmentEvent = SQLText(
        """
        INSERT INTO role_event
               (import_id, line, at, is_removal, assignment_id, principal_id, principal_type, role_definition_id,
               scope, created_on, caller)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let roleEvents = SQLText(
        """
        SELECT f.import_id, f.line, f.at, f.is_removal, f.assignment_id, f.principal_id, f.principal_type,
               f.role_definition_id, f.scope, f.created_on, f.caller
          FROM import i CROSS JOIN role_event f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertDenyAssignment = SQLText(
        """
        INSERT INTO deny_assignment
               (import_id, line, snapshot_at, assignment_id, name, scope, principals, excluded_principals,
               created_on)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)

    static let denyAssignments = SQLText(
        """
        SELECT f.import_id, f.line, f.snapshot_at, f.assignment_id, f.name, f.scope, f.principals,
               f.excluded_principals, f.created_on
          FROM import i CROSS JOIN deny_assignment f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertDenySnapshot = SQLText(
        """
        INSERT INTO deny_snapshot
               (import_id, line, snapshot_at, root, series)
        VALUES (?, ?, ?, ?, ?)
        """)

    static let denySnapshots = SQLText(
        """
        SELECT f.import_id, f.line, f.snapshot_at, f.root, f.series
          FROM import i CROSS JOIN deny_snapshot f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertGroupMember = SQLText(
        """
        INSERT INTO group_member
               (import_id, line, group_id, tenant_id, member_id, from_at, until_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)

    static let groupMembers = SQLText(
        """
        SELECT f.import_id, f.line, f.group_id, f.tenant_id, f.member_id, f.from_at, f.until_at
          FROM import i CROSS JOIN group_member f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertActivation = SQLText(
        """
        INSERT INTO activation
               (import_id, line, scope, role, object_id, from_at, until_at)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)

    static let activations = SQLText(
        """
        SELECT f.import_id, f.line, f.scope, f.role, f.object_id, f.from_at, f.until_at
          FROM import i CROSS JOIN activation f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertManagementGroup = SQLText(
        """
        INSERT INTO management_group
               (import_id, line, group_id, parent_id, subscription_id)
        VALUES (?, ?, ?, ?, ?)
        """)

    static let managementGroups = SQLText(
        """
        SELECT f.import_id, f.line, f.group_id, f.parent_id, f.subscription_id
          FROM import i CROSS JOIN management_group f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)

    static let insertRoleDefinition = SQLText(
        """
        INSERT INTO role_definition
               (import_id, line, definition_id, name, is_custom, actions, not_actions)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """)

    static let roleDefinitions = SQLText(
        """
        SELECT f.import_id, f.line, f.definition_id, f.name, f.is_custom, f.actions, f.not_actions
          FROM import i CROSS JOIN role_definition f ON f.import_id = i.id
         WHERE i.state IN (1, 3) AND i.finished_at <= ?1 AND coalesce(i.replaced_at, 9223372036854775807) > ?1
         ORDER BY i.as_of, i.sha256, i.id, f.id
        """)
}
