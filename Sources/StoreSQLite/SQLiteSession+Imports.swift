internal import Credit
internal import Store

/// Imports, their rejected rows and their raw bytes.
extension SQLiteSession {
    func imports() throws(StoreError) -> [ImportRecord] {
        let all = try allImports()
        return isOfThePast ? all.compactMap { $0.known(asOf: knownAt) } : all
    }

    private func allImports() throws(StoreError) -> [ImportRecord] {
        try rows(ImportStatements.all) { row throws(StoreError) in
            var record = ImportRecord(
                id: row.int(), setID: row.int(), setName: row.textOrNil(), kind: try row.value(ImportKind.self),
                name: row.text(), sha256: row.bytes(), state: try row.value(ImportState.self),
                startedAt: row.instant(), finishedAt: row.instantOrNil(), replacedBy: row.intOrNil(),
                replacedAt: row.instantOrNil(), rows: Int(row.int()), rejected: Int(row.int()), bytes: row.int(),
                asOf: row.instant(), at: row.instantOrNil(), month: row.monthOrNil(),
                view: try row.valueOrNil(PriceSheetView.self), customer: try row.guidOrNil(),
                scopes: Lists.strings(row.text()))
            if let invoices = row.textOrNil() {
                record.usage = UsageCoverage(
                    invoices: Lists.strings(invoices), hasUnbilled: row.bool(),
                    currencies: Lists.strings(row.text()).compactMap { CurrencyCode($0) },
                    days: Lists.integers(row.text()).map { Day(number: Int32(truncatingIfNeeded: $0)) },
                    format: row.bytes())
            } else {
                for _ in 0..<4 { _ = row.bytes() }
            }
            record.partners = Lists.guids(row.text())
            return record
        }
    }

    func importID(sha256: [UInt8], kind: ImportKind) throws(StoreError) -> Int64? {
        try rows(ImportStatements.idBySHA256, bind: { $0.bind(sha256).bind(kind) }) { row throws(StoreError) in
            row.int()
        }.first
    }

    func insert(_ record: ImportRecord) throws(StoreError) -> Int64 {
        try execute(ImportStatements.insert) { row in
            row.bind(record.setID).bind(record.setName).bind(record.kind).bind(record.name).bind(record.sha256)
            Self.bindState(row, record)
        }
        let id = try connected().lastInsertedID
        if record.setID == 0 { try execute(ImportStatements.beginSet) { $0.bind(id) } }
        return id
    }

    func update(_ record: ImportRecord) throws(StoreError) {
        try execute(ImportStatements.update) { row in
            row.bind(record.setID).bind(record.setName).bind(record.sha256)
            Self.bindState(row, record)
            row.bind(record.id)
        }
    }

    private static func bindState(_ row: Statement, _ record: ImportRecord) {
        row.bind(record.state).bind(record.startedAt).bind(record.finishedAt).bind(record.replacedBy)
            .bind(record.replacedAt).bind(record.rows).bind(record.rejected).bind(record.bytes).bind(record.asOf)
            .bind(record.at).bind(record.month).bind(record.view).bind(record.customer).bind(Lists.text(record.scopes))
        if let usage = record.usage {
            row.bind(Lists.text(usage.invoices)).bind(usage.hasUnbilled)
                .bind(Lists.text(usage.currencies.map(\.description)))
                .bind(Lists.text(usage.days.map { Int64($0.number) })).bind(usage.format)
        } else {
            row.bindNull().bindNull().bindNull().bindNull().bindNull()
        }
        row.bind(Lists.text(record.partners))
    }

    func replace(sets: [Int64], by set: Int64, at instant: Instant) throws(StoreError) {
        try execute(ImportStatements.replace) { $0.bind(set).bind(instant).bind(Lists.json(sets)) }
    }

    func insert(_ errors: [ImportErrorRecord]) throws(StoreError) {
        try insertAll(ImportStatements.insertError, errors) { row, error in
            row.bind(error.importID).bind(error.line).bind(error.column).bind(error.message).bind(error.text)
        }
    }

    func importErrors(imports: [Int64], limit: Int) throws(StoreError) -> [ImportErrorRecord] {
        try rows(ImportStatements.errors, bind: { $0.bind(Lists.json(imports)).bind(limit) }, Self.importError)
    }

    func rejectedRows(import id: Int64, after line: Int, limit: Int) throws(StoreError) -> [ImportErrorRecord] {
        try rows(ImportStatements.rejectedRows, bind: { $0.bind(id).bind(line).bind(limit) }, Self.importError)
    }

    private static func importError(_ row: Statement) throws(StoreError) -> ImportErrorRecord {
        ImportErrorRecord(
            importID: row.int(), line: Int(row.int()), column: row.textOrNil(), message: row.text(), text: row.bytes())
    }

    func insertRaw(import id: Int64, part: Int, _ bytes: RawSpan) throws(StoreError) {
        try connected().counted(ImportStatements.insertRaw).bind(id).bind(part).execute(borrowing: bytes)
    }

    func raw(import id: Int64, _ body: (RawSpan) throws -> Void) throws {
        let statement = try connected().counted(ImportStatements.raw)
        defer { statement.reset() }
        statement.bind(id)
        while try statement.step() { try statement.withBytes(body) }
    }
}
