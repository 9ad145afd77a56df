import Catalogue
import Credit
import CreditImport
import CreditSample
import Foundation
import GraphQLExecution
import Store
import StoreSQLite
import Testing

@testable import CreditAPI

@Suite("Reconciliation, services, finance and sign-ins")
struct PartnerDataTests {
    let world: World

    init() throws { world = try World.shared.get() }

    private func exact(_ answer: Answer) throws -> ExactDecimal {
        try ExactDecimal(parsing: try #require(answer.string)).normalised
    }

    @Test(
        "computed against invoiced adds up to the cent, and every difference has its cause",
        arguments: ["2026-09", "2026-10"])
    func reconciliation(month: String) throws {
        let answer = try world.answer(
            """
            { reconciliation(month: "\(month)") {
                month matched byCurrency { currency computed invoiced difference lines matchedLines }
                notConsumption { category amount { amount currency } lines }
                azureCredits { customer { name } invoiced { amount } used { amount } balance { amount } }
                mismatches(first: 1000) { totalCount nodes {
                  productId skuId availabilityId customer { name } azurePlan { id } cause
                  computed { amount } invoiced { amount } difference { amount currency }
                  usage { lines quantity unitPrices exchangeRates } invoice { lines quantity unitPrices exchangeRates } } } } }
            """)["data", "reconciliation"]
        let sums = answer["byCurrency"].list
        #expect(sums.map { $0["currency"].string } == ["EUR"])
        let sum = try #require(sums.first)
        let (computed, invoiced) = (try exact(sum["computed"]), try exact(sum["invoiced"]))
        #expect(try computed.subtracting(invoiced) == exact(sum["difference"]))
        let nodes = answer["mismatches", "nodes"].list
        var total = ExactDecimal.zero
        for node in nodes { total = try total.adding(exact(node["difference", "amount"])) }
        #expect(try total == exact(sum["difference"]))
        #expect(nodes.count == answer["mismatches", "totalCount"].int)
        #expect(nodes.count + (answer["matched"].int ?? 0) == sum["lines"].int)
        #expect(sum["matchedLines"].int == answer["matched"].int)
        // Microsoft's file of the sample states another credit on some lines, and nothing else differs.
        #expect(Set(nodes.map { $0["cause"].string }).isSubset(of: ["CREDIT", "ROUNDING"]), "\(nodes)")
        #expect((answer["matched"].int ?? 0) > nodes.count)
        #expect(answer["notConsumption"].list.contains { $0["category"].string == "RESERVATION" })
        // What the balance file says was used is what the invoice's credits come to.
        let credits = answer["azureCredits"].list
        #expect(credits.count == 1)
        for credit in credits { #expect(try exact(credit["invoiced", "amount"]) == exact(credit["used", "amount"])) }
    }

    @Test("a viewer of some customers reconciles those alone; filters narrow")
    func reconciliationScope() throws {
        let customer = try #require(world.holder.snapshot.customers.tenants.first)
        let viewer = Viewer(name: "some", roles: [.globalAdmin], customers: [customer])
        let query =
            "{ reconciliation(month: \"2026-10\") { byCurrency { lines } mismatches(first: 1000) { nodes { customer { tenantId } } } } }"
        let some = try world.answer(query, as: viewer)["data", "reconciliation"]
        let all = try world.answer(query)["data", "reconciliation"]
        let (fewer, more) = (some["byCurrency", 0, "lines"].int ?? 0, all["byCurrency", 0, "lines"].int ?? 0)
        #expect(0 < fewer && fewer < more)
        #expect(
            some["mismatches", "nodes"].list.allSatisfy { $0["customer", "tenantId"].string == customer.description })
        let none = try world.answer(
            "{ reconciliation(month: \"2026-10\", filter: {cause: [QUANTITY]}) { mismatches { totalCount pageInfo { hasNextPage } } } }"
        )
        #expect(none["data", "reconciliation", "mismatches", "totalCount"].int == 0)
    }

    @Test("the three measures of multifactor authentication")
    func mfa() throws {
        let query = "{ partner { mfa { accounts portal api on withoutMfa(first: 5) } } }"
        let mfa = try world.answer(query)["data", "partner", "mfa"]
        // 12 accounts, one disabled, two without it.
        #expect(mfa["accounts"].string == "0.818181818181818")
        #expect(mfa["on"].string == "2026-10-31" && mfa["withoutMfa"].list.count == 2)
        for name in ["portal", "api"] {
            let share = try #require(mfa[name].decimal)
            #expect(share > WideDecimal.zero && share < WideDecimal(.one))
        }
        let viewer = Viewer(name: "some", roles: [.globalAdmin], customers: [])
        #expect(try world.answer(query, as: viewer)["data", "partner", "mfa"].isNull)
        // The published examples: 90 of 100, 2 of 10, 2 of 5.
        var rows = (0..<110).map { number in
            SignInRecord(
                origin: FactOrigin(importID: 1, line: number), userID: "\(number)", day: Day(number: 20_000),
                portalTotal: 0,
                portalMFA: 0, apiUserTotal: 0, apiUserMFA: 0, isEnabled: number >= 10, isRegistered: number >= 20)
        }
        (rows[0].portalTotal, rows[1].portalTotal, rows[2].portalTotal, rows[2].portalMFA) = (3, 5, 2, 2)
        (rows[0].apiUserTotal, rows[1].apiUserTotal, rows[1].apiUserMFA) = (3, 2, 2)
        let published = try #require(MFACoverage(rows))
        #expect(
            [published.accounts, published.portal, published.api].map { $0?.description } == ["0.9", "0.2", "0.4"])
        #expect(MFACoverage([]) == nil)
    }

