import Credit
import Store
import Testing

@testable import CreditLedger

@Suite struct LedgerComputationTests {
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
        let before = try world.stored(generation: 1)
        let writes = world.store.ledgerWrites
        world.facts = LedgerFacts(
            decision: try TestWorld(seed: 42, lineCount: 1).facts.decision, planResellers: world.facts.planResellers,
            grantKeys: (0..<100).map { "grant-\($0)" }, knownAccess: world.facts.knownAccess)
        let outcome = try world.compute()
        #expect(outcome.generation == 2 && outcome.changedColumns > 0)
        #expect(world.store.ledgerWrites == writes + outcome.changedColumns)
        #expect(try world.stored(generation: 1) == before)
        #expect(try world.stored(generation: 2) != before)
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
        #expect(try world.stored(generation: 1).isEmpty)
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
