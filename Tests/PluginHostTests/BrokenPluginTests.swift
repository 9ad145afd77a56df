import Credit
import Glibc
import Testing

@testable import PluginHost

/// Each way to fail has its own small broken plugin. Those that fail only on a record of the tenant “bad” pass their cases;
/// the others never get in.
@Suite("A broken plugin", .serialized)
struct BrokenPluginTests {
    struct Refused: Sendable, CustomTestStringConvertible {
        let source: String
        var flags: [String] = []
        let code: PluginProblem.Code
        let message: String
        var testDescription: String { "\(source) \(flags.joined())" }
    }

    static let refused = [
        Refused(source: "no_entry.c", code: .load, message: "rule.so does not export cg_plugin_info_v1"),
        Refused(
            source: "wrong_major.c", code: .load,
            message: "rule.so was built for plugin ABI 2.0; this server speaks 1.0"),
        Refused(source: "short_block.c", code: .load, message: "has 24 bytes; ABI 1.0 needs"),
        Refused(source: "null_name.c", code: .load, message: "the info block of rule.so has no name"),
        Refused(source: "null_transform.c", code: .load, message: "has no transform"),
        Refused(source: "refuses.c", code: .load, message: "the setting minimum is missing"),
        Refused(source: "crash.c", flags: ["-DWHERE=1"], code: .crash, message: "while it was loaded by signal 11"),
        Refused(source: "crash.c", flags: ["-DWHERE=2"], code: .crash, message: "while it was loaded by signal 11"),
    ]

    @Test("that cannot be loaded is refused and says why", arguments: refused)
    func refusal(_ one: Refused) throws {
        let fixture = try PluginFixture()
        try fixture.native("broken", source: one.source, flags: one.flags)
        let problem = try #require(try fixture.problem())
        #expect(problem.code == one.code)
        #expect(problem.description.contains(one.message), "\(problem)")
        #expect(try fixture.load().plugins.isEmpty)
    }

    struct Failing: Sendable, CustomTestStringConvertible {
        let source: String
        var flags: [String] = []
        let code: PluginProblem.Code
        let message: String
        var testDescription: String { "\(source) \(flags.joined())" }
    }

    static let failing = [
        Failing(source: "lying_offsets.c", flags: ["-DOFFSET=2000000000"], code: .output, message: "label"),
        Failing(source: "lying_offsets.c", flags: ["-DOFFSET=-5"], code: .output, message: "label"),
        Failing(source: "lying_lengths.c", flags: ["-DERRORS=1"], code: .output, message: "1000000000 failed records"),
        Failing(source: "lying_lengths.c", flags: ["-DERRORS=0"], code: .output, message: "1000000000 records"),
        Failing(source: "wide_decimal.c", code: .output, message: "more than 38 digits"),
        Failing(source: "wrong_columns.c", code: .crash, message: ""),
        Failing(source: "endless_loop.c", code: .timeout, message: "longer than 300 ms"),
        Failing(source: "endless_memory.c", code: .row, message: "no memory is left"),
        Failing(source: "crash.c", flags: ["-DWHERE=3"], code: .crash, message: "signal 11"),
        Failing(source: "writes_input.c", code: .crash, message: "signal 11"),
        Failing(source: "escapes.c", flags: ["-DWHAT=1"], code: .crash, message: "it called openat"),
        Failing(source: "escapes.c", flags: ["-DWHAT=2"], code: .crash, message: "it called socket"),
        Failing(source: "escapes.c", flags: ["-DWHAT=3"], code: .crash, message: "it called clone"),
        Failing(source: "escapes.c", flags: ["-DWHAT=4"], code: .crash, message: "it called execve"),
        Failing(source: "escapes.c", flags: ["-DWHAT=7"], code: .crash, message: "it called getrandom"),
    ]

