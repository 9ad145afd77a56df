import Credit
import CreditLedger
import Foundation
import Store
import StoreSQLite
import Testing

@testable import CreditImport

@Suite("Joins of line groups") struct LineJoinTests {
    private static func odd(_ count: Int) -> [UInt8] {
        var bytes = [0xEF, 0xBB, 0xBF] + Array((UsageFixture.header + "\r\n").utf8)
        let numbers = ["1E-05", "-0", "007", ".5", "123456789012345678901234567890", "-9223372036854775808", "-12.50"]
        for number in 0..<count {
            var change: [UsageColumn: String] = [.invoiceNumber: "G9", .quantity: numbers[number % numbers.count]]
            if number % 5 == 0 { change[.additionalInfo] = "\"one\n\"\"two\"\",\r\n\(number)\"" }
            if number % 41 == 0 { change[.tags] = String(repeating: "é/", count: 2500) }
            if number % 7 == 0 { change[.entitlementID] = "" }
            if number % 13 == 0 { change[.resourceURI] = number % 2 == 0 ? "" : "\"/a,b/c\"" }
            if number % 53 == 0 { change[.unitPrice] = "\"1,5\"" }
            bytes += Array(UsageFixture.row(number, change).utf8)
            bytes += number % 2 == 0 ? [0x0A] : [0x0D, 0x0A]
            if number % 67 == 0 { bytes += [0x0D, 0x0A, 0x0A] }
        }
        return bytes + Array(UsageFixture.row(count, [.invoiceNumber: "G9"]).utf8)
    }

    /// Files of three invoices and unbilled lines; facts in the middle, so that the ledger has generations.
    private func world(seed: UInt64) throws -> JoinWorld {
        let world = try JoinWorld(seed: seed)
        world.make("a.csv", invoice: "GA") { $0 % 3 == 0 && $1 <= 20 }
        world.make("b.csv", invoice: "GB") { $0 % 3 == 1 && $1 <= 22 }
        world.make("c.csv", invoice: "") { $0 % 3 == 2 || $1 > 22 }
        world.make("a2.csv", invoice: "GA") { $0 % 3 == 0 && $1 <= 20 && $0 % 2 == 0 }
        world.make("odd.csv", Self.odd(200))
        let later = world.facts.filter { $0.contains("role-assignments") }
        try world.run(world.facts.filter { !later.contains($0) })
        try world.import("a.csv", order: 1)
        try world.import("c.csv", order: 2)
        try world.run(later)
        try world.import("b.csv", order: 3)
        try world.import("odd.csv", order: 4)
        return world
    }

    @Test("change no answer: pages, totals, every generation of the ledger, files", arguments: [1, 2] as [UInt64])
    func answers(seed: UInt64) throws {
        let world = try world(seed: seed)
        let before = try world.answers()
        for (name, bytes) in world.usage where name != "a2.csv" {
            #expect(before.files.contains { $0.key.hasSuffix(" \(name)") && $0.value == bytes }, "\(name)")
        }
        let revision = try world.store.revision()
        let outcomes = try world.join()
        #expect(outcomes.count == 1)
        #expect(try world.store.revision() == revision + 1)
        #expect(try world.answers() == before)
        try expectSorted(world)
        try expectUnchangedLedger(world)

        // A part is replaced; the join of what is joined leaves the replaced lines apart.
        try world.import("a2.csv", order: 9)
        let replaced = try world.answers()
        #expect(replaced.lines.count < before.lines.count)
        try world.join()
        #expect(try world.answers() == replaced)
        try expectUnchangedLedger(world)
        let visibility = UsageVisibility(imports: try world.store.read { try $0.imports() })
        for header in try world.headers() where header.imports.contains(where: { !visibility.isVisible(import: $0) }) {
            #expect(header.imports.allSatisfy { !visibility.isVisible(import: $0) })
        }
    }

