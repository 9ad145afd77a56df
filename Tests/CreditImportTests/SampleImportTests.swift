import Credit
import CreditLedger
import CreditSample
import Foundation
import Store
import StoreSQLite
import Testing

@testable import CreditImport

/// The whole way from files to credits, held against what the sample's own generator decided.
@Suite struct SampleImportTests {
    let fixture: ImportFixture
    let summary: SampleSummary
    let paths: [String]

    init() throws {
        fixture = try ImportFixture()
        let folder = fixture.folder.appending(path: "files").path
        let configuration = try SampleConfiguration(customers: 6, subscriptions: 40, days: 61, lines: 4000, seed: 11)
        summary = try SampleWorld(configuration).write(to: try DirectorySink(directory: folder))
        paths = summary.files.map { "\(folder)/\($0.name)" }.sorted()
    }

    private func check() throws {
        try fixture.store.read { reader throws in
            let reports = CreditReports(
                reader: reader, visibility: UsageVisibility(imports: try reader.imports()), naming: .none,
                policy: CreditPolicy())
            let period = try Day(parsing: "2020-01-01")...Day(parsing: "2027-01-01")
            let answers = try reports.answer([
                CreditQuery(period: period, filter: LineFilter(), dimension: .reason),
                CreditQuery(period: period, filter: LineFilter()),
            ])
            var found: [String: Int] = [:]
            for group in answers[0].groups { found["\(group.key)"] = try group.totals().lines }
            var expected: [String: Int] = [:]
            for (reason, lines) in summary.linesByReason where lines > 0 { expected[reason.code] = lines }
            let totals = try #require(answers[1].groups.first).totals()
            #expect(totals.lines == summary.usageLines)
            #expect(totals.amounts.missed.description == summary.missedDollars)
            #expect(
                found.count == expected.count && found.values.sorted() == expected.values.sorted(),
                "\(found) \(expected)")
            #expect(totals.disagreeingLines == summary.disagreeingLines)
            #expect(totals.amounts.earned.description == summary.earnedDollars)
        }
    }

    @Test("all files at once give the credits that the generator decided")
    func atOnce() throws {
        let reports = try fixture.run(paths, steps: .standard())
        #expect(reports.allSatisfy { $0.state == .done && $0.rejected == 0 })
        try check()
    }

    @Test("usage first and facts one by one, in any order, give the same")
    func anyOrder() throws {
        var order = paths.filter { $0.contains("daily") }
        var generator = Steps(state: 5)
        order += paths.filter { !$0.contains("daily") }.shuffled(using: &generator)
        for path in order.prefix(12) { try fixture.run([path], steps: .standard()) }
        try fixture.run(Array(order.dropFirst(12)), steps: .standard())
        try check()
    }

    /// The same order in every run.
    private struct Steps: RandomNumberGenerator {
        var state: UInt64
        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return state ^ state >> 29
        }
    }
}