    @Test("services with their checks cost a statement a level, and pages follow each other")
    func services() throws {
        let query = """
            { managedServices { serviceId kind scope since until earning(on: "2026-10-15") customer { name }
                lastCheck { at metric value unit severity note }
                checks(period: {month: "2026-10"}, first: 2) { totalCount nodes { at } pageInfo { hasNextPage endCursor } } } }
            """
        let services = try world.answer(query)["data", "managedServices"].list
        #expect(services.count == 27 && services.allSatisfy { $0["lastCheck", "at"].string != nil })
        #expect(services.contains { $0["earning"].bool == true } && services.contains { $0["earning"].bool == false })
        let checks = services[0]["checks"]
        #expect(checks["totalCount"].int == 4 && checks["pageInfo", "hasNextPage"].bool == true)
        let cursor = try #require(checks["pageInfo", "endCursor"].string)
        let next = try world.answer(
            "{ managedServices { checks(period: {month: \"2026-10\"}, first: 2, after: \"\(cursor)\") { nodes { at } pageInfo { hasNextPage } } } }"
        )["data", "managedServices", 0, "checks"]
        #expect(next["nodes"].list.count == 2 && next["pageInfo", "hasNextPage"].bool == false)
        let first = try #require(checks["nodes", 1, "at"].string)
        #expect(first < next["nodes", 0, "at"].string ?? "")
        #expect(
            try world.answer(
                "{ managedServices { checks(period: {month: \"2026-10\"}, after: \"x\") { totalCount } } }"
            ).code == "BAD_CURSOR")
        let id = try #require(try world.answer("{ managedServices { id } }")["data", "managedServices", 0, "id"].string)
        #expect(
            try world.answer("{ node(id: \"\(id)\") { __typename } }")["data", "node", "__typename"].string
                == "ManagedService")
    }

    @Test("services held against credits")
    func findings() throws {
        let answer = try world.answer(
            """
            { serviceFindings(on: "2026-10-15") { on
                operatedNotEarning { serviceId earning(on: "2026-10-15") } earningNotOperated { name }
                smallestRoles { service { serviceId } role { name } grant { scope } }
                grantsWithoutService { scope } withoutRemovalAlert { name }
                coverage(period: {month: "2026-10"}) {
                  resourceDays covered earning coveredAndEarning coveredNotEarning earningNotCovered } } }
            """)["data", "serviceFindings"]
        let operated = answer["operatedNotEarning"].list
        #expect(!operated.isEmpty && operated.allSatisfy { $0["earning"].bool == false })
        #expect(!answer["earningNotOperated"].list.isEmpty && !answer["smallestRoles"].list.isEmpty)
        #expect(!answer["grantsWithoutService"].list.isEmpty && !answer["withoutRemovalAlert"].list.isEmpty)
        let coverage = answer["coverage"]
        func count(_ name: String) -> Int { coverage[name].int ?? -1 }
        #expect(count("resourceDays") >= count("covered") && count("covered") > 0)
        #expect(count("coveredNotEarning") == count("covered") - count("coveredAndEarning"))
        #expect(count("earningNotCovered") == count("earning") - count("coveredAndEarning"))
        #expect(count("coveredAndEarning") > 0 && count("coveredNotEarning") > 0 && count("earningNotCovered") > 0)
    }

    @Test("budgets hold from their month on, and what was used is the list amount")
    func budgets() throws {
        let query =
            "{ customers { nodes { name budget(month: \"2026-10\") { month amount { amount currency } used { amount currency } } transfers { state subscription { name } fromPartnerId toPartnerId finishedAt } tags } } }"
        let nodes = try world.answer(query)["data", "customers", "nodes"].list
        let budgets = nodes.map { $0["budget"] }.filter { !$0.isNull }
        // Three of six customers have one, and one of them gave it up.
        #expect(budgets.count == 2)
        #expect(budgets.allSatisfy { $0["used", "currency"].string == "EUR" && $0["month"].string == "2026-10" })
        let transfers = nodes.flatMap { $0["transfers"].list }
        #expect(Set(transfers.map { $0["state"].string }) == ["COMPLETE", "PENDING"])
        #expect(transfers.filter { $0["finishedAt"].isNull }.count == 1)
    }

    @Test("a product's price over months and markets, on a day, and what changed")
    func prices() throws {
        let first = try world.answer(
            "{ priceList(market: \"DE\", month: \"2026-10\") { items(first: 1) { nodes { productId skuId } } } }"
        )["data", "priceList", "items", "nodes", 0]
        let (product, sku) = (try #require(first["productId"].string), try #require(first["skuId"].string))
        func prices(_ more: String) throws -> [Answer] {
            try world.answer(
                "{ prices(productId: \"\(product)\", skuId: \"\(sku)\"\(more)) { unitPrice { amount } effectiveFrom source { import { name } } } }"
            )["data", "prices"].list
        }
        let all = try prices("")
        let october = try prices(", month: \"2026-10\"")
        #expect(all.count > october.count && Set(october.map { $0["source", "import", "name"].string }).count > 1)
        #expect(try prices(", market: \"DE\", on: \"2026-10-15\"").count == 1)
        #expect(try prices(", market: \"XX\"").isEmpty)
        let changes = try world.answer(
            "{ priceChanges(market: \"DE\", from: \"2026-09\", to: \"2026-10\", first: 2) { totalCount nodes { before { unitPrice { amount } } after { unitPrice { amount } } difference { amount currency } } pageInfo { hasNextPage endCursor } } }"
        )["data", "priceChanges"]
        for node in changes["nodes"].list where !node["before"].isNull && !node["after"].isNull {
            let difference = try exact(node["after", "unitPrice", "amount"]).subtracting(
                exact(node["before", "unitPrice", "amount"]))
            #expect(try difference == exact(node["difference", "amount"]))
        }
        let lines = try world.answer(
            "{ usage(period: {month: \"2026-10\"}, first: 50) { nodes { unitPrice { amount } publishedPrices { unitPrice { amount } tierFrom } } } }"
        )["data", "usage", "nodes"].list
        #expect(
            lines.contains { line in
                line["publishedPrices"].list.contains {
                    $0["unitPrice", "amount"].string == line["unitPrice", "amount"].string
                }
            })
    }
}

