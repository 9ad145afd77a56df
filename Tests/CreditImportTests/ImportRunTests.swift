import Credit
import CreditSample
import Foundation
import Store
import StoreSQLite
import Testing

@testable import CreditImport

@Suite struct ImportRunTests {
    let fixture: ImportFixture

    init() throws { fixture = try ImportFixture() }

    private static let rates = "CurrencyCode,USDPerUnit,Month\nEUR,1.0857142857142857,202610\n"

    private func usage(_ name: String, _ lines: String..., order: Int = 0) throws -> String {
        try fixture.file(name, ImportFixture.usageHeader + lines.map { $0 + "\n" }.joined(), order: order)
    }

    @Test("an import of usage is told to other processes while it runs, with the id that it will have")
    func told() throws {
        let fixture = try ImportFixture()
        let now = Instant(microseconds: 1_793_491_200_000_000)
        let seen = Box<[RunningImport?]>([])
        let steps = ImportSteps(
            importUsage: { [store = fixture.store] task, _ in
                task.progress.add(rows: 5)
                task.heartbeat()
                // Twice at one instant is told once.
                task.progress.add(rows: 5)
                task.heartbeat()
                seen.value.append(store.runningImport(now: now))
                throw ImportFailure.empty
            }, computeLedger: { _, _, _ in })
        let path = try fixture.file("usage.csv", ImportFixture.usageHeader)
        #expect(try fixture.run([path], steps: steps).map(\.code) == ["IMPORT_EMPTY"])
        let running = try #require(seen.value.first ?? nil)
        #expect(running.rows == 5 && running.name == "usage.csv" && running.startedAt == now)
        #expect(running.totalBytes == Int64(ImportFixture.usageHeader.utf8.count))
        #expect(fixture.store.runningImport(now: now) == nil)
    }

    private final class Box<Value>: @unchecked Sendable {
        var value: Value
        init(_ value: Value) { self.value = value }
    }

