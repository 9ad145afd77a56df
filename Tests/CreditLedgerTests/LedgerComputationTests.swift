import Credit
import Store
import Testing

@testable import CreditLedger

@Suite struct LedgerComputationTests {
    /// A decision as it is stored.
    private struct Stored: Hashable {
        var reason: String
        var grant: String
        var rate: ExactDecimal
        var agrees: Bool
    }

    private func stored(_ world: TestWorld, generation: Int64) throws -> [LineReference: Stored] {
        var found: [LineReference: Stored] = [:]
        for header in try world.store.lineGroups(months: [TestWorld.month]) {
            let reader = LineGroupReader()
            try reader.open(header)
            let keys = LedgerColumn.allCases.map { LineColumnKey(group: header.id, column: $0.id) }
            try world.store.ledgerColumns(keys, generation: generation) { try reader.load(keys[$0].column, $1) }
            try world.store.lineColumns([LineColumnKey(group: header.id, column: .lineNumber)]) {
                try reader.load(.lineNumber, $1)
            }
            if !reader.isLoaded(LedgerColumn.reason.id) { continue }
            let rows = 0..<header.rowCount
            let lines = try reader.lineNumbers(rows: rows)
            func texts(_ column: LedgerColumn) throws -> [String] {
                let texts = try reader.dictionary(column.id)
                return try reader.indexes(column.id, rows: rows).map { texts.string(Int($0)) }
            }
            let (reasons, grants) = (try texts(.reason), try texts(.grant))
            let (rates, agrees) = (try texts(.rate), try texts(.agrees))
            for row in rows {
                let key = LineReference(importID: header.imports[0], line: Int(lines[row]))
                found[key] = Stored(
                    reason: reasons[row], grant: grants[row], rate: try ExactDecimal(parsing: rates[row]),
                    agrees: agrees[row] == "1")
            }
        }
        return found
    }

    @Test("the columns say what the one-case path says", arguments: UInt64(1)...12)
    func sameAsOneCase(seed: UInt64) throws {
        let world = try TestWorld(seed: seed, lineCount: 300)
        let outcome = try world.compute()
        #expect(outcome.generation == 1)
        #expect(outcome.lines == world.lines.count)
        let stored = try stored(world, generation: 1)
        #expect(stored.count == world.lines.count)
        for line in world.lines {
            let decision = try world.decision(line)
            let day = try Day(parsing: line[.usageDate])
            let pays = decision.reason.isEligible || decision.reason.isMissed
            let expected = Stored(
                reason: decision.reason.code, grant: decision.grant.map { "grant-\($0)" } ?? "",
                rate: pays ? world.facts.decision?.policy.rate.value(on: day) ?? .zero : .zero,
                agrees: try world.agrees(line, decision))
            #expect(
                stored[LineReference(importID: line.importID, line: line.line)] == expected,
                "seed \(seed) line \(line.importID).\(line.line) \(line.fields)")
        }
    }

    @Test("a computation over the same facts changes nothing")
    func changesNothing() throws {
        let world = try TestWorld(seed: 40, lineCount: 200)
        let first = try world.compute(threads: 1)
        let writes = world.store.ledgerWrites
        let second = try world.compute(threads: 3)
        #expect(first.isChanged && !second.isChanged)
        #expect(second.generation == first.generation)
        #expect(world.store.ledgerWrites == writes)
    }

    @Test("only columns that became others are written, and the old answer stays")
    func writesChanges() throws {
        var world = try TestWorld(seed: 41, lineCount: 200)
        _ = try world.compute()
        let before = try stored(world, generation: 1)
        let writes = world.store.ledgerWrites
        world.facts = LedgerFacts(
            decision: try TestWorld(seed: 42, lineCount: 1).facts.decision, planResellers: world.facts.planResellers,
            grantKeys: (0..<100).map { "grant-\($0)" }, knownAccess: world.facts.knownAccess)
        let outcome = try world.compute()
        #expect(outcome.generation == 2 && outcome.changedColumns > 0)
        #expect(world.store.ledgerWrites == writes + outcome.changedColumns)
        #expect(try stored(world, generation: 1) == before)
        #expect(try stored(world, generation: 2) != before)
    }

    @Test("lines of a replaced import do not count, in joined groups neither", arguments: [false, true])
    func replaced(isJoined: Bool) throws {
        let world =
            isJoined
            ? try TestWorld.joined(seed: 43, lineCount: 240) : try TestWorld(seed: 43, lineCount: 600, groupSize: 60)
        #expect(try world.compute().lines == world.lines.count)
        world.store.replaceImport(1)
        #expect(try world.compute().lines == world.lines.filter { $0.importID != 1 }.count)
    }

    @Test("without a partner nothing is decided, and that is said")
    func withoutPartner() throws {
        var world = try TestWorld(seed: 44, lineCount: 100)
        world.facts = LedgerFacts(decision: nil)
        #expect(try world.compute().lines == 100)
        #expect(try stored(world, generation: 1).isEmpty)
        let reports = CreditReports(
            reader: world.store, visibility: UsageVisibility(imports: try world.store.imports()), naming: .none,
            policy: CreditPolicy())
        let period = TestWorld.month.firstDay...TestWorld.month.lastDay
        #expect(
            try reports.incomplete([(period, LineFilter())]) == [[MissingLinesFact(fact: .partner, lines: 100)]])
        let totals = try reports.answer([CreditQuery(period: period, filter: LineFilter())])[0].groups[0].totals()
        #expect(totals.lines == 100 && totals.amounts.earned.isZero && totals.disagreeingLines == 0)
    }

    @Test("a damaged column is an error with a code")
    func damaged() throws {
        let world = try TestWorld(seed: 45, lineCount: 50)
        world.store.corruptColumn(UsageColumn.unitPrice.id)
        #expect { try world.compute() } throws: { ($0 as? StoreError)?.code == "STORE_CORRUPT" }
    }
}
