internal import Credit
package import Store

/// Columns that plugins derived from lines.
extension SQLiteSession {
    func pluginGenerations() throws(StoreError) -> [PluginGenerationRecord] {
        try Self.gathered(rows(DerivedStatements.generations, Self.generation))
    }

    func pluginsInForce() throws(StoreError) -> [PluginGenerationRecord] {
        try Self.gathered(facts(DerivedStatements.inForce, Self.generation))
    }

    private static func generation(_ row: Statement) throws(StoreError) -> PluginGenerationRecord {
        var record = PluginGenerationRecord(
            id: row.int(), name: row.text(), version: row.text(), contentHash: row.text(), order: Int(row.int()),
            showsFailures: row.int() != 0, madeAt: row.instant(), outputs: [])
        if let name = row.textOrNil() {
            record.outputs = [
                PluginOutputRecord(name: name, type: row.text(), scale: Int(row.int()), of: row.textOrNil())
            ]
        }
        return record
    }

    /// Rows of one version, which follow each other, as one record.
    private static func gathered(_ rows: [PluginGenerationRecord]) -> [PluginGenerationRecord] {
        var records: [PluginGenerationRecord] = []
        for row in rows {
            if records.last?.id == row.id {
                records[records.count - 1].outputs += row.outputs
            } else {
                records.append(row)
            }
        }
        return records
    }

    func insert(_ record: PluginGenerationRecord) throws(StoreError) -> Int64 {
        let id =
            try rows(
                DerivedStatements.insertGeneration,
                bind: { row in
                    row.bind(record.name).bind(record.version).bind(record.contentHash).bind(record.order)
                        .bind(record.showsFailures ? 1 : 0).bind(record.madeAt)
                }
            ) { row throws(StoreError) in row.int() }.first ?? 0
        try insertAll(DerivedStatements.insertOutput, Array(record.outputs.enumerated())) { row, output in
            row.bind(id).bind(output.offset).bind(output.element.name).bind(output.element.type)
                .bind(output.element.scale).bind(output.element.of)
        }
        return id
    }

    func setInForce(_ plugin: PluginGenerationRecord, at: Instant) throws(StoreError) {
        try execute(DerivedStatements.insertFlip) { $0.bind(plugin.name).bind(plugin.id).bind(at) }
    }

    func derivedStates(plugin: Int64, groups: [Int64]) throws(StoreError) -> [Int64: DerivedState] {
        let list = Lists.json(groups)
        var states: [Int64: DerivedState] = [:]
        for (group, state) in try rows(
            DerivedStatements.states, bind: { $0.bind(list).bind(plugin) },
            { row throws(StoreError) in (row.int(), DerivedState(rawValue: Int(row.int())) ?? .partial) })
        {
            states[group] = state
        }
        return states
    }

    private static func packed(_ key: DerivedColumnKey) -> Int64 { key.group << 10 | Int64(key.output) }

    func derivedColumns(
        _ keys: [DerivedColumnKey], generation: Int64, _ body: (Int, RawSpan) throws -> Void
    ) throws {
        if keys.isEmpty { return }
        let list = "[" + keys.map { "[\($0.plugin),\(Self.packed($0))]" }.joined(separator: ",") + "]"
        if isOfThePast {
            return try blobs(DerivedStatements.pastColumns, bind: { $0.bind(list).bind(knownAt) }, body)
        }
        try blobs(DerivedStatements.columns, bind: { $0.bind(list).bind(generation) }, body)
    }

    func derivedVersions(groups: [Int64]) throws(StoreError) -> [DerivedColumnVersion] {
        let list = Lists.json(groups)
        return try rows(DerivedStatements.versions, bind: { $0.bind(list) }) { row throws(StoreError) in
            let plugin = row.int()
            let place = row.int()
            return DerivedColumnVersion(
                key: DerivedColumnKey(plugin: plugin, group: place >> 10, output: Int(place & 1023)),
                from: row.int(), until: row.intOrNil(), state: DerivedState(rawValue: Int(row.int())) ?? .partial)
        }
    }

    func setDerivedColumn(
        _ key: DerivedColumnKey, generation: Int64, state: DerivedState, _ blob: RawSpan
    ) throws(StoreError) {
        let place = Self.packed(key)
        try execute(DerivedStatements.deleteColumn) { $0.bind(place).bind(key.plugin).bind(generation) }
        try execute(DerivedStatements.endColumn) { $0.bind(place).bind(key.plugin).bind(generation) }
        try insert(DerivedColumnVersion(key: key, from: generation, until: nil, state: state), blob)
    }

    func insert(_ version: DerivedColumnVersion, _ blob: RawSpan) throws(StoreError) {
        try connected().counted(DerivedStatements.insertColumn)
            .bind(Self.packed(version.key)).bind(version.key.plugin).bind(version.from).bind(version.until)
            .bind(version.state.rawValue).execute(borrowing: blob)
    }

    func endDerivedColumns(groups: [Int64], generation: Int64) throws(StoreError) {
        try execute(DerivedStatements.endColumns) { $0.bind(Lists.json(groups)).bind(generation) }
    }
}

extension SQLiteStore: DerivedStore {
    package func prepare<Result>(_ body: (any StoreWriter) throws -> Result) throws -> Result {
        try prepareJoin { try body($0) }
    }
}
