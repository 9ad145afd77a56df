import Credit
import Store
import Testing

@testable import CreditLedger

@Suite struct LinePagesTests {
    private func pages(_ world: TestWorld) throws -> LinePages {
        let visibility = UsageVisibility(imports: try world.store.imports())
        return LinePages(
            reader: world.store, visibility: visibility, directories: DirectoryCache(),
            reports: CreditReports(
                reader: world.store, visibility: visibility, naming: .none, policy: CreditPolicy()))
    }

    private func cursor(_ line: WorldLine) throws -> LineCursor {
        let entitlement = line[.entitlementID].isEmpty ? line[.subscriptionID] : line[.entitlementID]
        return LineCursor(
            subscription: LineKey.id(Array(entitlement.utf8)), day: try Day(parsing: line[.usageDate]),
            reference: LineReference(importID: line.importID, line: line.line))
    }

    private func matches(_ filter: LineFilter, _ line: WorldLine, _ decision: LineDecision, _ agrees: Bool) -> Bool {
        let text = line.fields.filter { RowMask.searched.contains($0.key) }.map(\.value)
        if let wanted = filter.search, !text.contains(where: { $0.lowercased().contains(wanted.lowercased()) }) {
            return false
        }
        return WorldReference.matches(filter, line, decision, agrees)
    }

    /// All pages of a query, one after the other.
    private func walk(_ pages: LinePages, _ query: LinePageQuery) throws -> [LineRow] {
        var rows: [LineRow] = []
        var query = query
        while true {
            let page = try pages.pages([query])[0]
            rows += page.rows
            #expect(page.rows.count <= query.first)
            guard page.hasNext, let last = page.rows.last else { return rows }
            #expect(page.rows.count == query.first)
            query.after = LineCursor(bytes: last.cursor.bytes)
            #expect(query.after == last.cursor)
        }
    }

    private func filter(_ random: inout SeededGenerator) -> LineFilter {
        var filter = LineFilter()
        if random.chance(30) { filter.subscriptions = Set((0..<2).map { _ in TestWorld.id(2, random.below(18)) }) }
        if random.chance(20) { filter.customers = [TestWorld.id(1, random.below(6))] }
        if random.chance(15) { filter.resourceGroup = "RG-app" }
        if random.chance(15) { filter.meterCategories = ["Storage"] }
        if random.chance(10) { filter.tag = TagFilter(name: "env", value: "prod") }
        if random.chance(15) { filter.isEligible = random.chance(50) }
        if random.chance(10) { filter.reasons = [.noAccess, .notInPriceList] }
        if random.chance(10) { filter.agrees = random.chance(50) }
        if random.chance(10) { filter.importID = Int64(1 + random.below(2)) }
        if random.chance(15) { filter.search = random.pick(["VM1", "rg-data/providers", "Spot", "team", "nothing"]) }
        return filter
    }

    @Test("pages end to end are the lines that match, in order", arguments: UInt64(1)...4)
    func walks(seed: UInt64) throws {
        let world =
            seed == 4
            ? try TestWorld.joined(seed: seed, lineCount: 200)
            : try TestWorld(seed: seed, lineCount: 200, groupSize: 40 + Int(seed) * 10)
        _ = try world.compute()
        let pages = try pages(world)
        var random = SeededGenerator(seed: seed + 77)
        let judged = try world.lines.map { line in
            let decision = try world.decision(line)
            return (line, decision, try world.agrees(line, decision), try cursor(line))
        }
        for _ in 0..<12 {
            let first = random.below(31)
            let start = TestWorld.month.firstDay.advanced(by: random.chance(50) ? 0 : first)
            let period = start...TestWorld.month.lastDay.advanced(by: random.below(3))
            let filter = filter(&random)
            let query = LinePageQuery(
                period: period, filter: filter, first: 1 + random.below(40),
                columns: Set(TestWorld.columns), isCounted: true)
            let expected = judged.filter { period.contains($0.3.day) && matches(filter, $0.0, $0.1, $0.2) }
                .sorted { $0.3 < $1.3 }
            let rows = try walk(pages, query)
            #expect(rows.map(\.cursor) == expected.map(\.3), "seed \(seed) \(query)")
            if filter.search == nil {
                #expect(try pages.pages([query])[0].totalCount == expected.count, "seed \(seed) \(query)")
            }
            for (row, wanted) in zip(rows, expected) {
                let (line, decision, agrees, _) = wanted
                for column in TestWorld.columns where column != .quantity && column != .pricingPreTaxTotal {
                    #expect(row.text(column) == line[column], "\(column)")
                }
                #expect(row.decimal(.quantity) == (try ExactDecimal(parsing: line[.quantity])))
                let stored = try #require(row.decision)
                #expect(stored.reason == decision.reason && stored.rate == decision.rate && stored.agrees == agrees)
                #expect(stored.grant == decision.grant.map { GrantKeys.id(of: "grant-\($0)").description })
                let facts = row.facts(world.facts)
                #expect(facts == (try world.lineFacts(line)))
                #expect(try row.amounts() == world.facts.decision?.amounts(facts, decision))
            }
        }
    }

    @Test("many pages take as many statements as one")
    func batches() throws {
        let world = try TestWorld(seed: 3)
        _ = try world.compute()
        func statements(_ count: Int) throws -> Int {
            let pages = try pages(world)
            let before = world.store.statements
            let queries = (0..<count).map { number in
                var filter = LineFilter()
                filter.subscriptions = [TestWorld.id(2, number % 18)]
                return LinePageQuery(
                    period: TestWorld.month.firstDay...TestWorld.month.lastDay, filter: filter, first: 5,
                    columns: [.productID, .quantity])
            }
            let answers = try pages.pages(queries)
            #expect(answers.count == count)
            return world.store.statements - before
        }
        #expect(try statements(1) == statements(18))
        #expect(try statements(18) <= 5)
    }

    @Test("lines are found by import and line number, those of replaced imports too")
    func references() throws {
        let world = try TestWorld(seed: 5)
        _ = try world.compute()
        world.store.replaceImport(1)
        _ = try world.compute()
        let some = world.lines.filter { $0.line % 17 == 2 }
        func subscription(_ line: WorldLine) -> GUID {
            LineKey.id(Array((line[.entitlementID].isEmpty ? line[.subscriptionID] : line[.entitlementID]).utf8))
        }
        for isHinted in [false, true] {
            let addresses = some.map { line in
                LineAddress(
                    LineReference(importID: line.importID, line: line.line),
                    subscriptionPrefix: isHinted ? subscription(line).prefix : nil)
            }
            let nowhere = [(1, 1), (99, 2)].map { importID, line in
                LineAddress(LineReference(importID: importID, line: line), subscriptionPrefix: nil)
            }
            // A hint that is wrong finds nothing, whoever made it up.
            let misled = some.prefix(3).map { line in
                LineAddress(
                    LineReference(importID: line.importID, line: line.line),
                    subscriptionPrefix: subscription(line).prefix &+ 1)
            }
            let before = world.store.statements
            let rows = try pages(world).lines(addresses + nowhere + (isHinted ? misled : []), columns: [.productID])
            #expect(world.store.statements - before <= 6)
            #expect(rows.dropFirst(some.count).allSatisfy { $0 == nil })
            for (row, line) in zip(rows, some) {
                #expect(row?.text(.productID) == line[.productID])
                #expect(row?.cursor.address.subscriptionPrefix == subscription(line).prefix)
            }
        }
    }
}
