import Credit
import Store
import StoreSQLite
import Testing

@Suite("Groups beside those in force") struct LineJoinStoreTests {
    let folder: TemporaryFolder
    let store: SQLiteStore
    let month = Sample.now.day.month

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path("a.db"))
    }

    private func header(_ id: Int64) -> LineGroupHeader {
        LineGroupHeader(
            id: id, month: month, bucket: 0, generation: 1, imports: [1], rowCount: 1, firstDay: month.firstDay,
            lastDay: month.firstDay, firstLine: 2, lastLine: 2, columns: [ColumnID(rawValue: 0)])
    }

    private func bytes(_ byte: UInt8) -> [UInt8] { [byte] }

    private func add(_ writer: any StoreWriter, byte: UInt8) throws -> LineColumnKey {
        let key = LineColumnKey(group: try writer.nextLineGroupID(), column: ColumnID(rawValue: 0))
        let blob = [byte]
        try writer.insertLineColumn(key, month: month, bucket: 0, blob.span.bytes)
        return key
    }

    @Test("take their place at once, and what was replaced is cleared away later")
    func life() throws {
        let old = try store.write { writer in
            let key = try add(writer, byte: 1)
            try writer.insert(header(key.group), directory: bytes(7).span.bytes)
            try writer.setLedgerColumn(key, generation: 1, bytes(5).span.bytes)
            try writer.setLedgerColumn(key, generation: 3, bytes(6).span.bytes)
            return key
        }
        let revision = try store.revision()
        #expect(
            try store.readJoin { try $0.ledgerVersions(groups: [old.group]) } == [
                LedgerColumnVersion(key: old, from: 1, until: 3), LedgerColumnVersion(key: old, from: 3, until: nil),
            ])
        let record = LineJoinRecord(month: month, basis: "x", sources: [old.group], steps: 1)
        let new = try store.prepareJoin { writer in
            let key = try add(writer, byte: 2)
            try writer.stage(header(key.group), directory: bytes(8).span.bytes)
            try writer.insert(LedgerColumnVersion(key: key, from: 1, until: nil), bytes(9).span.bytes)
            try writer.set(LineJoinRecord(month: month, basis: "y", sources: [], steps: 0))
            try writer.set(record)
            return key
        }
        #expect(try store.revision() == revision)
        try store.readJoin { reader throws in
            #expect(try reader.lineJoins() == [record])
            #expect(try reader.lineGroups(months: [month]).map(\.id) == [old.group])
        }
        try store.writeJoin { try $0.finishLineJoin(month: month, replacing: [old.group]) }
        #expect(try store.revision() == revision + 1)
        try store.readJoin { reader throws in
            #expect(try reader.lineJoins().isEmpty)
            #expect(try reader.lineGroups(months: [month]) == [header(new.group)])
            #expect(try reader.hasLineGarbage())
            #expect(try reader.lineColumns([old, new]) == [[1], [2]])
            #expect(try reader.ledgerColumns([new], generation: 2) == [[9]])
        }
        try store.prepareJoin { try $0.clearLineGarbage(groups: 4) }
        try store.readJoin { reader throws in
            #expect(try !reader.hasLineGarbage())
            #expect(try reader.lineColumns([old, new]) == [nil, [2]])
            #expect(try reader.ledgerVersions(groups: [old.group]).isEmpty)
        }
    }

    @Test("can be given up")
    func abandons() throws {
        let key = try store.prepareJoin { writer in
            let key = try add(writer, byte: 2)
            try writer.stage(header(key.group), directory: bytes(8).span.bytes)
            try writer.set(LineJoinRecord(month: month, basis: "y", sources: [], steps: 1))
            try writer.abandonLineJoin(month: month)
            try writer.clearLineGarbage(groups: 4)
            return key
        }
        try store.readJoin { reader throws in
            #expect(try reader.lineJoins().isEmpty)
            #expect(try reader.lineColumns([key]) == [nil])
            #expect(try reader.directories(groups: [key.group]) == [nil])
        }
    }
}
