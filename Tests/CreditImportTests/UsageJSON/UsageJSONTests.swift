import Credit
import Foundation
import JSON
import Store
import StoreSQLite
import Testing

@testable import CreditImport

/// Daily rated usage as JSON lines of the asynchronous export and as pages of the first API.
@Suite("Usage in JSON")
struct UsageJSONTests {
    /// The keys of the pages, where they are not the column's name with a small first letter.
    private static let pageKeys: [UsageColumn: String] = [
        .mpnID: "mpnId", .tier2MpnID: "resellerMpnId", .unit: "unitOfMeasure", .resourceURI: "resourceUri",
        .pcToBCExchangeRate: "pcToBCExchangeRate", .pcToBCExchangeRateDate: "pcToBCExchangeRateDate",
        .partnerEarnedCreditPercentage: "rateOfPartnerEarnedCredit", .creditPercentage: "rateOfCredit",
    ]
    private static let numbers: Set<UsageColumn> = [
        .unitPrice, .effectiveUnitPrice, .quantity, .billingPreTaxTotal, .pricingPreTaxTotal, .pcToBCExchangeRate,
        .partnerEarnedCreditPercentage, .creditPercentage,
    ]

    /// What a row of the fixture says, by column.
    private static func values(_ number: Int) -> [UsageColumn: String] {
        Dictionary(
            uniqueKeysWithValues: UsageFixture.columns.map { column in
                let raw = Array(UsageFixture.value(column, number).utf8)
                return (column, String(decoding: CSVField.unquoted(raw), as: UTF8.self))
            })
    }

    /// An item of the asynchronous export.
    static func item(_ number: Int, _ change: [UsageColumn: String] = [:], key: (UsageColumn) -> String = \.name)
        -> String
    {
        let values = values(number)
        let members = UsageFixture.columns.filter { $0 != .pcToBCExchangeRateDate }.map { column in
            let text = change[column] ?? values[column] ?? ""
            let value = text.isEmpty ? "null" : numbers.contains(column) ? text : Self.quoted(text)
            return "\"\(key(column))\":\(value)"
        }
        return "{\(members.joined(separator: ","))}"
    }

    /// An item of the pages.
    static func pageItem(_ number: Int) -> String {
        let item = item(number, [.partnerEarnedCreditPercentage: "0.15", .creditPercentage: "0"]) { column in
            pageKeys[column] ?? column.name.prefix(1).lowercased() + column.name.dropFirst()
        }
        return item.dropLast() + ",\"attributes\":{\"objectType\":\"DailyRatedUsageLineItem\"}}"
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter()
        writer.string(text)
        return writer.text
    }

    /// The values that are stored, by line.
    private func stored(_ fixture: UsageFixture, _ outcome: UsageImportOutcome) throws -> [Int: [UsageColumn: String]] {
        let format = try UsageFileFormat(decoding: outcome.coverage.format)
        var found: [Int: [UsageColumn: String]] = [:]
        for (line, bytes) in try fixture.records(format) {
            var record = bytes
            while record.last == 0x0A || record.last == 0x0D { record.removeLast() }
            let fields = UsageHeader.fields(record[...]).map { String(decoding: CSVField.unquoted($0), as: UTF8.self) }
            found[line] = Dictionary(
                uniqueKeysWithValues: zip(format.columns, fields).compactMap { column, text in
                    text.isEmpty ? nil : UsageColumn(column).map { ($0, text) }
                })
        }
        return found
    }

    private func kept(_ fixture: UsageFixture) throws -> [UInt8] {
        var bytes: [UInt8] = []
        try fixture.store.read { try RawArchive.read(import: 1, from: $0) { bytes += $0 } }
        return bytes
    }

