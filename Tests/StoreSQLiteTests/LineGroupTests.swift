import Credit
import Store
import StoreSQLite
import Testing

@Suite struct LineGroupTests {
    let folder: TemporaryFolder
    let store: SQLiteStore
    let month = Sample.now.day.month

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path("a.db"))
    }

    private func key(_ group: Int64, _ column: UInt16) -> LineColumnKey {
        LineColumnKey(group: group, column: ColumnID(rawValue: column))
    }

    @Test("columns come in the order of the keys, in one statement")
    func columns() throws {
        let groups = try store.write { writer in
            var groups: [LineGroupHeader] = []
            for number in 0..<3 as Range<Int64> {
                let header = LineGroupHeader(
                    id: try writer.nextLineGroupID(), month: month, bucket: 0, generation: 0, imports: [1, number],
                    rowCount: 5, firstDay: month.firstDay, lastDay: month.lastDay, firstLine: 2, lastLine: 6,
                    columns: [ColumnID(rawValue: 0), ColumnID(rawValue: 130)])
                let directory = [UInt8](repeating: UInt8(number), count: 3)
                try writer.insert(header, directory: directory.span.bytes)
                for column in header.columns {
                    let blob = [UInt8(number), UInt8(column.rawValue)]
                    try writer.insertLineColumn(
                        LineColumnKey(group: header.id, column: column), month: month, bucket: 0, blob.span.bytes)
                }
                groups.append(header)
            }
            return groups
        }
        try store.read { reader throws in
            #expect(try reader.usageMonths() == [month])
            #expect(try reader.lineGroups(months: [month]) == groups)
            #expect(try reader.lineGroups(months: [month.next]).isEmpty)
            #expect(try reader.directories(groups: [groups[2].id, 99]) == [[2, 2, 2], nil])
            let before = store.statementCount
            let keys = [key(groups[2].id, 130), key(groups[0].id, 0), key(groups[1].id, 7), key(groups[1].id, 0)]
            #expect(try reader.lineColumns(keys) == [[2, 130], [0, 0], nil, [1, 0]])
            #expect(store.statementCount - before == 1)
        }
        try store.write { try $0.deleteLineGroups([groups[0].id]) }
        #expect(try store.read { try $0.lineColumns([key(groups[0].id, 0), key(groups[1].id, 0)]) } == [nil, [1, 0]])
    }

    @Test("an older generation of the ledger stays readable")
    func generations() throws {
        try store.write { writer in
            for generation in [1, 3] as [Int64] {
                let blob = [UInt8(generation)]
                try writer.setLedgerColumn(key(1, 1), generation: generation, blob.span.bytes)
                try writer.insert(
                    LedgerMonthRecord(
                        month: month, generation: generation, computedAt: Sample.now, lines: 4, summary: blob))
                try writer.insertSumTable(
                    SumTableKey(month: month, generation: generation, kind: 1, part: 0), blob.span.bytes)
            }
        }
        try store.read { reader throws in
            #expect(try reader.ledgerMonths().map(\.generation) == [3])
            #expect(try reader.ledgerColumns([key(1, 1)], generation: 0) == [nil])
            #expect(try reader.ledgerColumns([key(1, 1)], generation: 2) == [[1]])
            #expect(try reader.ledgerColumns([key(1, 1), key(1, 2)], generation: 3) == [[3], nil])
            let sums = [3, 1].map { SumTableKey(month: month, generation: $0, kind: 1, part: 0) }
            #expect(try reader.sumTables(sums) == [[3], [1]])
        }
    }

    @Test("a question may be asked while the blobs of another are being read")
    func nested() throws {
        try store.write { writer in
            for group in 1...2 as ClosedRange<Int64> {
                let blob = [UInt8(group)]
                try writer.insertLineColumn(key(group, 0), month: month, bucket: 0, blob.span.bytes)
            }
        }
        try store.read { reader throws in
            var inner: [[UInt8]?] = []
            try reader.lineColumns([key(1, 0), key(2, 0)]) { _, _ in inner += try reader.lineColumns([key(2, 0)]) }
            #expect(inner == [[2], [2]])
        }
    }

    @Test("keys are found by their hash and end when revoked")
    func keys() throws {
        let key = APIKeyRecord(
            hash: [UInt8](repeating: 9, count: 32), name: "front", roles: [.adminAgent], customers: [Sample.guid],
            createdAt: Sample.now, expiresAt: nil, revokedAt: nil)
        try store.write { try $0.insert(key) }
        #expect(try store.read { try $0.apiKey(hash: key.hash) } == key)
        #expect(try store.read { try $0.apiKey(hash: [1]) } == nil)
        try store.write { try $0.revokeAPIKey(hash: key.hash, at: Sample.now) }
        #expect(try store.read { try $0.apiKeys() }.first?.isInForce(at: Sample.now) == false)
    }
}
