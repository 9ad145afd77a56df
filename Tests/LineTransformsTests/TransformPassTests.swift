import Credit
import Foundation
import PluginHost
import Store
import StoreSQLite
import Testing

@testable import CreditLedger
@testable import LineTransforms

@Suite("Columns that plugins derive from lines") struct TransformPassTests {
    private static let price = #""price": {"type": "decimal", "scale": 4, "of": "earned"}, "label": {"type": "text"}"#
    private static let rule =
        #"out.price = row.earned:multiply(dec("1.25"), 4, "half_even") out.label = row.meterCategory"#

    /// A case of the rule.
    private static func example(_ earned: String, _ expected: String) -> String {
        """
        {"call": "lines", "input": [{"earned": "\(earned)", "meterCategory": "a"}], "expected": [{\(expected)}]}
        """
    }

    private static let example = example("10", #""price": "12.5", "label": "a""#)

    private func world(
        _ rule: String = rule, onError: String = "null", example: String = example
    ) throws -> TransformWorld {
        let world = try TransformWorld()
        try world.write(
            "price", inputs: ["earned", "meterCategory"], outputs: Self.price, onError: onError, example: example, rule)
        try world.load()
        return world
    }

    /// What the rule says, worked out from the line by itself.
    private func expected(_ row: LineRow, factor: String = "1.25") throws -> [String?] {
        let earned = try #require(try row.amounts()).earned
        let price = try earned.multiplied(by: ExactDecimal(parsing: factor)).rounded(scale: 4, .halfEven).narrowed()
        let shown = try ExactDecimal(
            coefficient: price.coefficient * (price.scale < 4 ? Int128(pow(10.0, Double(4 - price.scale))) : 1),
            scale: 4)
        return [shown.description, row.text(.meterCategory)]
    }

    private func expectRight(_ world: TransformWorld, factor: String = "1.25", asOf: Instant? = nil) throws {
        let lines = try world.lines(asOf: asOf)
        #expect(lines.count == 900)
        for (row, entries) in lines {
            let found = try #require(entries, "line \(row.reference.line)")
            #expect(try found.map(\.text) == expected(row, factor: factor))
        }
    }

    @Test("are stored by the import that brought the lines, each distinct record asked for once")
    func stored() throws {
        let world = try world()
        let asked = world.plugins.plugins[0].instance.counters.records
        try world.run(world.facts + world.usage)
        try expectRight(world)
        #expect(try world.inForce() == ["price 1.0.0"])
        // One for each file.
        let outcomes = world.outcomes
        #expect(outcomes.reduce(0) { $0 + $1.lines } == 900)
        #expect(outcomes.count { $0.wasPutInForce } == 1 && outcomes.allSatisfy { $0.failedRecords == 0 })
        var distinct: Set<[String]> = []
        for (row, _) in try world.lines() {
            let earned = try #require(try row.amounts()).earned
            distinct.insert(["\(row.hit.header.id)", "\(earned.normalised)", row.text(.meterCategory)])
        }
        #expect(outcomes.reduce(0) { $0 + $1.records } == distinct.count && distinct.count < 900)
        #expect(world.plugins.plugins[0].instance.counters.records == asked + distinct.count)
        // A second pass finds nothing to do.
        #expect(try world.fill().map(\.lines) == [0])
    }

    @Test("are filled later where the import knew no plugin, and no answer changes before the last is there")
    func later() throws {
        let world = try world()
        try world.run(world.facts + world.usage, withPlugins: false)
        #expect(try world.inForce() == [])
        let revision = try world.store.revision()
        var rounds = 0
        try world.fill(isStopped: {
            rounds += 1
            return rounds > 2
        })
        #expect(try world.inForce() == [])
        #expect(try world.store.revision() == revision)
        try world.fill()
        #expect(try world.inForce() == ["price 1.0.0"])
        #expect(try world.store.revision() == revision + 1)
        try expectRight(world)
    }

    @Test("end with the decisions that they were made from")
    func decisions() throws {
        let world = try world()
        let access = world.access
        try world.run(world.facts.filter { !access.contains($0) } + world.usage)
        try expectRight(world)
        let before = world.now()
        let old = try world.lines().map { $0.entries?[0].text }
        try world.run(access, withPlugins: false)
        #expect(try world.lines().contains { $0.entries == nil })
        try world.fill()
        try expectRight(world)
        #expect(try world.lines().map { $0.entries?[0].text } != old)
        // What was answered then can be explained still.
        #expect(try world.lines(asOf: before).map { $0.entries?[0].text } == old)
    }

    @Test("of a new version answer when all are there; those of the old one stay readable")
    func versions() throws {
        let world = try world()
        try world.run(world.facts + world.usage)
        let before = world.now()
        try world.write(
            "price", version: "2.0.0", inputs: ["earned", "meterCategory"], outputs: Self.price,
            example: Self.example("10", #""price": "20", "label": "a""#), Self.rule.replacing("1.25", with: "2"))
        try world.load()
        var rounds = 0
        try world.fill(isStopped: {
            rounds += 1
            return rounds > 1
        })
        #expect(try world.inForce() == ["price 1.0.0"])
        try expectRight(world)
        try world.fill()
        #expect(try world.inForce() == ["price 2.0.0"])
        try expectRight(world, factor: "2")
        #expect(try world.inForce(asOf: before) == ["price 1.0.0"])
        try expectRight(world, asOf: before)
    }

    @Test("follow their lines through a join, older generations and versions too")
    func joins() throws {
        let world = try world()
        let access = world.access
        try world.run(world.facts.filter { !access.contains($0) } + world.usage)
        let before = world.now()
        let old = try world.lines().map { $0.entries?.map(\.text) }
        try world.run(access)
        let groups = try world.store.read { try $0.lineGroups(months: $0.usageMonths()).map(\.id) }
        try world.join()
        let joined = try world.store.read { try $0.lineGroups(months: $0.usageMonths()).map(\.id) }
        #expect(groups != joined)
        try expectRight(world)
        #expect(try world.fill().map(\.lines) == [0])
        #expect(try world.lines(asOf: before).map { $0.entries?.map(\.text) } == old)
    }

    @Test("are partial where a join met groups without them, and are completed")
    func partial() throws {
        let world = try world()
        try world.run(world.facts + world.usage, withPlugins: false)
        var rounds = 0
        try world.fill(isStopped: {
            rounds += 1
            return rounds > 2
        })
        try world.join()
        try world.fill()
        #expect(try world.inForce() == ["price 1.0.0"])
        try expectRight(world)
    }

    @Test(
        "hold why a record has no value: by itself, or with its batch",
        arguments: ["null", "reject_row", "reject_batch"])
    func failures(policy: String) throws {
        let world = try world(
            #"if row.earned > 0 then reject("no price for "..row.meterCategory) end out.label = "x""#, onError: policy,
            example: Self.example("0", #""price": null, "label": "x""#))
        try world.run(world.facts + world.usage)
        for (row, entries) in try world.lines() {
            let entries = try #require(entries)
            let earns = try #require(try row.amounts()).earned > .zero
            if earns || policy == "reject_batch" {
                guard case .failed(let code, let message) = entries[1] else {
                    Issue.record("line \(row.reference.line) has \(entries)")
                    continue
                }
                #expect(code == "PLUGIN_ROW")
                if policy != "reject_batch" { #expect(message == "no price for \(row.text(.meterCategory))") }
            } else {
                #expect(entries == [.null, .value(Array("x".utf8))])
            }
        }
        let record = try #require(try world.store.read { try $0.pluginsInForce() }.first)
        #expect(record.showsFailures == (policy != "null"))
    }

    @Test("are gone with the transaction that did not end")
    func undone() throws {
        struct Stop: Error {}
        let world = try world()
        try world.run(world.facts + world.usage, withPlugins: false)
        let months = try world.store.read { try $0.usageMonths() }
        #expect(throws: Stop.self) {
            try world.store.write { writer in
                _ = try world.pass.fill(months, writer, now: world.now())
                throw Stop()
            }
        }
        #expect(try world.store.read { try $0.pluginGenerations() }.isEmpty)
        #expect(try world.lines().allSatisfy { $0.entries == nil })
    }
}