    @Test("the files of a sample are all taken, and are what they say")
    func sample() throws {
        let configuration = try SampleConfiguration(customers: 4, subscriptions: 9, days: 40, lines: 200, seed: 3)
        let files = fixture.folder.appending(path: "files").path
        try SampleWorld(configuration).write(to: try DirectorySink(directory: files))
        let names = try FileManager.default.contentsOfDirectory(atPath: files).sorted()
        let paths = names.filter { !$0.hasPrefix("daily") && !$0.hasPrefix(".") }.map { "\(files)/\($0)" }
        var reports: [ImportReport] = []
        for path in paths { reports += try fixture.run(path) }
        for report in reports { #expect(report.state == .done && report.rejected == 0, "\(report.json)") }
        try fixture.store.read { reader throws in
            #expect(try reader.partners().count == 3)
            #expect(try reader.customers().count == 4)
            #expect(try reader.plans().allSatisfy(\.isAzurePlan))
            #expect(try reader.entitlements().count == 9)
            #expect(try reader.roleSnapshots().isEmpty == false)
            #expect(try reader.accessGrants().isEmpty == false && reader.partnerIDLinks().isEmpty == false)
            #expect(try reader.priceItems().contains { $0.tierFrom != nil && $0.tierTo == nil })
            #expect(try reader.exchangeRates().isEmpty == false)
        }
        for path in paths { #expect(try fixture.run(path).map(\.state) == [.unchanged]) }
        for (name, record) in try fixture.store.read({ try $0.imports() }).map({ ($0.name, $0) }) {
            var content = Data()
            try fixture.store.read {
                try RawArchive.read(import: record.id, from: $0) { content.append(contentsOf: $0) }
            }
            #expect(content == FileManager.default.contents(atPath: "\(files)/\(name)"))
        }
    }

    @Test("the same bytes a second time change nothing and say so")
    func unchanged() throws {
        let path = try fixture.file("fx.csv", Self.rates)
        #expect(try fixture.run(path).first?.state == .done)
        let revision = try fixture.store.revision()
        let report = try #require(try fixture.run(path).first)
        #expect(report.state == .unchanged && report.message?.contains("fx.csv") == true)
        #expect(try fixture.store.revision() == revision)
        let first = try usage("u.csv", "2026-10-01,G1")
        #expect(try fixture.run(first).first?.state == .done)
        #expect(try fixture.run(first).first?.state == .unchanged)
    }

    @Test("a dry run reports and writes nothing")
    func dryRun() throws {
        let facts = try fixture.file("fx.csv", Self.rates)
        let lines = try usage("u.csv", "2026-10-01,G1")
        let reports = try fixture.run(facts, lines) { $0.isDryRun = true }
        #expect(reports.map(\.rows) == [1, 1] && reports.allSatisfy(\.isDryRun))
        #expect(try fixture.store.revision() == 0 && fixture.states().isEmpty)
    }

    @Test("one refused file stops no other, unless they are a set")
    func refused() throws {
        let good = try fixture.file("fx.csv", Self.rates)
        let bad = try fixture.file("bad.csv", "nothing,known\n1,2\n")
        #expect(try fixture.run(bad, good) { $0.set = "a" }.map(\.state) == [.refused, .refused])
        #expect(try fixture.states().isEmpty)
        #expect(try fixture.run(bad, good).map(\.state) == [.refused, .done])
    }

    @Test("a newer set takes the place of an older one of the same invoice, in any order of imports")
    func replaces() throws {
        let old = try usage("old.csv", "2026-10-01,G1", order: 1)
        let new = try usage("new.csv", "2026-10-02,G1", order: 2)
        #expect(try fixture.run(new).first?.state == .done)
        let report = try #require(try fixture.run(old).first)
        #expect(report.state == .done && report.replacedBy == "new.csv")
        #expect(try fixture.states() == ["old.csv": .replaced, "new.csv": .done])
        let newest = try usage("newest.csv", "2026-09-30,G1", order: 3)
        #expect(try fixture.run(newest).first?.replaced == ["new.csv"])
        #expect(fixture.computed.all.last == ["2026-09", "2026-10"])
    }

    @Test("sets that are equally old, or that have only a part in common, are refused")
    func tie() throws {
        try fixture.run(try usage("a.csv", "2026-10-01,G1", "2026-10-01,G2", order: 1))
        let tie = try #require(try fixture.run(try usage("b.csv", "2026-10-02,G1", "2026-10-02,G2", order: 1)).first)
        #expect(tie.code == "IMPORT_TIE" && tie.message?.contains("a.csv") == true)
        let part = try #require(try fixture.run(try usage("c.csv", "2026-10-02,G1", order: 2)).first)
        #expect(part.code == "IMPORT_OVERLAP")
        let later = try fixture.run(try usage("b.csv", "2026-10-02,G1", "2026-10-02,G2", order: 1)) {
            $0.asOf = Instant(microseconds: 1_900_000_000_000_000)
        }
        #expect(later.first?.replaced == ["a.csv"])
    }

    @Test("billed data hides unbilled data of its days")
    func billed() throws {
        try fixture.run(try usage("unbilled.csv", "2026-10-01,", "2026-10-02,", order: 1))
        try fixture.run(try usage("billed.csv", "2026-10-01,G1", order: 2))
        let imports = try fixture.store.read { try $0.imports() }
        let visibility = UsageVisibility(imports: imports)
        let unbilled = try #require(imports.first { $0.name == "unbilled.csv" })
        #expect(unbilled.scopes == ["unbilled:2026-10:USD"])
        #expect(visibility.hiddenDays(import: unbilled.id) == [try Day(parsing: "2026-10-01")])
    }

    @Test("a set of usage files is one transaction")
    func set() throws {
        let good = try usage("a.csv", "2026-10-01,G1")
        let bad = try usage("b.csv", "2026-10-01,G1", "bad")
        #expect(try fixture.run(good, bad) { $0.set = "s" }.map(\.state) == [.refused, .refused])
        #expect(try fixture.states() == ["b.csv": .failed])
        let other = try usage("c.csv", "2026-10-02,G1")
        let reports = try fixture.run(good, other) { $0.set = "s" }
        #expect(reports.map(\.state) == [.done, .done] && fixture.computed.all == [["2026-10"]])
        let done = try fixture.store.read { try $0.imports() }.filter { $0.state == .done }
        #expect(done.count == 2 && Set(done.map(\.setID)).count == 1)
    }

    @Test("facts compute the ledger of the months that they can change, once a run")
    func ledger() throws {
        try fixture.store.write { writer in
            for month in ["2026-09", "2026-10"] {
                let month = try BillingMonth(parsing: month)
                let header = LineGroupHeader(
                    id: try writer.nextLineGroupID(), month: month, bucket: 0, generation: 0, imports: [], rowCount: 0,
                    firstDay: month.firstDay, lastDay: month.lastDay, firstLine: 1, lastLine: 1, columns: [])
                try writer.insert(header, directory: RawSpan())
            }
        }
        let links = "object_id,tenant_id,partner_id,from,until,stated_by\n"
        let sheet =
            "\"ProductId\",\"SkuId\",\"Market\",\"Currency\",\"UnitPrice\",\"EffectiveStartDate\",\"EffectiveEndDate\",\"Tags\"\n"
        try fixture.run(
            try fixture.file("fx.csv", Self.rates),
            try fixture.file(
                "sheet-202610.csv",
                sheet
                    + "\"P\",\"1\",\"US\",\"USD\",\"1\",\"3/1/2018 12:00:00 AM\",\"11/30/9999 11:59:59 PM\",\"Azure\"\n"
            )
        ) { $0.kind = nil }
        #expect(fixture.computed.all == [])
        try fixture.run(
            try fixture.file(
                "sheet-202610.csv", sheet + "\"P\",\"1\",\"US\",\"USD\",\"2\",\"3/1/2018\",\"3/1/2019\",\"Azure\"\n",
                order: 9)
        ) {
            $0.kind = .priceSheet
        }
        #expect(fixture.computed.all == [["2026-10"]])
        try fixture.run(
            try fixture.file("links.csv", links),
            try fixture.file("links2.csv", links + "\n"))
        #expect(fixture.computed.all == [["2026-10"], ["2026-09", "2026-10"]])
    }

    @Test("a refusal is kept with its reasons, once")
    func failed() throws {
        let path = try fixture.file("fx.csv", "CurrencyCode,USDPerUnit,Month\nEUR,x,202610\nUSD,y,202610\n")
        for _ in 0..<2 { #expect(try fixture.run(path).first?.code == "IMPORT_TOO_MANY_BAD_ROWS") }
        let record = try #require(try fixture.store.read { try $0.imports() }.first)
        #expect(record.state == .failed && record.rejected == 2 && record.kind == .exchangeRates)
        #expect(try fixture.store.read { try $0.imports() }.count == 1)
        let errors = try fixture.store.read { try $0.importErrors(imports: [record.id], limit: 10) }
        #expect(errors.map(\.line) == [1, 2, 3] && errors.map(\.column) == [nil, "USDPerUnit", "USDPerUnit"])
        // A mended file is taken; the refused one counted for nothing.
        #expect(try fixture.run(try fixture.file("fx.csv", Self.rates)).first?.state == .done)
        #expect(try fixture.store.read { try $0.exchangeRates() }.count == 1)
    }

    @Test("a list of role assignments needs its time")
    func snapshotTime() throws {
        let text =
            "[{\"id\":\"/a\",\"principalId\":\"196e2273-9651-43a3-ba7e-7cbcd918fc40\",\"principalType\":\"User\","
            + "\"roleDefinitionId\":\"/r\",\"scope\":\"/subscriptions/196e2273-9651-43a3-ba7e-7cbcd918fc40\"}]"
        let path = try fixture.file("roles.json", text)
        #expect(try fixture.run(path).first?.code == "IMPORT_NO_SNAPSHOT_TIME")
        let at = try Instant(parsing: "2026-10-01T06:00:00Z")
        #expect(try fixture.run(path) { $0.at = at }.first?.at == at)
        // The same list at another time is news: nothing has changed since.
        #expect(try fixture.run(path) { $0.at = Instant(microseconds: at.microseconds + 1) }.first?.state == .done)
        #expect(try fixture.run(path) { $0.at = at }.first?.state == .unchanged)
        #expect(try fixture.run(try fixture.file("roles-2026-10-02T06-00-00Z.json", text)).first?.state == .done)
    }
}
