import Credit
import Store
import StoreSQLite
import Testing

@Suite struct FactTests {
    let folder: TemporaryFolder
    let store: SQLiteStore

    init() throws {
        folder = try TemporaryFolder()
        store = try SQLiteStore(path: folder.path("a.db"))
    }

    /// Stores what `make` gives for a new import and reads it back.
    private func roundTrip<Record: Equatable>(
        _ make: (FactOrigin) -> Record, insert: (any StoreWriter, [Record]) throws -> Void,
        read: (any StoreReader) throws -> [Record]
    ) throws {
        let record = try store.write { writer in
            let id = try writer.insert(Sample.importRecord())
            let record = make(FactOrigin(importID: id, line: 7))
            try insert(writer, [record])
            return record
        }
        #expect(try store.read(read) == [record])
    }

    @Test("partners come back whole")
    func partner() throws {
        try roundTrip(
            {
                PartnerRecord(
                    origin: $0, isReseller: true, tenantID: Sample.guid, name: "Ångström & Sønner",
                    kind: .indirectReseller, partnerIDs: ["1", "2"], organization: nil, country: CountryCode("SE"),
                    billingCurrency: CurrencyCode("SEK"),
                    programAgreement: [
                        Interval(from: Sample.now, until: nil),
                        Interval(from: .init(microseconds: 1), until: Sample.now),
                    ],
                    adminAgents: [Sample.guid], helpdeskAgents: [])
            }, insert: { try $0.insert($1) }, read: { try $0.partners() })
    }

    @Test("customers come back whole")
    func customer() throws {
        try roundTrip(
            { Sample.customer($0.importID, name: "").at($0) }, insert: { try $0.insert($1) },
            read: { try $0.customers() })
    }

    @Test("price items come back whole, 16 decimals included")
    func price() throws {
        let price = try ExactDecimal(parsing: "0.0209496384791679")
        try roundTrip(
            {
                PriceItemRecord(
                    origin: $0, view: .azureConsumption, market: CountryCode("US")!, month: Sample.now.day.month,
                    currency: .usd, productID: "DZH318Z0BNZ5", skuID: "006G", productTitle: "t", skuTitle: "s",
                    publisher: "Microsoft", skuDescription: "", unitOfMeasure: "1 Hour", termDuration: "",
                    unitPrice: price, tierFrom: .zero, tierTo: nil, effective: Interval(from: Sample.now, until: nil),
                    meterIDs: ["a", "b"], meterType: "", tags: ["Azure", "Third Party"])
            }, insert: { try $0.insert($1) }, read: { try $0.priceItems() })
    }

    @Test("access grants come back whole")
    func grant() throws {
        try roundTrip(
            {
                AccessGrantRecord(
                    origin: $0, scope: "/subscriptions/x", path: .aobo, role: "Owner", holderKind: .foreignPrincipal,
                    objectID: Sample.guid, holderTenantID: nil, displayName: nil, organizationPartnerID: "12",
                    group: .helpdeskAgents, period: Interval(from: Sample.now, until: nil), activation: .timeBound)
            }, insert: { try $0.insert($1) }, read: { try $0.accessGrants() })
    }

    @Test("lists of roles come in the order of their sets, whatever the order of their rows")
    func listOrder() throws {
        let older = Instant(microseconds: Sample.now.microseconds - 1)
        func record(_ importID: Int64, _ line: Int) -> RoleAssignmentRecord {
            RoleAssignmentRecord(
                origin: FactOrigin(importID: importID, line: line), snapshotAt: Sample.now, id: "/a/\(line)",
                principalID: Sample.guid, principalType: "User", roleDefinitionID: "/roles/\(line % 2)", scope: "/s",
                createdOn: nil)
        }
        let ids = try store.write { writer in
            let ids = try [Sample.now, older, Sample.now].enumerated().map { place, asOf in
                try writer.insert(Sample.importRecord(.roleAssignments, asOf: asOf, byte: UInt8(9 - place)))
            }
            for line in 1...3 { for id in ids { try writer.insert([record(id, line)]) } }
            return ids
        }
        let found = try store.read { try $0.roleAssignments() }
        // The second is older, the third's hash is the lower of the others.
        let expected = [ids[1], ids[2], ids[0]].flatMap { id in (1...3).map { record(id, $0) } }
        #expect(found == expected)
        let set = try #require(try store.read { try $0.imports() }.first { $0.id == ids[2] }).setID
        try store.write { try $0.replace(sets: [set], by: 9, at: Sample.now) }
        #expect(try store.read { try $0.roleAssignments() } == expected.filter { $0.origin.importID != ids[2] })
    }

    @Test("a record of an older set comes first whichever was imported first, and a replaced one not at all")
    func order() throws {
        let older = Instant(microseconds: 5)
        let first = try store.write { writer in
            let new = try writer.insert(Sample.importRecord(byte: 1))
            try writer.insert([Sample.customer(new, name: "new")])
            let old = try writer.insert(Sample.importRecord(asOf: older, byte: 2))
            try writer.insert([Sample.customer(old, name: "old")])
            return new
        }
        #expect(try store.read { try $0.customers() }.map(\.name) == ["old", "new"])
        try store.write { try $0.replace(sets: [first], by: 9, at: Sample.now) }
        #expect(try store.read { try $0.customers() }.map(\.name) == ["old"])
        let record = try #require(try store.read { try $0.imports() }.first)
        #expect(record.state == .replaced && record.replacedBy == 9 && record.setID == first)
    }
}

extension CustomerRecord {
    fileprivate func at(_ origin: FactOrigin) -> CustomerRecord {
        var copy = self
        copy.origin = origin
        return copy
    }
}
