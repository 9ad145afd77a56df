import Credit
import Store

/// The columns of some lines of one group, decoded as far as those lines need.
final class LineBlock: Sendable {
    private enum Values: Sendable {
        case text(TextDictionary, [UInt32])
        case path(TextDictionary, [UInt32], TextDictionary, [UInt32])
        case number([ExactDecimal?])
    }

    private let values: [UInt16: Values]

    /// - Parameter rows: positions in the group, ascending.
    init(_ reader: LineGroupReader, columns: [ColumnID], rows: [Int]) throws(StoreError) {
        var values: [UInt16: Values] = [:]
        let range = (rows.first ?? 0)..<((rows.last ?? -1) + 1)
        func picked(_ all: [UInt32]) -> [UInt32] { rows.map { all[$0 - range.lowerBound] } }
        for column in columns where reader.isLoaded(column) {
            let form = UsageColumn(column)?.form ?? .text
            let texts = try reader.dictionary(column)
            let ids = texts.count > 1 ? picked(try reader.indexes(column, rows: range)) : []
            switch form {
            case .text: values[column.rawValue] = .text(texts, ids)
            case .path:
                let names = try reader.names(column)
                values[column.rawValue] = .path(
                    texts, ids, names, names.count > 1 ? picked(try reader.nameIndexes(column, rows: range)) : [])
            case .number:
                let numbers = try reader.numbers(column, rows: range)
                values[column.rawValue] = .number(rows.map { numbers.value($0 - range.lowerBound) })
            }
        }
        self.values = values
    }

    func bytes(_ column: ColumnID, _ index: Int) -> [UInt8] {
        switch values[column.rawValue] {
        case nil: []
        case .text(let texts, let ids): texts.text(Self.entry(ids, index))
        case .path(let folders, let folderIDs, let names, let nameIDs):
            CSVField.unquoted(
                folders.raw(Self.entry(folderIDs, index)) + names.raw(Self.entry(nameIDs, index)))
        case .number(let numbers): numbers[index].map { Array($0.description.utf8) } ?? []
        }
    }

    func decimal(_ column: ColumnID, _ index: Int) -> ExactDecimal? {
        switch values[column.rawValue] {
        case .text(let texts, let ids): texts.decimal(Self.entry(ids, index))
        case .number(let numbers): numbers[index]
        case nil, .path: nil
        }
    }

    func decision(_ index: Int) -> StoredDecision? {
        let reason = String(decoding: bytes(LedgerColumn.reason.id, index), as: UTF8.self)
        guard let reason = CreditReason(code: reason) else { return nil }
        let grant = bytes(LedgerColumn.grant.id, index)
        return StoredDecision(
            reason: reason, grant: GrantKeys.isNone(grant) ? nil : String(decoding: grant, as: UTF8.self),
            rateOfDay: decimal(LedgerColumn.rate.id, index) ?? .zero,
            agrees: bytes(LedgerColumn.agrees.id, index) == [0x31])
    }

    private static func entry(_ ids: [UInt32], _ index: Int) -> Int { ids.isEmpty ? 0 : Int(ids[index]) }
}