    /// Each subscription's lines are next to each other over the groups of a join that count.
    private func expectSorted(_ world: JoinWorld) throws {
        let headers = try world.headers()
        #expect(headers.allSatisfy { $0.generation == 1 && $0.rowCount < 64 * 2 })
        try world.store.read { reader throws in
            let visibility = UsageVisibility(imports: try reader.imports())
            for header in headers {
                let directory = try reader.directory(of: header)
                #expect(directory.entries.last?.rows.upperBound == header.rowCount)
                #expect(directory.entries.map(\.subscription) == directory.entries.map(\.subscription).sorted())
            }
            let hidden = try reader.imports().filter { visibility.hiddenDays(import: $0.id)?.isEmpty == false }.map(
                \.id)
            let shown = headers.filter { header in !header.imports.contains { hidden.contains($0) } }
            let firsts = try shown.map { try reader.directory(of: $0).entries[0].subscription }
            #expect(shown.count > 4 && zip(firsts, firsts.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }

    private func expectUnchangedLedger(_ world: JoinWorld) throws {
        let outcomes = try world.store.write { writer in
            try ImportSteps.computeLedger(
                try writer.usageMonths(), writer, now: Instant(microseconds: 1_793_491_200_000_000))
        }
        #expect(outcomes.allSatisfy { !$0.isChanged })
    }

    private static func steps(_ store: SQLiteStore) -> Int? {
        try? store.readJoin { try $0.lineJoins().first?.steps }
    }

    @Test("go on after a kill at any step")
    func resumes() throws {
        let world = try world(seed: 5)
        let before = try world.answers()
        var stops = 0
        var outcomes: [LineJoin.Outcome] = []
        while outcomes.last != .nothing, stops < 200 {
            // Another program's connection each time; it asks whether to stop before each step and each column.
            let store = try SQLiteStore(path: world.folder.appending(path: "store.db").path)
            let start = Self.steps(store) ?? 0
            let outcome = try LineJoin(store: store, limits: JoinWorld.limits).run(
                BillingMonth(parsing: "2026-10"), .always,
                isStopped: { Self.steps(store) ?? start > start })
            outcomes.append(outcome)
            stops += 1
            if stops % 4 == 1 { #expect(try world.answers() == before) }
        }
        #expect(outcomes.filter { $0 == .stopped }.count > 2)
        #expect(outcomes.contains { if case .joined = $0 { true } else { false } })
        #expect(try world.answers() == before)
        try LineJoin(store: world.store, limits: JoinWorld.limits).clear()
        #expect(try world.store.readJoin { try !$0.hasLineGarbage() })
        try expectSorted(world)
    }

    @Test("begin again where an import changed the month meanwhile")
    func changes() throws {
        let world = try world(seed: 7)
        var steps = 0
        var answers: JoinWorld.Answers?
        let outcome = try LineJoin(store: world.store, limits: JoinWorld.limits).run(
            BillingMonth(parsing: "2026-10"), .always,
            progress: { done, _ in
                steps += 1
                if done == 3, answers == nil {
                    _ = try? world.import("a2.csv", order: 9)
                    answers = try? world.answers()
                }
            })
        guard case .joined(let lines, _, _) = outcome else {
            Issue.record("\(outcome)")
            return
        }
        #expect(lines == (try world.headers()).filter { $0.generation > 0 }.reduce(0) { $0 + $1.rowCount })
        #expect(try world.answers() == answers)
        #expect(try world.store.readJoin { try !$0.hasLineGarbage() && $0.lineJoins().isEmpty })
    }

    @Test("cost nothing where one group is all, and little where nothing is to do")
    func nothing() throws {
        let world = try JoinWorld(seed: 8, lines: 20)
        world.make("a.csv", invoice: "GA") { _, _ in true }
        try world.import("a.csv", order: 1)
        #expect(try world.headers().count == 1)
        let revision = try world.store.revision()
        #expect(try LineJoin(store: world.store).months(.always).isEmpty)
        #expect(try LineJoin(store: world.store).run(BillingMonth(parsing: "2026-10"), .always) == .nothing)
        #expect(try world.store.revision() == revision)
    }

    @Test("are made for more than a few lines")
    func policy() {
        func header(_ rows: Int, _ generation: Int64) -> LineGroupHeader {
            let month = BillingMonth(number: 24_321)
            return LineGroupHeader(
                id: 1, month: month, bucket: 0, generation: generation, imports: [1], rowCount: rows,
                firstDay: month.firstDay, lastDay: month.lastDay, firstLine: 2, lastLine: rows + 1, columns: [])
        }
        #expect(!JoinPolicy.always.wants([header(1000, 0)]))
        #expect(JoinPolicy.worthwhile.wants([header(1000, 0), header(1, 0)]))
        #expect(!JoinPolicy.always.wants([header(1000, 2), header(1000, 2)]))
        #expect(JoinPolicy.always.wants([header(1000, 2), header(10, 0)]))
        #expect(!JoinPolicy.worthwhile.wants([header(1000, 2), header(10, 0)]))
        #expect(JoinPolicy.worthwhile.wants([header(1000, 2), header(125, 0)]))
        #expect(JoinPolicy.worthwhile.wants([header(1000, 2)] + (0..<4).map { _ in header(1, 0) }))
    }
}