    /// Both forms as they come, and others that tools make of them.
    private static let forms: [(name: String, isPage: Bool, text: @Sendable ([String]) -> String)] = [
        ("lines", false, { $0.joined(separator: "\n") + "\n" }),
        ("lines of another system, without an end", false, { "\u{FEFF}" + $0.joined(separator: "\r\n") }),
        (
            "page", true,
            {
                "{\"totalCount\":\($0.count),\"items\":[\($0.joined(separator: ","))],"
                    + "\"links\":{\"self\":{\"uri\":\"/invoices\",\"items\":[]}},\"attributes\":{\"objectType\":\"Collection\"}}"
            }
        ),
        ("page over lines", true, { "{\n  \"items\": [\n    \($0.joined(separator: ",\n    "))\n  ]\n}\n" }),
        ("list", false, { "[" + $0.joined(separator: " ,\n") + "]" }),
        ("objects over lines", false, { $0.map { $0.replacing(",\"", with: ",\n\"") }.joined(separator: "\n") }),
    ]

    @Test("all forms give the values of the CSV, by line or place, and come back byte for byte", arguments: 0..<6)
    func forms(index: Int) throws {
        let form = Self.forms[index]
        let rows = 250
        let text = form.text((0..<rows).map { form.isPage ? Self.pageItem($0) : Self.item($0) })
        let fixture = try UsageFixture()
        let outcome = try fixture.run(Array(text.utf8), isJSON: true) {
            $0.blockBytes = 20_000
            $0.rows = 160
        }
        #expect(outcome.rows == rows && outcome.rejected == 0, "\(form.name)")
        let stored = try stored(fixture, outcome)
        #expect(stored.keys.sorted() == Array(1...rows))
        for number in 0..<rows {
            var expected = Self.values(number).filter { !$0.value.isEmpty && $0.key != .pcToBCExchangeRateDate }
            if form.isPage {
                expected[.rateOfPartnerEarnedCredit] = "0.15"
                expected[.rateOfCredit] = "0"
                expected[.partnerEarnedCreditPercentage] = nil
                expected[.creditPercentage] = nil
            }
            #expect(stored[number + 1] == expected, "\(form.name) \(number)")
        }
        #expect(try kept(fixture) == Array(text.utf8))
        #expect(outcome.coverage.invoices == ["G000001"] && outcome.customers.count == 3)
    }

    @Test("numbers keep their characters, texts are unpacked, and a percent and its fraction are one column")
    func values() throws {
        let items = [
            #"{"CustomerId":"a","UsageDate":"2026-10-01T00:00:00.0000000-08:00","UnitPrice":1E-05,"Quantity":0.1999968000511991808131,"#
                + #""EffectiveUnitPrice":"0.00000850","BillingCurrency":"EUR","PartnerEarnedCreditPercentage":15,"#
                + #""ResourceGroup":"caf\u00e9 \ud83d\ude00 \"x\", y\\z\/","Tags":{"a":[1, 2.50,"b"]},"SkuId":0010e0,"New":{"x":[]}}"#,
            #"{"customerid":"a","usagedate":"2026-10-01","unitprice":-0,"quantity":2,"effectiveunitprice":1,"billingcurrency":"EUR","#
                + #""rateOfPartnerEarnedCredit":0.15,"creditType":true,"meterName":"two\nlines","unit":"1 Hour","unitOfMeasure":"1 Hour"}"#,
        ]
        let fixture = try UsageFixture()
        let bad = items[0]
        let good = items[0].replacing("\"SkuId\":0010e0,", with: "\"SkuId\":\"0010\",")
        let outcome = try fixture.run(
            Array([bad, good, items[1]].joined(separator: "\n").utf8), isJSON: true)
        let stored = try stored(fixture, outcome)
        let first = try #require(stored[2])
        #expect(first[.unitPrice] == "1E-05" && first[.quantity] == "0.1999968000511991808131")
        #expect(first[.effectiveUnitPrice] == "0.00000850" && first[.partnerEarnedCreditPercentage] == "15")
        #expect(first[.resourceGroup] == "café 😀 \"x\", y\\z/" && first[.tags] == #"{"a":[1, 2.50,"b"]}"#)
        #expect(first[.skuID] == "0010" && first[.usageDate] == "2026-10-01T00:00:00.0000000-08:00")
        let second = try #require(stored[3])
        #expect(second[.partnerEarnedCreditPercentage] == "15" && second[.creditType] == "true")
        #expect(second[.meterName] == "two lines" && second[.unit] == "1 Hour" && second[.unitPrice] == "-0")
        let problems = try fixture.problems()
        #expect(problems.map(\.line) == [1] && problems[0].message.contains("at byte"))
        #expect(String(decoding: problems[0].text, as: UTF8.self) == bad)
    }

