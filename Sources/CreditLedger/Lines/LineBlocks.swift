import Credit
import Store

/// Reads the columns of the lines of several pages: one statement for usage, one for the ledger.
final class LineBlocks {
    private let reader: any LedgerReader
    private var groups: [Int64: Need] = [:]
    private var blocks: [Int64: (block: LineBlock, indexes: [Int: Int])] = [:]

    private struct Need {
        let header: LineGroupHeader
        let directory: LineDirectory
        var rows: Set<Int> = []
        var columns: Set<ColumnID> = []
        var hasDecisions = false
    }

    init(_ reader: any LedgerReader) { self.reader = reader }

    func need(_ hits: some Sequence<LineHit>, _ columns: Set<UsageColumn>, _ hasDecisions: Bool) {
        var last: Int64?
        for hit in hits {
            let id = hit.header.id
            groups[id, default: Need(header: hit.header, directory: hit.directory)].rows.insert(hit.row)
            if id == last { continue }
            last = id
            groups[id]?.columns.formUnion(columns.map(\.id))
            if hasDecisions { groups[id]?.hasDecisions = true }
        }
    }

    func read() throws {
        let needs = groups.values.sorted { $0.header.id < $1.header.id }
        if needs.isEmpty { return }
        let stream = GroupStream(
            reader: reader, headers: needs.map(\.header), directories: needs.map(\.directory))
        try stream.run(
            columns: { needs[$0].columns.sorted() },
            ledger: { needs[$0].hasDecisions ? LedgerColumn.allCases : [] }
        ) { index, group in
            let rows = needs[index].rows.sorted()
            var indexes: [Int: Int] = [:]
            for (index, row) in rows.enumerated() { indexes[row] = index }
            let columns = needs[index].columns.sorted() + LedgerColumn.allCases.map(\.id)
            blocks[needs[index].header.id] = (try LineBlock(group.reader, columns: columns, rows: rows), indexes)
            return true
        }
    }

    func row(_ hit: LineHit) throws -> LineRow {
        guard let (block, indexes) = blocks[hit.header.id], let index = indexes[hit.row] else {
            throw StoreError.corrupt(detail: "columns of a line group are missing")
        }
        return LineRow(hit: hit, block: block, index: index)
    }
}