@Suite("As of an instant")
struct AsOfTests {
    private static func instant(_ hour: Int) -> Instant {
        Instant(microseconds: World.now.microseconds + Int64(hour) * 3_600_000_000)
    }

    /// Lists of roles behind the first one, and the log.
    private static func comesLater(_ file: String) -> Bool {
        file.contains("activity")
            || (file.contains("role-assignments") && !file.contains("role-assignments-2026-09-01"))
    }

    @Test("an old report can be repeated exactly after corrections")
    func repeated() throws {
        let world = try World {
            !Self.comesLater($0) && !$0.contains("daily")
        }
        let files = try world.files()
        func add(_ names: [String], at hour: Int, change: (inout ImportOptions) -> Void = { _ in }) throws {
            var options = ImportOptions()
            change(&options)
            var problems: [String] = []
            try ImportRun(
                store: world.store, steps: .standard(), options: options, observer: World.Silent(),
                clock: { Self.instant(hour) }, report: { if $0.state == .refused { problems.append($0.json) } }
            ).run(names)
            #expect(problems == [])
            try world.holder.refresh()
        }
        let questions = """
            credits(period: {month: "2026-10"}%@) { totals { list net earned missed lines eligibleLines }
              by(dimension: REASON) { nodes { key totals { lines missed } } }
              lines(first: 20) { nodes { reason earned { amount } usage { date } explanation { summary } } } }
            usage(period: {month: "2026-10"}, first: 20%@) { totalCount nodes { date quantity unitPrice { amount } } }
            reconciliation(month: "2026-10"%@) { matched byCurrency { computed invoiced } mismatches { totalCount } }
            subscriptions { nodes { subscriptionId eligibility(on: "2026-10-20"%@) { reason explanation { summary } } } }
            """
        func ask(_ hour: Int?, now: Int) throws -> String {
            let asOf = hour.map { "asOf: \"\(Self.instant($0))\"" }
            let parts = questions.components(separatedBy: "%@")
            let query = parts.joined(separator: asOf.map { ", \($0)" } ?? "")
            return try world.text("{ \(query) }", now: Self.instant(now))
        }
        let usage = files.filter { $0.contains("daily") }
        try add(usage, at: 1)
        let first = try ask(nil, now: 2)
        // A role list that comes later takes access away and gives some.
        try add(files.filter { Self.comesLater($0) }, at: 3)
        let second = try ask(nil, now: 4)
        #expect(first != second)
        #expect(try ask(2, now: 4) == first)
        // A newer file of the invoice takes the place of the old one.
        let october = try #require(usage.max())
        let text = try String(contentsOfFile: october, encoding: .utf8)
        let shorter = text.split(separator: "\r\n", omittingEmptySubsequences: false).prefix(500).joined(
            separator: "\r\n")
        let newer = URL(filePath: october).deletingLastPathComponent().appending(path: "newer.csv").path
        try (shorter + "\r\n").write(toFile: newer, atomically: true, encoding: .utf8)
        try add([newer], at: 5) { $0.asOf = Self.instant(1_000) }
        let third = try ask(nil, now: 6)
        #expect(third != second)
        #expect(try ask(2, now: 6) == first)
        #expect(try ask(4, now: 6) == second)
        #expect(try ask(5, now: 6) == third)
        // An instant that has not come yet is now.
        #expect(try ask(500, now: 6) == third)
        // Sorting the lines of a month changes no old answer.
        let join = LineJoin(store: world.store)
        for month in try join.months(.always) { _ = try join.run(month, .always) }
        try world.holder.refresh()
        #expect(try ask(2, now: 7) == first)
        #expect(try ask(4, now: 7) == second)
        #expect(try ask(nil, now: 7) == third)
        // Before anything was there, nothing was there.
        let before = try world.answer(
            "{ usage(period: {month: \"2026-10\"}, asOf: \"2020-01-01T00:00:00Z\") { totalCount } }")
        #expect(before["data", "usage", "totalCount"].int == 0, "\(before)")
        #expect(world.failures.all == [])
    }
}
