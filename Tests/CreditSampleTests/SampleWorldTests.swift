import Testing

@testable import CreditSample

struct SampleWorldTests {
    @Test func sameConfigurationGivesTheSameBytes() throws {
        let again = CollectingSink()
        try SampleWorld(Samples.small.world.configuration).write(to: again)
        #expect(again.fingerprint == Samples.small.sink.fingerprint)
    }

    /// Fails when anything that is written changes: change the number with the change, knowingly.
    @Test func bytesAreThoseOfEveryMachine() {
        #expect(Samples.small.sink.fingerprint == 13_330_324_316_398_091_225)
    }

    @Test func anotherSeedIsAnotherWorld() throws {
        let other = CollectingSink()
        try SampleWorld(SampleConfiguration(lines: 300, seed: 2)).write(to: other)
        let one = CollectingSink()
        try SampleWorld(SampleConfiguration(lines: 300, seed: 1)).write(to: one)
        #expect(Set(other.names).isDisjoint(with: one.names.filter { $0.hasPrefix("subscriptions-") }))
    }

    @Test func everyReasonOccursAndMostLinesEarn() throws {
        let summary = Samples.small.summary
        for reason in SampleReason.allCases {
            #expect((summary.linesByReason[reason] ?? 0) > 0, "\(reason.code)")
        }
        let eligible = try #require(summary.linesByReason[.eligible])
        #expect(eligible * 2 > summary.usageLines)
        #expect(summary.linesByReason.values.reduce(0, +) == summary.usageLines)
        #expect(summary.earnedCredit > 0)
        #expect(summary.missedCredit > 0)
    }

    @Test(arguments: [
        (lines: 1, days: 61), (lines: 7, days: 2), (lines: 1000, days: 1), (lines: 999, days: 400),
        (lines: 4321, days: 31),
    ])
    func asManyLinesAsAsked(lines: Int, days: Int) throws {
        let configuration = try SampleConfiguration(
            customers: 5, subscriptions: 9, days: days, lines: lines, includesDecember2020: false)
        let sink = CollectingSink()
        let summary = try SampleWorld(configuration).write(to: sink)
        #expect(summary.usageLines == lines)
        let written = sink.names.filter { $0.hasPrefix("daily-") }.map { sink.table($0).rows.count }
        #expect(written.reduce(0, +) == lines)
        #expect(written.allSatisfy { $0 > 0 })
    }

    @Test func decemberIsBilledInTheCustomersCurrencies() {
        let invoices = Samples.small.world.invoices()
        #expect(invoices.map(\.currency) == ["CHF", "EUR", "EUR", "EUR"])
        #expect(invoices.map(\.month.firstOfMonth.compactMonth) == ["202012", "202012", "202609", "202610"])
        #expect(Set(invoices.map(\.number)).count == 4)
    }

    @Test func blocksAreSmallHoweverManyLines() throws {
        let sink = CountingSink()
        let world = SampleWorld(try SampleConfiguration(lines: 20_000))
        let summary = try world.write(to: sink)
        #expect(sink.bytes == summary.bytes)
        #expect(sink.bytes > 15_000_000)
        #expect(sink.largestBlock <= 1 << 20)
    }

    @Test func progressReachesAllLines() throws {
        var last = SampleProgress(lines: 0, allLines: 0)
        let world = SampleWorld(try SampleConfiguration(lines: 500))
        let summary = try world.write(to: CountingSink()) { progress in
            #expect(progress.lines >= last.lines)
            last = progress
        }
        #expect(last.lines == summary.usageLines)
        #expect(last.allLines == summary.usageLines)
    }

    @Test func failureOfTheSinkEndsTheRun() throws {
        let sink = CountingSink(failsAfter: 3_000_000)
        let world = SampleWorld(try SampleConfiguration(lines: 50_000))
        #expect(throws: SampleError.cannotWrite(path: "sink", reason: "full")) { try world.write(to: sink) }
        #expect(sink.bytes < 6_000_000)
    }
}
