import Credit
import Store
import Testing

@testable import Catalogue

@Suite("Lists of customers and subscriptions")
struct ListTests {
    /// Customers 1…5: names with a tie, countries and dates with gaps.
    private static func snapshot() throws -> Snapshot {
        let temporary = try TemporaryStore()
        try temporary.add(.partner) { writer, origin in
            try writer.insert([
                PartnerRecord(
                    origin: origin(1), isReseller: false, tenantID: guid(90), name: "Provider", kind: .indirectProvider,
                    partnerIDs: ["100"], programAgreement: [], adminAgents: [], helpdeskAgents: []),
                PartnerRecord(
                    origin: origin(2), isReseller: true, tenantID: guid(91), name: "Reseller", kind: .indirectReseller,
                    partnerIDs: ["200"], programAgreement: [], adminAgents: [], helpdeskAgents: []),
            ])
        }
        try temporary.add(.customers) { writer, origin in
            let rows: [(UInt64, String, String?, String?)] = [
                (1, "beta", "NL", "2024-01-01"), (2, "Alpha", "DE", nil), (3, "ALPHA", nil, "2023-01-01"),
                (4, "Ömega", "NL", "2025-01-01"), (5, "gamma", "SE", "2024-01-01"),
            ]
            try writer.insert(
                rows.map { number, name, country, created in
                    CustomerRecord(
                        origin: origin(Int(number)), tenantID: guid(number), name: name,
                        domain: "c\(number).example", country: country.flatMap { CountryCode($0) },
                        createdAt: try created.map { try Instant(parsing: $0) })
                })
        }
        try temporary.add(.subscriptions) { writer, origin in
            try writer.insert([
                PlanRecord(
                    origin: origin(1), id: guid(50), customer: guid(1), status: "active", resellerPartnerID: "200",
                    isAzurePlan: true, isLegacyAzure: false)
            ])
        }
        return try SnapshotLoader.load(from: temporary.store)
    }

    private static func numbers(_ list: RowList, _ snapshot: Snapshot) -> [UInt64] {
        (0..<list.count).map { list.row(at: $0) }.map { snapshot.customers.tenants[Int($0)].low & 0xFF }
    }

    @Test(
        "are sorted; rows without a value come last",
        arguments: [
            (CustomerSort.name, false, [2, 3, 1, 5, 4]), (.name, true, [4, 5, 1, 3, 2]),
            (.country, false, [2, 1, 4, 5, 3]), (.country, true, [5, 4, 1, 2, 3]),
            (.createdAt, false, [3, 1, 5, 4, 2]), (.createdAt, true, [4, 5, 1, 3, 2]),
        ] as [(CustomerSort, Bool, [UInt64])])
    func order(sort: CustomerSort, descending: Bool, expected: [UInt64]) throws {
        let snapshot = try Self.snapshot()
        let list = snapshot.customerList(where: nil, in: .all, by: sort, descending: descending)
        #expect(Self.numbers(list, snapshot) == expected)
        for position in 0..<list.count {
            #expect(list.position(of: list.key(at: position)) == position)
            #expect(list.position(after: list.key(at: position)) == position + 1)
        }
    }

    @Test("a cursor of a customer that is gone still has its place")
    func goneCursor() throws {
        let snapshot = try Self.snapshot()
        let list = snapshot.customerList(where: nil, in: .all, by: .name, descending: false)
        let key = SortKey(text: Array("b".utf8), number: 0, key: guid(77))
        #expect(list.position(after: key) == 2)
        #expect(list.position(of: key) == 2)
    }

    @Test(
        "filters combine",
        arguments: [
            (.search(FoldedText("ALPH")), [2, 3]), (.search(FoldedText("c4.EX")), [4]),
            (.search(FoldedText("öm")), [4]),
            (.country([CountryCode("NL")].compactMap(\.self).reduce(into: []) { $0.insert($1) }), [1, 4]),
            (.hasAzurePlan(true), [1]), (.not(.hasAzurePlan(true)), [2, 3, 5, 4]),
            (.reseller(1), [1]), (.reseller(nil), []), (.any([]), []), (.all([]), [2, 3, 1, 5, 4]),
            (.any([.hasAzurePlan(true), .search(FoldedText("gam"))]), [1, 5]),
            (.all([.search(FoldedText("alpha")), .not(.search(FoldedText("c2")))]), [3]),
            (.agreement(.missing), []),
        ] as [(CustomerPredicate, [UInt64])])
    func filter(predicate: CustomerPredicate, expected: [UInt64]) throws {
        let snapshot = try Self.snapshot()
        let list = snapshot.customerList(where: predicate, in: .all, by: .name, descending: false)
        #expect(Self.numbers(list, snapshot) == expected)
    }

    @Test("a scope hides all other customers")
    func scope() throws {
        let snapshot = try Self.snapshot()
        let scope = CustomerScope([guid(4), guid(5), guid(66)], in: snapshot)
        let list = snapshot.customerList(where: nil, in: scope, by: .name, descending: false)
        #expect(Self.numbers(list, snapshot) == [5, 4])
        #expect(CustomerScope(nil, in: snapshot).isAll)
    }

    @Test("the resellers of a customer are those of its plans")
    func resellers() throws {
        let snapshot = try Self.snapshot()
        let customer = try #require(snapshot.customers.row(tenant: guid(1)))
        #expect(Array(snapshot.resellersOfCustomer[customer]) == [1])
        #expect(snapshot.partners.row(partnerID: "200") == 1)
        #expect(snapshot.partners.owner == 0)
    }
}

@Suite("Ids")
struct GlobalIDTests {
    @Test("are read back", arguments: NodeType.allCases)
    func roundTrip(type: NodeType) throws {
        for key in ["", "a", "ab", "abc", "12.7", "é:/x"] {
            let id = GlobalID(type, key)
            #expect(GlobalID(id.text) == id)
            #expect(!id.text.contains("="))
        }
    }

    @Test("anything else is no id", arguments: ["", "x", "Q3VzdG9tZXI", "????", "Q3VzdG9tZXI6MQ==", "Tm90aGluZzox"])
    func refused(text: String) { #expect(GlobalID(text) == nil) }

    @Test("lines have an import and a line")
    func lines() {
        #expect(GlobalID(.usageLine, "12.7").line?.importID == 12)
        #expect(GlobalID(.usageLine, "12.7").line?.line == 7)
        #expect(GlobalID(.usageLine, "12").line == nil)
        #expect(GlobalID(.usageLine, "0.7").line == nil)
    }

    @Test("a usage line's id says where its subscription is; one without is understood")
    func usageLines() throws {
        let id = try #require(GUID("00ab12cd-0000-4000-8000-000000000001"))
        let written = GlobalID(.creditLine, importID: 12, line: 7, subscription: id)
        #expect(written.key == "12.7.00ab12cd")
        let read = try #require(GlobalID(written.text)?.usageLine)
        #expect(read.importID == 12 && read.line == 7 && read.subscriptionPrefix == 0x00ab_12cd)
        let old = try #require(GlobalID(.usageLine, "12.7").usageLine)
        #expect(old.importID == 12 && old.line == 7 && old.subscriptionPrefix == nil)
        let broken = [
            "12", "0.7.00ab12cd", "12.7.", "12.7.00ab12c", "12.7.00ab12cg", "12.7.00ab12cd.1", "..", "é.1.00000000",
        ]
        for key in broken {
            #expect(GlobalID(.usageLine, key).usageLine == nil, "\(key)")
        }
    }
}
