package import Credit
import Store

/// A stored column that a plugin derived from lines, as questions name it.
package struct DerivedColumn: Sendable, Hashable {
    package enum Kind: Sendable, Hashable {
        case text, decimal, integer, date, boolean
    }

    /// Id of the version of the plugin.
    package let plugin: Int64
    package let output: Int
    /// The name of the field.
    package let field: String
    /// The name as a dimension: `COST_CENTRE`.
    package let code: String
    package let kind: Kind
    /// Its place among the columns that can be asked for in the same view.
    private let slot: UInt16

    /// - Parameter slot: another for each column of a view, below 60,000.
    package init(plugin: Int64, output: Int, field: String, code: String, kind: Kind, slot: Int) {
        self.plugin = plugin
        self.output = output
        self.field = field
        self.code = code
        self.kind = kind
        self.slot = UInt16(truncatingIfNeeded: slot)
    }

    /// Where a reader of a group has it, behind all columns that are stored under a number of their own.
    var id: ColumnID { ColumnID(rawValue: UInt16(ColumnID.limit) &+ slot) }

    func key(_ group: Int64) -> DerivedColumnKey {
        DerivedColumnKey(plugin: plugin, group: group, output: output)
    }

    /// The key of a group of lines with that entry; lines without a value have none.
    func key(_ entry: DerivedEntry) -> DimensionKey {
        guard case .value(let text) = entry else { return DimensionKey.none }
        switch kind {
        case .text, .boolean: return .text(String(decoding: text, as: UTF8.self))
        case .decimal, .integer:
            return (try? ExactDecimal(parsing: text.span)).map { DimensionKey.number($0.normalised) }
                ?? DimensionKey.none
        case .date: return (try? Day(parsing: text.span)).map { DimensionKey.day($0) } ?? DimensionKey.none
        }
    }

    /// The key from its text; nil for what is none.
    package func key(text: String) -> DimensionKey? {
        let key = key(DerivedEntry.value(Array(text.utf8)))
        return key == DimensionKey.none ? nil : key
    }
}

/// What a derived column must be. What is nil does not narrow; a line without a value fits `isNull` alone.
package struct DerivedCondition: Sendable, Hashable {
    package var column: DerivedColumn
    package var isNull: Bool?
    /// One of these; compared exactly.
    package var texts: Set<String>?
    /// Part of the text, any case.
    package var contains: String?
    /// Both included.
    package var lowest: ExactDecimal?
    package var highest: ExactDecimal?
    /// Both included.
    package var from: Day?
    package var to: Day?
    package var isTrue: Bool?

    package init(_ column: DerivedColumn) { self.column = column }

    private var asksForValue: Bool {
        texts != nil || contains != nil || lowest != nil || highest != nil || from != nil || to != nil || isTrue != nil
    }

    func accepts(_ entry: DerivedEntry) -> Bool {
        guard case .value(let text) = entry else { return isNull != false && !asksForValue }
        if isNull == true { return false }
        if let texts, !texts.contains(String(decoding: text, as: UTF8.self)) { return false }
        if let contains, !RowMask.contains(text, Array(contains.lowercased().utf8)) { return false }
        if lowest != nil || highest != nil {
            guard let value = try? ExactDecimal(parsing: text.span) else { return false }
            if let lowest, value < lowest { return false }
            if let highest, highest < value { return false }
        }
        if from != nil || to != nil {
            guard let day = try? Day(parsing: text.span) else { return false }
            if let from, day < from { return false }
            if let to, to < day { return false }
        }
        if let isTrue, (text == Array("true".utf8)) != isTrue { return false }
        return true
    }
}

/// Some lines have no stored value of a field that a question filters or splits by.
package struct DerivedValuesMissing: Error, Sendable, Hashable {
    package let field: String
}

extension OpenGroup {
    /// The entries of a derived column, one for each of its texts.
    /// - Throws: `DerivedValuesMissing` where lines of the group have none.
    func entries(_ column: DerivedColumn) throws -> [DerivedEntry] {
        guard let texts = try texts(column.id) else { throw DerivedValuesMissing(field: column.field) }
        return try (0..<texts.count).map { index in
            guard let entry = DerivedEntry(texts.raw(index)) else {
                throw StoreError.unknownFormat(what: "a column of a plugin")
            }
            if entry == .unknown { throw DerivedValuesMissing(field: column.field) }
            return entry
        }
    }
}

extension LedgerReader {
    /// Derived columns of groups, by group. One statement, none where nothing is wanted.
    func derived(_ wanted: [[DerivedColumn]], of headers: [LineGroupHeader]) throws -> [[(ColumnID, [UInt8])]] {
        var found = [[(ColumnID, [UInt8])]](repeating: [], count: headers.count)
        var keys: [DerivedColumnKey] = []
        var owners: [(group: Int, column: ColumnID)] = []
        for (index, columns) in wanted.enumerated() {
            for column in Set(columns) {
                keys.append(column.key(headers[index].id))
                owners.append((index, column.id))
            }
        }
        if keys.isEmpty { return found }
        try derivedColumns(keys, generation: LedgerColumn.newest) { index, bytes in
            found[owners[index].group].append((owners[index].column, bytes.copied()))
        }
        return found
    }
}
