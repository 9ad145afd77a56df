import Credit
import CreditLedger
import Foundation
import Testing

/// The columns of the ledger against the one-case path, over random worlds of fixed seeds.
///
/// `CREDITGRAPH_WORLDS=100000 swift test --filter DecisionAgreementTests` runs as many.
@Suite struct DecisionAgreementTests {
    /// Small worlds find as much as large ones, and there can be more of them.
    private static let lines = 8
    private static let blocks = 16
    private static let worlds =
        ProcessInfo.processInfo.environment["CREDITGRAPH_WORLDS"].flatMap { Int($0) } ?? 1_600

    @Test("the columns say what the one-case path says, in large worlds", arguments: UInt64(1)...8)
    func large(seed: UInt64) throws { try check(seed: seed, lines: 300, policy: CreditPolicy()) }

    @Test("the columns say what the one-case path says, in many worlds", arguments: 0..<blocks)
    func many(block: Int) throws {
        for number in 0..<Self.worlds / Self.blocks {
            let seed = UInt64(1_000_000 + number * Self.blocks + block)
            try check(seed: seed, lines: Self.lines, policy: Self.policies[Int(seed) % Self.policies.count])
        }
    }

    /// The choices that decide about lines.
    private static let policies: [CreditPolicy] = [
        "", "rate=0.15,0.2@2026-10-11", "coverageMode=SINGLE_GRANT", "lighthouseOfferNeedsPal=false,true@2026-10-15",
        "dayZone=+02:00", "telcoProducts=DZH318Z00001", "rate=0.1; unlistedRole=HEURISTIC_WRITE",
    ].compactMap { CreditPolicy(text: $0) }

    private func check(seed: UInt64, lines: Int, policy: CreditPolicy) throws {
        let world = try TestWorld(seed: seed, lineCount: lines, policy: policy)
        let outcome = try world.compute(threads: 1)
        #expect(outcome.generation == 1 && outcome.lines == world.lines.count)
        let stored = try world.stored(generation: 1)
        #expect(stored.count == world.lines.count)
        for line in world.lines {
            let found = stored[LineReference(importID: line.importID, line: line.line)]
            let expected = try world.expected(line)
            if found != expected {
                Issue.record(
                    "seed \(seed) line \(line.importID).\(line.line): \(String(describing: found)) \(line.fields)")
            }
        }
    }
}
