package import Store

/// What is stored of the columns that plugins derived from lines.
extension LinePages {
    /// Of each plugin the version that answers in this view; by order and name. One statement.
    /// - Throws: `StoreError`.
    package func pluginsInForce() throws(StoreError) -> [PluginGenerationRecord] { try reader.pluginsInForce() }

    /// Of each line its entry of each output; nil where the line's group has no such columns. One statement.
    /// - Throws: `StoreError`.
    package func derived(_ rows: [LineRow], plugin: PluginGenerationRecord) throws -> [[DerivedEntry]?] {
        var found = [[DerivedEntry]?](repeating: nil, count: rows.count)
        var placesOf: [Int64: [Int]] = [:]
        for (place, row) in rows.enumerated() { placesOf[row.hit.header.id, default: []].append(place) }
        let groups = placesOf.keys.sorted()
        let outputs = plugin.outputs.count
        if outputs == 0 { return found }
        let keys = groups.flatMap { group in
            (0..<outputs).map { DerivedColumnKey(plugin: plugin.id, group: group, output: $0) }
        }
        let lines = LineGroupReader()
        try reader.derivedColumns(keys, generation: LedgerColumn.newest) { index, bytes in
            let key = keys[index]
            guard let places = placesOf[key.group], let first = places.first else { return }
            try lines.open(rows[first].hit.header)
            try lines.load(Self.column, bytes)
            let positions = places.map { rows[$0].hit.row }
            let range = (positions.min() ?? 0)..<((positions.max() ?? 0) + 1)
            let texts = try lines.dictionary(Self.column)
            let ids = texts.count > 1 ? try lines.indexes(Self.column, rows: range) : []
            for (place, position) in zip(places, positions) {
                let id = ids.isEmpty ? 0 : Int(ids[position - range.lowerBound])
                guard let entry = DerivedEntry(texts.raw(id)) else {
                    throw StoreError.unknownFormat(what: "a column of the plugin \(plugin.name)")
                }
                // Outputs come in order; one that is missing leaves the line without any.
                if key.output == 0 { found[place] = [] }
                if found[place]?.count == key.output { found[place]?.append(entry) } else { found[place] = nil }
            }
        }
        return found.map { $0?.count == outputs && $0?.contains(.unknown) == false ? $0 : nil }
    }

    /// A reader of one derived column has no others.
    private static let column = ColumnID(rawValue: 0)
}
