import Credit
import Store
import StoreSQLite
import Testing

@Suite struct AuditTests {
    let folder: TemporaryFolder
    let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path("a.db"))
    }

    private func entry(_ number: Int, customer: GUID? = nil, key: String? = nil, actor: String = "a") -> AuditEntry {
        AuditEntry(
            at: Sample.now, by: "Zoë", actor: actor, action: "removeAccess", object: "object\(number % 2)",
            customer: customer, input: "{}", before: nil, after: "{\"n\":\(number)}", correlationID: "c",
            clientMutationID: key)
    }

    @Test("entries come back whole, newest first, by page, object and customer")
    func pages() throws {
        let customer = GUID(high: 1, low: 2)
        let ids = try store.write { writer in
            try (0..<6).map { try writer.insert(entry($0, customer: $0 < 3 ? customer : nil)) }
        }
        #expect(ids == ids.sorted())
        try store.read { reader in
            let all = try reader.auditEntries(AuditQuery(limit: 10))
            #expect(all.map(\.id) == ids.reversed())
            var expected = entry(5)
            expected.id = ids[5]
            #expect(all[0] == expected)
            #expect(try reader.auditEntries(AuditQuery(before: ids[3], limit: 2)).map(\.id) == [ids[2], ids[1]])
            #expect(
                try reader.auditEntries(AuditQuery(object: "object1", limit: 9)).map(\.id) == [ids[5], ids[3], ids[1]])
            let some = AuditQuery(customers: [GUID(high: 9, low: 9), customer], limit: 1)
            #expect(try reader.auditEntries(some).map(\.id) == [ids[2]])
            #expect(try reader.auditCount(some) == 3)
            #expect(try reader.auditCount(AuditQuery(customers: [], limit: 1)) == 0)
            let fourth = try reader.auditEntry(id: ids[4])
            #expect(fourth?.after == "{\"n\":4}")
            #expect(try reader.auditEntry(id: 99) == nil)
        }
    }

    @Test("the database itself refuses a second change under one key")
    func keys() throws {
        _ = try store.write { try $0.insert(entry(1, key: "k")) }
        #expect(throws: StoreError.self) { try store.write { _ = try $0.insert(entry(2, key: "k")) } }
        _ = try store.write { try $0.insert(entry(3, key: "k", actor: "b")) }
        try store.read { reader in
            let known = try reader.auditEntry(actor: "a", action: "removeAccess", clientMutationID: "k")
            #expect(known?.object == "object1")
            #expect(try reader.auditEntry(actor: "a", action: "other", clientMutationID: "k") == nil)
            #expect(try reader.auditCount(AuditQuery(limit: 0)) == 2)
        }
    }

    @Test("transitions come back whole")
    func transitions() throws {
        let record = try store.write { writer in
            let id = try writer.insert(Sample.importRecord())
            let record = TransitionRecord(
                origin: FactOrigin(importID: id, line: 3), subscriptionID: Sample.guid, startedAt: Sample.now)
            try writer.insert([record])
            return record
        }
        let found = try store.read { try $0.transitions() }
        #expect(found == [record])
    }
}
