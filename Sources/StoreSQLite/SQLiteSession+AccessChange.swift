internal import Credit
internal import Store

/// What changes access: activity logs, deny assignments, members, activations, management groups, role definitions.
extension SQLiteSession {
    func insert(_ records: [RoleAssignmentEvent]) throws(StoreError) {
        try insertAll(AccessChangeStatements.insertRoleAssignmentEvent, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.at).bind(record.isRemoval).bind(record.assignmentID).bind(record.principalID)
                .bind(record.principalType).bind(record.roleDefinitionID).bind(record.scope).bind(record.createdOn)
                .bind(record.caller)
        }
    }

    func roleEvents() throws(StoreError) -> [RoleAssignmentEvent] {
        try facts(AccessChangeStatements.roleEvents) { row throws(StoreError) in
            RoleAssignmentEvent(
                origin: Self.origin(row), at: row.instant(), isRemoval: row.bool(), assignmentID: row.text(),
                principalID: try row.guidOrNil(), principalType: row.textOrNil(),
                roleDefinitionID:
                    row.textOrNil(), scope: row.text(), createdOn: row.instantOrNil(), caller: row.textOrNil())
        }
    }

    func insert(_ records: [DenyAssignmentRecord]) throws(StoreError) {
        try insertAll(AccessChangeStatements.insertDenyAssignment, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.snapshotAt).bind(record.id).bind(record.name).bind(record.scope)
                .bind(Lists.text(record.principals)).bind(Lists.text(record.excludedPrincipals))
                .bind(record.createdOn)
        }
    }

    func denyAssignments() throws(StoreError) -> [DenyAssignmentRecord] {
        try facts(AccessChangeStatements.denyAssignments) { row throws(StoreError) in
            DenyAssignmentRecord(
                origin: Self.origin(row), snapshotAt: row.instant(), id: row.text(), name: row.text(),
                scope:
                    row.text(), principals: Lists.guids(row.text()), excludedPrincipals: Lists.guids(row.text()),
                createdOn: row.instantOrNil())
        }
    }

    func insert(_ records: [DenySnapshotRecord]) throws(StoreError) {
        try insertAll(AccessChangeStatements.insertDenySnapshot, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.snapshotAt).bind(record.root).bind(record.series)
        }
    }

    func denySnapshots() throws(StoreError) -> [DenySnapshotRecord] {
        try facts(AccessChangeStatements.denySnapshots) { row throws(StoreError) in
            DenySnapshotRecord(
                origin: Self.origin(row), snapshotAt: row.instant(), root: row.text(), series: row.text())
        }
    }

    func insert(_ records: [GroupMemberRecord]) throws(StoreError) {
        try insertAll(AccessChangeStatements.insertGroupMember, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.groupID).bind(record.tenantID).bind(record.memberID).bind(record.period.from)
                .bind(record.period.until)
        }
    }

    func groupMembers() throws(StoreError) -> [GroupMemberRecord] {
        try facts(AccessChangeStatements.groupMembers) { row throws(StoreError) in
            GroupMemberRecord(
                origin: Self.origin(row), groupID: try row.guid(), tenantID: try row.guid(), memberID: try row.guid(),
                period: Interval(from: row.instant(), until: row.instantOrNil()))
        }
    }

    func insert(_ records: [ActivationRecord]) throws(StoreError) {
        try insertAll(AccessChangeStatements.insertActivation, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.scope).bind(record.role).bind(record.objectID).bind(record.period.from)
                .bind(record.period.until)
        }
    }

    func activations() throws(StoreError) -> [ActivationRecord] {
        try facts(AccessChangeStatements.activations) { row throws(StoreError) in
            ActivationRecord(
                origin: Self.origin(row), scope: row.text(), role: row.text(), objectID: try row.guid(),
                period:
                    Interval(from: row.instant(), until: row.instantOrNil()))
        }
    }

    func insert(_ records: [ManagementGroupRecord]) throws(StoreError) {
        try insertAll(AccessChangeStatements.insertManagementGroup, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.groupID).bind(record.parentID).bind(record.subscriptionID)
        }
    }

    func managementGroups() throws(StoreError) -> [ManagementGroupRecord] {
        try facts(AccessChangeStatements.managementGroups) { row throws(StoreError) in
            ManagementGroupRecord(
                origin: Self.origin(row), groupID: row.text(), parentID: row.textOrNil(),
                subscriptionID: try row.guidOrNil())
        }
    }

    func insert(_ records: [RoleDefinitionRecord]) throws(StoreError) {
        try insertAll(AccessChangeStatements.insertRoleDefinition, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.definitionID).bind(record.name).bind(record.isCustom).bind(Lists.text(record.actions))
                .bind(Lists.text(record.notActions))
        }
    }

    func roleDefinitions() throws(StoreError) -> [RoleDefinitionRecord] {
        try facts(AccessChangeStatements.roleDefinitions) { row throws(StoreError) in
            RoleDefinitionRecord(
                origin: Self.origin(row), definitionID: try row.guid(), name: row.text(), isCustom: row.bool(),
                actions: Lists.strings(row.text()), notActions: Lists.strings(row.text()))
        }
    }
}
