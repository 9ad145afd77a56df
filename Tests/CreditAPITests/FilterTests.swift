import Credit
import Testing

@testable import CreditAPI

@Suite("Filters of lines")
struct FilterTests {
    private static func lines(_ filter: String) throws -> Int {
        let answer = try World.shared.get().answer(
            "{ credits(period: {month: \"2026-10\"}, filter: {\(filter)}) { totals { lines } lines(first: 1) { totalCount } } }"
        )
        let count = try #require(answer["data", "credits", "totals", "lines"].int, "\(answer)")
        #expect(answer["data", "credits", "lines", "totalCount"].int == count)
        return count
    }

    @Test("split the lines without loss")
    func partitions() throws {
        let all = try Self.lines("")
        #expect(all > 1_000)
        #expect(try Self.lines("eligible: true") + Self.lines("eligible: false") == all)
        #expect(try Self.lines("agrees: true") + Self.lines("agrees: false") == all)
        let answer = try World.shared.get().answer(
            "{ customers { nodes { id tenantId domain country } } partner { id } }")
        var byCustomer = 0
        var countries: Set<String> = []
        for (index, customer) in answer["data", "customers", "nodes"].list.enumerated() {
            let by =
                index % 2 == 0
                ? "tenantId: \"\(customer["tenantId"].string ?? "")\"" : "id: \"\(customer["id"].string ?? "")\""
            byCustomer += try Self.lines("customer: {\(by)}")
            countries.insert(customer["country"].string ?? "")
        }
        #expect(byCustomer == all)
        #expect(try countries.reduce(0) { try $0 + Self.lines("country: [\"\($1)\"]") } == all)
    }

    @Test(
        "let nothing through where they name something that is not there",
        arguments: [
            "customer: {domain: \"nowhere.example\"}", "customer: {id: \"nonsense\"}",
            "subscription: {id: \"nonsense\"}",
            "subscription: {subscriptionId: \"00000000-0000-0000-0000-000000000000\"}", "reseller: \"nonsense\"",
            "country: []", "country: [\"AQ\"]", "reason: []", "meterCategory: []", "productId: \"x\"",
            "meterName: \"x\"",
            "resourceGroup: \"x y\"", "tag: {name: \"no such tag\"}",
        ])
    func nothing(filter: String) throws { #expect(try Self.lines(filter) == 0) }

    @Test("of usage take a file and a text")
    func usage() throws {
        let world = try World.shared.get()
        func count(_ filter: String) throws -> Int? {
            try world.answer("{ usage(period: {month: \"2026-10\"}, filter: {\(filter)}, first: 1) { totalCount } }")[
                "data", "usage", "totalCount"
            ].int
        }
        let line = try world.answer(
            "{ usage(period: {month: \"2026-10\"}, first: 1) { totalCount nodes { source { import { id } } } } }")
        let file = try #require(line["data", "usage", "nodes", 0, "source", "import", "id"].string)
        #expect(try count("import: \"\(file)\"") == line["data", "usage", "totalCount"].int)
        #expect(try count("import: \"nonsense\"") == 0)
        #expect(try count("search: \"no such text anywhere\"") == 0)
        #expect(try #require(try count("search: \"VIRTUALMACHINES\"")) > 0)
    }

    @Test(
        "groups by every dimension add up, and each group asked for alone says the same",
        arguments: [
            "DAY", "MONTH", "CUSTOMER", "SUBSCRIPTION", "RESOURCE_GROUP", "METER_CATEGORY", "PRODUCT", "REASON",
            "RESELLER",
            "COUNTRY",
        ])
    func dimensions(dimension: String) throws {
        let answer = try World.shared.get().answer(
            """
            { credits(period: {month: "2026-10"}) { totals { list lines }
              by(dimension: \(dimension), first: 1000) { totalCount nodes { key label totals { list lines }
                by(dimension: REASON, first: 1000) { nodes { totals { lines } } } } } } }
            """)
        #expect(answer.errors.isEmpty)
        let report = answer["data", "credits"]
        let groups = report["by", "nodes"].list
        #expect(groups.count == report["by", "totalCount"].int && !groups.isEmpty)
        var sum = WideDecimal.zero
        for group in groups {
            sum = try sum.adding(try #require(group["totals", "list"].decimal))
            #expect(group["label"].string?.isEmpty == false)
            let inner = group["by", "nodes"].list.reduce(0) { $0 + ($1["totals", "lines"].int ?? 0) }
            #expect(inner == group["totals", "lines"].int)
        }
        #expect(sum == report["totals", "list"].decimal)
    }

    @Test("groups five deep are refused")
    func depth() throws {
        var query = "key"
        for _ in 0..<5 { query = "by(dimension: REASON) { nodes { \(query) } }" }
        let answer = try World.shared.get().answer("{ credits(period: {month: \"2026-10\"}) { \(query) } }")
        #expect(answer.code == "TOO_DEEP")
    }
}
