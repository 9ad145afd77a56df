import Credit
import Store

/// Reads some columns of groups, one group after the other, in one statement that can end early.
struct GroupStream {
    let reader: any LedgerReader
    let headers: [LineGroupHeader]
    let directories: [LineDirectory]

    private struct Stop: Error {}

    /// - Parameters:
    ///   - columns: of the group at that position; those that it does not have are left out.
    ///   - ledger: columns of the ledger; where there are any, they take a statement of their own.
    ///   - derived: columns of plugins; likewise.
    ///   - body: gets each group with its columns, and says whether to go on.
    func run(
        columns: (Int) -> [ColumnID], ledger: (Int) -> [LedgerColumn] = { _ in [] },
        derived: (Int) -> [DerivedColumn] = { _ in [] }, _ body: (Int, OpenGroup) throws -> Bool
    ) throws {
        var decisions = try decisions(ledger)
        for (index, columns) in try reader.derived(headers.indices.map(derived), of: headers).enumerated() {
            decisions[index] += columns
        }
        var keys: [LineColumnKey] = []
        var owners: [Int] = []
        for (index, header) in headers.enumerated() {
            let present = Set(header.columns)
            for column in directories[index].fetchList(columns(index).filter { present.contains($0) }) {
                keys.append(LineColumnKey(group: header.id, column: column))
                owners.append(index)
            }
        }
        guard let first = headers.first else { return }
        let group = try OpenGroup(first, directories[0])
        var current = 0
        func begin(_ index: Int) throws {
            current = index
            try group.open(headers[index], directories[index])
            for (column, blob) in decisions[index] { try group.reader.load(column, blob) }
        }
        try begin(0)
        do {
            try reader.lineColumns(keys) { index, bytes in
                while current < owners[index] {
                    guard try body(current, group) else { throw Stop() }
                    try begin(current + 1)
                }
                try group.reader.load(keys[index].column, bytes)
            }
            while try body(current, group), current + 1 < headers.count { try begin(current + 1) }
        } catch is Stop {}
    }

    private func decisions(_ ledger: (Int) -> [LedgerColumn]) throws -> [[(ColumnID, [UInt8])]] {
        var found = [[(ColumnID, [UInt8])]](repeating: [], count: headers.count)
        var keys: [LineColumnKey] = []
        var owners: [Int] = []
        for (index, header) in headers.enumerated() {
            for column in Set(ledger(index).map(\.id)).sorted() {
                keys.append(LineColumnKey(group: header.id, column: column))
                owners.append(index)
            }
        }
        if keys.isEmpty { return found }
        try reader.ledgerColumns(keys, generation: LedgerColumn.newest) { index, bytes in
            found[owners[index]].append((keys[index].column, bytes.copied()))
        }
        return found
    }
}
