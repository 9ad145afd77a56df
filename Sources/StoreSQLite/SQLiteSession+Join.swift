internal import Credit
package import Store

/// Joins of line groups.
extension SQLiteSession: LineJoinWriter {
    func lineJoins() throws(StoreError) -> [LineJoinRecord] {
        try rows(JoinStatements.joins) { row throws(StoreError) in
            LineJoinRecord(
                month: row.month(), basis: row.text(), sources: Lists.integers(row.text()), steps: Int(row.int()))
        }
    }

    func set(_ record: LineJoinRecord) throws(StoreError) {
        try execute(JoinStatements.setJoin) { row in
            row.bind(record.month).bind(record.basis).bind(Lists.text(record.sources)).bind(record.steps)
        }
    }

    func ledgerVersions(groups: [Int64]) throws(StoreError) -> [LedgerColumnVersion] {
        let list = Lists.json(groups)
        return try rows(JoinStatements.ledgerVersions, bind: { $0.bind(list) }) { row throws(StoreError) in
            let id = row.int()
            let key = LineColumnKey(group: id >> 10, column: ColumnID(rawValue: UInt16(id & 1023)))
            return LedgerColumnVersion(key: key, from: row.int(), until: row.intOrNil())
        }
    }

    func insert(_ version: LedgerColumnVersion, _ blob: RawSpan) throws(StoreError) {
        try connected().counted(JoinStatements.insertVersion)
            .bind(Self.packed(version.key)).bind(version.from).bind(version.until).execute(borrowing: blob)
    }

    func stage(_ header: LineGroupHeader, directory: RawSpan) throws(StoreError) {
        try insert(header, directory: directory, JoinStatements.stageGroup)
    }

    func finishLineJoin(month: BillingMonth, replacing: [Int64]) throws(StoreError) {
        let list = Lists.json(replacing)
        try execute(JoinStatements.dropGroups) { $0.bind(list) }
        try execute(LineStatements.deleteGroups) { $0.bind(list) }
        try execute(JoinStatements.putInForce) { $0.bind(month) }
        try execute(JoinStatements.deleteStaged) { $0.bind(month) }
        try execute(JoinStatements.deleteJoin) { $0.bind(month) }
    }

    func abandonLineJoin(month: BillingMonth) throws(StoreError) {
        try execute(JoinStatements.dropStaged) { $0.bind(month) }
        try execute(JoinStatements.deleteStaged) { $0.bind(month) }
        try execute(JoinStatements.deleteJoin) { $0.bind(month) }
    }

    func hasLineGarbage() throws(StoreError) -> Bool { try !garbage(1).isEmpty }

    private func garbage(_ limit: Int) throws(StoreError) -> [Int64] {
        try rows(JoinStatements.garbage, bind: { $0.bind(limit) }) { row throws(StoreError) in row.int() }
    }

    func clearLineGarbage(groups: Int) throws(StoreError) {
        let ids = try garbage(groups)
        if ids.isEmpty { return }
        try deleteLineGroups(ids)
        try execute(JoinStatements.deleteGarbage) { $0.bind(Lists.json(ids)) }
    }
}

extension SQLiteStore: LineJoinStore {
    package func readJoin<Result>(_ body: (any LineJoinReader) throws -> Result) throws -> Result {
        let session = SQLiteSession(pool: pool, isWriter: false)
        defer { session.close() }
        return try body(session)
    }

    package func prepareJoin<Result>(_ body: (any LineJoinWriter) throws -> Result) throws -> Result {
        let session = SQLiteSession(pool: pool, isWriter: true)
        defer { session.close() }
        let result = try body(session)
        try session.commitAside()
        return result
    }

    package func writeJoin<Result>(_ body: (any LineJoinWriter) throws -> Result) throws -> Result {
        let session = SQLiteSession(pool: pool, isWriter: true)
        defer { session.close() }
        let changesBefore = try session.connected().totalChanges
        let result = try body(session)
        try session.commit(changesBefore: changesBefore)
        return result
    }
}