    @Test("that fails on one record loses that record alone", arguments: failing)
    func oneRecord(_ one: Failing) throws {
        let fixture = try PluginFixture()
        try fixture.native("broken", source: one.source, flags: one.flags)
        #expect(try fixture.problem() == nil)
        let instance = try #require(fixture.set.plugins.first?.instance)
        var rows = (0..<8).map { (tenant: "good", amount: "\($0).00") }
        rows[5].tenant = "bad"
        let result = instance.run(0, try PluginFixture.batch(rows))
        if one.source == "wrong_columns.c" {
            // What lies behind the columns may be mapped or not; the server must stand either way.
            #expect(result.errors.count <= 1)
            return
        }
        #expect(result.errors.map(\.row) == [5])
        let problem = try #require(result.errors.first?.problem)
        #expect(problem.code == one.code)
        #expect(problem.description.contains(one.message), "\(problem)")
        for row in 0..<8 {
            let expected = row == 5 ? nil : "\(ExactDecimal(row * 11).description)"
            let price = result.columns[0][row].text
            #expect(
                row == 5
                    ? price == nil : price == (try ExactDecimal(coefficient: Int128(row * 110), scale: 2)).description,
                "\(expected ?? "")")
            #expect(result.columns[1][row].text == (row == 5 ? nil : "ok"))
        }
        if [.crash, .timeout].contains(one.code) {
            #expect(instance.counters.quarantined == 1)
            // A quarantined record is not tried again.
            let before = instance.counters.crashes + instance.counters.timeouts
            #expect(instance.run(0, try PluginFixture.batch(rows)).errors.map(\.row) == [5])
            #expect(instance.counters.crashes + instance.counters.timeouts == before)
        }
    }

    @Test("that was built with a later minor is used, and it is said")
    func newerMinor() throws {
        let fixture = try PluginFixture()
        try fixture.native("broken", source: "newer_minor.c")
        let set = try fixture.load()
        #expect(set.problems.isEmpty)
        #expect(set.reports.first?.notes.contains { $0.contains("ABI 1.7") } == true)
    }

    @Test("that opens a file in a constructor gets none")
    func constructor() throws {
        let fixture = try PluginFixture()
        try fixture.native("broken", source: "escapes.c", flags: ["-DWHAT=6"])
        #expect(try fixture.problem() == nil)
    }

    @Test("that crashes in its stop harms nobody")
    func crashAtExit() throws {
        let fixture = try PluginFixture()
        try fixture.native("broken", source: "crash.c", flags: ["-DWHERE=4"])
        let instance = try #require(try fixture.load().plugins.first?.instance)
        #expect(instance.close()?.code == .crash)
    }

    @Test("that keeps crashing is not asked for a while")
    func breaker() throws {
        let fixture = try PluginFixture()
        try fixture.native(
            "broken", source: "crash.c", flags: ["-DWHERE=3"],
            failure: "{\"breaker\": {\"failures\": 3, \"seconds\": 60}}")
        let instance = try #require(try fixture.load().plugins.first?.instance)
        for amount in 1...3 { _ = instance.run(0, try PluginFixture.batch([("bad", "\(amount)")])) }
        #expect(instance.isDisabled)
        let result = instance.run(0, try PluginFixture.batch([("good", "1")]))
        #expect(result.errors.first?.problem.code == .disabled)
        #expect(instance.counters.breakerOpened == 1)
        #expect(fixture.set.reports.first?.state == .disabled)
    }

    @Test("of the policy reject_batch refuses the batch for one record")
    func rejectBatch() throws {
        let fixture = try PluginFixture()
        try fixture.native(
            "broken", source: "crash.c", flags: ["-DWHERE=3"], failure: "{\"policy\": \"reject_batch\"}")
        let instance = try #require(try fixture.load().plugins.first?.instance)
        let result = instance.run(0, try PluginFixture.batch([("good", "1"), ("bad", "2"), ("good", "3")]))
        #expect(result.errors.map(\.row) == [0, 1, 2])
        #expect(result.columns[0][0] == .null)
    }

    @Test("is replaced by the spare when it is killed, and no record is lost")
    func killed() throws {
        let fixture = try PluginFixture()
        fixture.lua("killed", PluginFixture.tenPercent)
        let instance = try #require(try fixture.load().plugins.first?.instance)
        let batch = try PluginFixture.batch((0..<100).map { ("good", "\($0)") })
        for _ in 0..<20 {
            for process in instance.workerProcesses.suffix(1) { kill(process, SIGKILL) }
            #expect(instance.run(0, batch).errors.isEmpty)
        }
        #expect(instance.counters.quarantined == 0)
        #expect(!instance.isDisabled)
    }
}
