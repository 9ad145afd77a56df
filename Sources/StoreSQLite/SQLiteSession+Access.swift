internal import Credit
internal import Store

/// Role assignments, access grants and partner-id links.
extension SQLiteSession {
    func insert(_ records: [RoleAssignmentRecord]) throws(StoreError) {
        try insertAll(AccessStatements.insertRoleAssignment, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.snapshotAt).bind(record.id).bind(record.principalID).bind(record.principalName)
                .bind(record.principalType).bind(record.roleDefinitionID).bind(record.roleName)
                .bind(record.scope).bind(record.createdOn).bind(record.updatedOn).bind(record.condition)
                .bind(record.text).bind(record.delegatedIdentity)
        }
    }

    func roleAssignments() throws(StoreError) -> [RoleAssignmentRecord] {
        // Each snapshot repeats most of the one before.
        var (ids, names, roles, scopes) = (TextPool(), TextPool(), TextPool(), TextPool())
        return try listedFacts(AccessStatements.roleAssignments) { row throws(StoreError) in
            RoleAssignmentRecord(
                origin: Self.origin(row), snapshotAt: row.instant(), id: row.text(&ids), principalID: try row.guid(),
                principalName: row.textOrNil(&names), principalType: row.text(),
                roleDefinitionID: row.textOrNil(&roles), roleName: row.textOrNil(&roles), scope: row.text(&scopes),
                createdOn: row.instantOrNil(),
                updatedOn: row.instantOrNil(), condition: row.textOrNil(), text: row.textOrNil(),
                delegatedIdentity: row.textOrNil())
        }
    }

    func insert(_ records: [RoleSnapshotRecord]) throws(StoreError) {
        try insertAll(AccessStatements.insertRoleSnapshot, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.snapshotAt).bind(record.root).bind(record.series)
        }
    }

    func roleSnapshots() throws(StoreError) -> [RoleSnapshotRecord] {
        var (roots, series) = (TextPool(), TextPool())
        return try listedFacts(AccessStatements.roleSnapshots) { row throws(StoreError) in
            RoleSnapshotRecord(
                origin: Self.origin(row), snapshotAt: row.instant(), root: row.text(&roots), series: row.text(&series))
        }
    }

    func insert(_ records: [AccessGrantRecord]) throws(StoreError) {
        try insertAll(AccessStatements.insertAccessGrant, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.scope).bind(record.path).bind(record.role).bind(record.holderKind)
                .bind(record.objectID).bind(record.holderTenantID).bind(record.displayName)
                .bind(record.organizationPartnerID).bind(record.group)
                .bind(record.period.from).bind(record.period.until).bind(record.activation)
        }
    }

    func accessGrants() throws(StoreError) -> [AccessGrantRecord] {
        try facts(AccessStatements.accessGrants) { row throws(StoreError) in
            AccessGrantRecord(
                origin: Self.origin(row), scope: row.text(), path: try row.value(AccessPath.self), role: row.text(),
                holderKind: try row.value(HolderKind.self), objectID: try row.guid(),
                holderTenantID: try row.guidOrNil(), displayName: row.textOrNil(),
                organizationPartnerID: row.textOrNil(), group: try row.valueOrNil(AgentGroup.self),
                period: Interval(from: row.instant(), until: row.instantOrNil()),
                activation: try row.value(Activation.self))
        }
    }

    func insert(_ records: [PartnerIDLinkRecord]) throws(StoreError) {
        try insertAll(AccessStatements.insertPartnerIdLink, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.objectID).bind(record.tenantID).bind(record.partnerID)
                .bind(record.period.from).bind(record.period.until).bind(record.statedBy)
        }
    }

    func partnerIDLinks() throws(StoreError) -> [PartnerIDLinkRecord] {
        try facts(AccessStatements.partnerIDLinks) { row throws(StoreError) in
            PartnerIDLinkRecord(
                origin: Self.origin(row), objectID: try row.guid(), tenantID: try row.guid(), partnerID: row.text(),
                period: Interval(from: row.instant(), until: row.instantOrNil()), statedBy: row.textOrNil())
        }
    }

    /// Facts of a statement that knows no imports: those of imports that count, in the order of the imports.
    private func listedFacts<Value>(
        _ sql: SQLText, _ map: (Statement) throws(StoreError) -> Value
    ) throws(StoreError) -> [Value] {
        var places: [Int64: Int] = [:]
        for id in try facts(AccessStatements.knownImports, { row throws(StoreError) in row.int() }) {
            places[id] = places.count
        }
        /// Neighbouring rows of one import.
        var runs: [(place: Int, start: Int)] = []
        var last: (id: Int64, place: Int?) = (.min, nil)
        var isInOrder = true
        var values: [Value] = []
        let statement = try connected().counted(sql)
        defer { statement.reset() }
        while try statement.step() {
            let id = statement.peekInt()
            if id != last.id {
                last = (id, places[id])
                if let place = last.place {
                    if let before = runs.last?.place, before > place { isInOrder = false }
                    runs.append((place, values.count))
                }
            }
            if last.place != nil { values.append(try map(statement)) }
        }
        if isInOrder { return values }
        var ordered: [Value] = []
        ordered.reserveCapacity(values.count)
        for run in runs.indices.sorted(by: { (runs[$0].place, $0) < (runs[$1].place, $1) }) {
            ordered += values[runs[run].start..<(run + 1 < runs.count ? runs[run + 1].start : values.count)]
        }
        return ordered
    }
}
