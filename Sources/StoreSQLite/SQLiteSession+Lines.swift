internal import Credit
internal import Store

/// Line groups.
extension SQLiteSession {
    /// The id of a column's row.
    static func packed(_ key: LineColumnKey) -> Int64 { key.group << 10 | Int64(key.column.rawValue) }

    func nextLineGroupID() throws(StoreError) -> Int64 {
        try rows(LineStatements.nextGroup) { row throws(StoreError) in row.int() }.first ?? 1
    }

    func insert(_ header: LineGroupHeader, directory: RawSpan) throws(StoreError) {
        try insert(header, directory: directory, LineStatements.insertGroup)
    }

    func insert(_ header: LineGroupHeader, directory: RawSpan, _ statement: SQLText) throws(StoreError) {
        try execute(statement) { row in
            row.bind(header.id).bind(header.month).bind(header.bucket).bind(header.generation)
                .bind(Lists.text(header.imports)).bind(header.rowCount).bind(header.firstDay).bind(header.lastDay)
                .bind(header.firstLine).bind(header.lastLine)
                .bind(Lists.text(header.columns.map { Int64($0.rawValue) }))
        }
        try connected().counted(LineStatements.insertDirectory).bind(header.id).execute(borrowing: directory)
    }

    func insertLineColumn(_ key: LineColumnKey, month: BillingMonth, bucket: Int, _ blob: RawSpan) throws(StoreError) {
        try connected().counted(LineStatements.insertColumn)
            .bind(Self.packed(key)).bind(month).bind(bucket).execute(borrowing: blob)
    }

    func deleteLineGroups(_ ids: [Int64]) throws(StoreError) {
        let list = Lists.json(ids)
        try execute(DerivedStatements.deleteColumns) { $0.bind(list) }
        try execute(LineStatements.deleteLedgerColumns) { $0.bind(list) }
        try execute(LineStatements.deleteColumns) { $0.bind(list) }
        try execute(LineStatements.deleteDirectories) { $0.bind(list) }
        try execute(LineStatements.deleteGroups) { $0.bind(list) }
    }

    func usageMonths() throws(StoreError) -> [BillingMonth] {
        try rows(LineStatements.months) { row throws(StoreError) in row.month() }
    }

    func lineGroups(months: [BillingMonth]) throws(StoreError) -> [LineGroupHeader] {
        let list = Lists.json(months.map { Int64($0.number) })
        return try rows(LineStatements.groups, bind: { $0.bind(list) }) { row throws(StoreError) in
            LineGroupHeader(
                id: row.int(), month: row.month(), bucket: Int(row.int()), generation: row.int(),
                imports: Lists.integers(row.text()), rowCount: Int(row.int()), firstDay: row.day(),
                lastDay: row.day(), firstLine: Int(row.int()), lastLine: Int(row.int()),
                columns: Lists.integers(row.text()).map { ColumnID(rawValue: UInt16(truncatingIfNeeded: $0)) })
        }
    }

    func directories(groups: [Int64], _ body: (Int, RawSpan) throws -> Void) throws {
        try blobs(LineStatements.directories, bind: { $0.bind(Lists.json(groups)) }, body)
    }

    func lineColumns(_ keys: [LineColumnKey], _ body: (Int, RawSpan) throws -> Void) throws {
        try blobs(LineStatements.columns, bind: { $0.bind(Lists.json(keys.lazy.map(Self.packed))) }, body)
    }
}
