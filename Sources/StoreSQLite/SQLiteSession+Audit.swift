internal import Credit
internal import Store

/// The audit, and transitions between offers.
extension SQLiteSession {
    func insert(_ entry: AuditEntry) throws(StoreError) -> Int64 {
        try execute(AuditStatements.insert) { row in
            row.bind(entry.at).bind(entry.by).bind(entry.actor).bind(entry.action).bind(entry.object)
                .bind(entry.customer).bind(entry.input).bind(entry.before).bind(entry.after)
                .bind(entry.correlationID).bind(entry.clientMutationID)
        }
        return try connected().lastInsertedID
    }

    func auditEntries(_ query: AuditQuery) throws(StoreError) -> [AuditEntry] {
        try facts(
            AuditStatements.entries,
            bind: { row in
                row.bind(query.object).bind(Self.list(query.customers)).bind(query.before).bind(query.limit)
            }, Self.auditEntry)
    }

    func auditCount(_ query: AuditQuery) throws(StoreError) -> Int {
        try facts(AuditStatements.count, bind: { $0.bind(query.object).bind(Self.list(query.customers)) }) {
            row throws(StoreError) in Int(row.int())
        }.first ?? 0
    }

    func auditEntry(id: Int64) throws(StoreError) -> AuditEntry? {
        try facts(AuditStatements.byID, bind: { $0.bind(id) }, Self.auditEntry).first
    }

    func auditEntry(actor: String, action: String, clientMutationID: String) throws(StoreError) -> AuditEntry? {
        try rows(
            AuditStatements.byKey, bind: { $0.bind(clientMutationID).bind(actor).bind(action) }, Self.auditEntry
        ).first
    }

    private static func auditEntry(_ row: Statement) throws(StoreError) -> AuditEntry {
        AuditEntry(
            id: row.int(), at: row.instant(), by: row.text(), actor: row.text(), action: row.text(), object: row.text(),
            customer: try row.guidOrNil(), input: row.text(), before: row.textOrNil(), after: row.textOrNil(),
            correlationID: row.textOrNil(), clientMutationID: row.textOrNil())
    }

    /// What `hex` makes of ids, as a JSON array.
    private static func list(_ ids: [GUID]?) -> String? {
        ids.map { ids in
            "[" + ids.map { "\"\($0.description.uppercased().filter { $0 != "-" })\"" }.joined(separator: ",") + "]"
        }
    }

    func insert(_ records: [TransitionRecord]) throws(StoreError) {
        try insertAll(AuditStatements.insertTransition, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line).bind(record.subscriptionID)
                .bind(record.startedAt).bind(record.finishedAt)
        }
    }

    func transitions() throws(StoreError) -> [TransitionRecord] {
        try facts(AuditStatements.transitions) { row throws(StoreError) in
            TransitionRecord(
                origin: Self.origin(row), subscriptionID: try row.guid(), startedAt: row.instant(),
                finishedAt: row.instantOrNil())
        }
    }
}
