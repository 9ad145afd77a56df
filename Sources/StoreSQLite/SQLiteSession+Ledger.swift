internal import Credit
internal import Store

/// The ledger and its sums.
extension SQLiteSession {
    func ledgerMonths() throws(StoreError) -> [LedgerMonthRecord] {
        try facts(LedgerStatements.months) { row throws(StoreError) in
            LedgerMonthRecord(
                month: row.month(), generation: row.int(), computedAt: row.instant(), lines: Int(row.int()),
                summary: row.bytes())
        }
    }

    func insert(_ record: LedgerMonthRecord) throws(StoreError) {
        try execute(LedgerStatements.insertMonth) { row in
            row.bind(record.month).bind(record.generation).bind(record.computedAt).bind(record.lines)
                .bind(record.summary)
        }
    }

    func ledgerColumns(_ keys: [LineColumnKey], generation: Int64, _ body: (Int, RawSpan) throws -> Void) throws {
        let list = Lists.json(keys.lazy.map(Self.packed))
        if isOfThePast { return try blobs(LedgerStatements.pastColumns, bind: { $0.bind(list).bind(knownAt) }, body) }
        try blobs(LedgerStatements.columns, bind: { $0.bind(list).bind(generation) }, body)
    }

    func setLedgerColumn(_ key: LineColumnKey, generation: Int64, _ blob: RawSpan) throws(StoreError) {
        try execute(LedgerStatements.endColumn) { $0.bind(Self.packed(key)).bind(generation) }
        try connected().counted(LedgerStatements.insertColumn)
            .bind(Self.packed(key)).bind(generation).execute(borrowing: blob)
    }

    func insertSumTable(_ key: SumTableKey, _ blob: RawSpan) throws(StoreError) {
        try connected().counted(LedgerStatements.insertSums)
            .bind(key.month).bind(key.generation).bind(key.kind).bind(key.part).execute(borrowing: blob)
    }

    func sumTables(_ keys: [SumTableKey], _ body: (Int, RawSpan) throws -> Void) throws {
        let list = keys.map { "[\($0.month.number),\($0.generation),\($0.kind),\($0.part)]" }.joined(separator: ",")
        try blobs(LedgerStatements.sums, bind: { $0.bind("[\(list)]") }, body)
    }
}
