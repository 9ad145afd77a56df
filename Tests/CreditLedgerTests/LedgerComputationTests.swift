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
            let numbers = keys[0].group
            #expect(numbers == header.id)
            try world.store.lineColumns([LineColumnKey(group: header.id, column: .lineNumber)]) {
                try reader.load(.lineNumber, $1)
            }
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
}