    @Test("bad items are told of with their line and key, and the others are taken")
    func badRows() throws {
        var lines = (0..<40).map { Self.item($0) }
        lines[2] = "{\"CustomerId\":\"a\","
        lines[4] = "[1]"
        lines[6] = ""
        lines[8] = Self.item(8, [.quantity: "\"many\""])
        lines[9] = Self.item(9).dropLast() + ",\"customerId\":\"other\"}"
        lines[10] = Self.item(10) + " x"
        lines[11] = Self.item(11, [.usageDate: "13/45/2026"])
        lines[12] = "{\"a\":\"\\ud800\"}"
        lines[13] = String(repeating: "[", count: 3000)
        let text = lines.joined(separator: "\n")
        let fixture = try UsageFixture()
        let outcome = try fixture.run(Array(text.utf8), isJSON: true) { $0.blockBytes = 10_000 }
        let problems = try fixture.problems().map { "\($0.line) \($0.column ?? "-")" }
        #expect(problems == ["3 -", "5 -", "9 Quantity", "10 customerId", "11 -", "12 UsageDate", "13 -", "14 -"])
        #expect(outcome.rows == 31 && outcome.rejected == 8)
        #expect(Set(try stored(fixture, outcome).keys) == Set(1...40).subtracting([3, 5, 7, 9, 10, 11, 12, 13, 14]))
        #expect(try kept(fixture) == Array(text.utf8))
        #expect(throws: ImportFailure.self) {
            try UsageFixture().run(Array(text.utf8), badRows: .standard, isJSON: true)
        }
    }

    @Test(
        "a page that breaks off, or that has something else between its items, is refused with the place",
        arguments: [
            ("{\"items\":[{}", 1), ("{\"items\":[{},\n", 2), ("{\"items\":[{}\n{}]}", 2), ("{\"items\":[\n\n,{}]}", 3),
            ("{\"items\":[{},]}", 1), ("{\"items\":[{},7]}", 1), ("{\"items\":[{}]", 1), ("{\"items\":[{}]}\n}", 1),
            ("{\"items\":[{}],\"items\":[]}", 1), ("[{}]]", 1), ("[{\"a\":\"", 1), ("{\"a\"\n:1}\n{\"b\":", 3),
        ])
    func brokenPages(text: String, line: Int) throws {
        let failure = #expect(throws: ImportFailure.self) { try UsageFixture().run(Array(text.utf8), isJSON: true) }
        guard case .json(let found, _, let message)? = failure else {
            Issue.record("\(String(describing: failure))")
            return
        }
        #expect(found == line && !message.isEmpty, "\(text): \(found) \(message)")
    }

    @Test("the pieces in which a file comes change nothing", arguments: 0..<6)
    func pieces(index: Int) throws {
        let text = Array(Self.forms[index].text((0..<12).map { Self.item($0) }).utf8)
        var expected: [UInt8]?
        for size in [7, 100, 1_000, text.count] {
            for peeked in [64, 5_000, text.count] {
                var at = min(peeked, text.count)
                // What tells the form must be there: files begin with 64 KiB at least.
                if peeked == 64, index > 1, index != 4 { continue }
                let translation = UsageTranslation(Array(text[..<at]))
                var output: [UInt8] = []
                while true {
                    var piece = [UInt8](repeating: 0, count: size)
                    let got = try piece.withUnsafeMutableBytes { buffer in
                        try translation.read(into: buffer) { part in
                            let count = min(part.count, max(size, 900), text.count - at)
                            part.copyBytes(from: text[at..<at + count])
                            at += count
                            return count
                        }
                    }
                    if got == 0 { break }
                    output += piece[..<got]
                }
                #expect(expected == nil || output == expected)
                expected = output
            }
        }
    }

    @Test("an item beyond the limit is refused, and memory does not follow it")
    func longItem() throws {
        let text = "{\"a\":\"" + String(repeating: "x", count: 5 << 20) + "\"}\n"
        for form in [text, "[\(text)]", "{\"items\":[\(text)]}"] {
            let failure = #expect(throws: ImportFailure.self) {
                try UsageFixture().run(Array(form.utf8), isJSON: true)
            }
            #expect(failure?.code == "IMPORT_RECORD_TOO_LONG")
        }
    }

    /// The same numbers in every run.
    private struct Numbers {
        var state: UInt64

        mutating func next(_ limit: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % limit
        }
    }

    @Test("damaged files are taken and come back byte for byte, or are refused with a word", arguments: 1...6)
    func damaged(seed: Int) throws {
        var numbers = Numbers(state: UInt64(seed) &* 6_151)
        let form = Self.forms[seed % 6]
        let good = Array(form.text((0..<80).map { form.isPage ? Self.pageItem($0) : Self.item($0) }).utf8)
        let odd = Array("\"{}[],:\\\n\r/.-+eEu0n\u{0}\u{1F}".utf8) + [0xFF, 0xC3, 0x80]
        for _ in 0..<8 {
            var file = good
            for _ in 0..<1 + numbers.next(6) {
                let place = numbers.next(file.count - 200)
                switch numbers.next(3) {
                case 0: file[place] = odd[numbers.next(odd.count)]
                case 1: file.insert(odd[numbers.next(odd.count)], at: place)
                default: file.removeSubrange(place..<min(file.count, place + 1 + numbers.next(80)))
                }
            }
            if numbers.next(4) == 0 { file.removeLast(numbers.next(2000)) }
            let fixture = try UsageFixture()
            do {
                let outcome = try fixture.run(file, isJSON: true) { $0.blockBytes = 300 + numbers.next(40_000) }
                #expect(try kept(fixture) == file)
                #expect(try stored(fixture, outcome).count == outcome.rows)
                // A damage in the middle of JSON lines costs the lines it is in; what was there before stays.
                if form.name.hasPrefix("lines") { #expect(outcome.rows >= 60) }
            } catch let failure as ImportFailure {
                #expect(
                    ["IMPORT_JSON", "IMPORT_RECORD_TOO_LONG", "IMPORT_TOO_MANY_BAD_ROWS"].contains(failure.code),
                    "\(failure)")
            }
        }
    }

    // MARK: The whole import

    @Test(
        "the kind is found, pages of a command are one set, a newer export replaces them, the same bytes change nothing"
    )
    func sets() throws {
        let fixture = try ImportFixture()
        let first = try fixture.file("page1.json", Self.forms[2].text((0..<30).map { Self.pageItem($0) }))
        let second = try fixture.file("page2.json", Self.forms[2].text((30..<50).map { Self.pageItem($0) }))
        let reports = try fixture.run([first, second], steps: .standard())
        #expect(reports.map(\.message) == [nil, nil])
        #expect(reports.map(\.state) == [.done, .done] && reports.map(\.rows) == [30, 20])
        #expect(reports.allSatisfy { $0.kind == .dailyRatedUsage && $0.replaced.isEmpty })
        let imports = try fixture.store.read { try $0.imports() }
        #expect(Set(imports.map(\.setID)).count == 1)
        #expect(try fixture.run([first, second], steps: .standard()).map(\.state) == [.unchanged, .unchanged])
        let lines = (0..<60).map { Self.item($0) }.joined(separator: "\n")
        let packed = try fixture.file("all.json.gz", ImportFixture.gzip(Data(lines.utf8)), order: 5)
        let report = try #require(try fixture.run([packed], steps: .standard()).first)
        #expect(report.state == .done && report.rows == 60)
        #expect(Set(report.replaced) == ["page1.json", "page2.json"])
        try fixture.store.read { reader throws in
            let record = try #require(try reader.imports().last)
            var bytes: [UInt8] = []
            try UsageExport(record, reader, temporaryFolder: fixture.folder.path).write { bytes += $0 }
            #expect(bytes == Array(lines.utf8))
        }
    }

    @Test("a manifest dates its parts, makes one set of them, and misses none")
    func manifest() throws {
        let fixture = try ImportFixture()
        func manifest(_ names: String..., created: String) -> String {
            let blobs = names.map { "{\"name\":\"folder/\($0)\",\"sizeInBytes\":1,\"partitionValue\":\"1\"}" }
            return "{\"version\":\"1\",\"dataFormat\":\"compressedJSONLines\",\"utcCretedDateTime\":\"\(created)\","
                + "\"partitionType\":\"ItemCount\",\"blobs\":[\(blobs.joined(separator: ","))]}"
        }
        let (one, two) = (try fixture.file("one.json", Self.item(1)), try fixture.file("two.json", Self.item(2)))
        let list = try fixture.file(
            "manifest.json", manifest("one.json", "two.json", created: "2026-10-05T00:00:00.0000000Z"))
        let missing = try fixture.run([list, one], steps: .standard())
        #expect(missing.map(\.code) == ["IMPORT_OPTION", "IMPORT_OPTION"])
        #expect(missing[0].message?.contains("two.json") == true)
        let reports = try fixture.run([one, list, two], steps: .standard())
        #expect(reports.map(\.state) == [.done, .done, .done] && reports.compactMap(\.importID).count == 2)
        let imports = try fixture.store.read { try $0.imports() }.filter { $0.state == .done }
        #expect(Set(imports.map(\.setID)).count == 1)
        #expect(try Set(imports.map(\.asOf)) == [Instant(parsing: "2026-10-05T00:00:00Z")])
        // An older export of the same invoice is kept and hides nothing.
        let old = try fixture.file("old.json", Self.item(3))
        let older = try fixture.file("old-manifest.json", manifest("old.json", created: "2026-10-04T00:00:00Z"))
        let told = try fixture.run([older, old], steps: .standard())
        #expect(told.last?.state == .done && told.last?.replacedBy == "one.json")
    }

    @Test("a part that is refused takes its export with it, and leaves another invoice alone")
    func refusedPart() throws {
        let fixture = try ImportFixture()
        let good = try fixture.file("a.json", Self.forms[2].text((0..<5).map { Self.pageItem($0) }))
        let broken = try fixture.file(
            "b.json", String(Self.forms[2].text((5..<9).map { Self.pageItem($0) }).dropLast(90)))
        let other = try fixture.file(
            "c.json", Self.item(1, [.invoiceNumber: "G000002"]) + "\n" + Self.item(2, [.invoiceNumber: "G000002"]))
        let reports = try fixture.run([good, broken, other], steps: .standard())
        let states = Dictionary(uniqueKeysWithValues: reports.map { (URL(filePath: $0.file).lastPathComponent, $0) })
        #expect(states["a.json"]?.state == .refused)
        #expect(states["b.json"]?.code == "IMPORT_JSON", "\(states["b.json"]?.message ?? "")")
        #expect(states["c.json"]?.state == .done && states["c.json"]?.rows == 2)
    }

    @Test("the basic attributes, without the credit's share, are taken; prices tell the share then")
    func basic() throws {
        let names: Set<UsageColumn> = [
            .partnerID, .customerID, .invoiceNumber, .productID, .skuID, .subscriptionID, .chargeStartDate,
            .chargeEndDate,
            .usageDate, .unit, .resourceURI, .unitPrice, .quantity, .billingPreTaxTotal, .billingCurrency,
            .effectiveUnitPrice, .pcToBCExchangeRate, .entitlementID,
        ]
        let items = (0..<9).map { number in
            let all = Self.values(number)
            return "{"
                + UsageFixture.columns.filter(names.contains).map { "\"\($0.name)\":\(Self.quoted(all[$0] ?? ""))" }
                .joined(separator: ",") + "}"
        }
        let fixture = try ImportFixture()
        let report = try fixture.run(
            [try fixture.file("basic.jsonl", items.joined(separator: "\n"))], steps: .standard()
        ).first
        #expect(report?.state == .done && report?.rows == 9 && report?.kind == .dailyRatedUsage)
    }
}
