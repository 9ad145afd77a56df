import Credit
import Foundation
import Store
import StoreSQLite
import Testing

@testable import CreditImport

@Suite("Usage import")
struct UsageImportTests {
    private static let numbers = [
        "1E-05", "-0", "007", ".5", "123456789012345678901234567890", "-9223372036854775808", "9223372036854775807",
        "0.000000", "\"1.5\"", "+3", "5.0", "-12.50", "99999999999999999999999999999999999999", "1000000000000000000",
    ]

    /// Odd values in the fields, line ends of both kinds, newlines in quotes, blank lines, bad rows, no final newline.
    private static func oddFile(_ count: Int) -> [UInt8] {
        var bytes = Array((UsageFixture.header + "\r\n").utf8)
        let long = String(repeating: "é/", count: 2500)
        for number in 0..<count {
            var change: [UsageColumn: String] = [:]
            change[.quantity] = numbers[number % numbers.count]
            if number % 3 == 0 { change[.billingPreTaxTotal] = numbers[number * 5 % numbers.count] }
            if number % 5 == 0 { change[.additionalInfo] = "\"line one\nline \"\"two\"\",\r\n\(number)\"" }
            if number % 41 == 0 { change[.tags] = long + "\(number % 3)" }
            if number % 7 == 0 { change[.entitlementID] = "" }
            if number % 13 == 0 { change[.resourceURI] = number % 2 == 0 ? "" : "\"/a,b/c\"" }
            if number % 53 == 0 { change[.unitPrice] = "\"1,5\"" }
            if number % 59 == 0 { change[.usageDate] = "31/12/2026" }
            if number % 19 == 0 { change[.usageDate] = "2026-11-0\(1 + number % 9)" }
            bytes += Array(UsageFixture.row(number, change).utf8)
            if number % 61 == 0 { bytes += Array(",one,two".utf8) }
            bytes += number % 2 == 0 ? [0x0A] : [0x0D, 0x0A]
            if number % 67 == 0 { bytes += [0x0D, 0x0A, 0x0A] }
        }
        bytes += Array(UsageFixture.row(count).utf8)
        return bytes
    }

    @Test(
        "every byte of an odd file comes back",
        arguments: [(40, 1 << 20, 1), (700, 20_000, 2), (700, 6000, 2), (700, 9000, 3)])
    func roundTrip(count: Int, blockBytes: Int, workers: Int) throws {
        let fixture = try UsageFixture()
        let file = Self.oddFile(count)
        let outcome = try fixture.run(file, workers: workers) {
            $0.blockBytes = blockBytes
            $0.rows = 384
            $0.trainingRows = 100
        }
        #expect(try fixture.export(outcome) == file)
        #expect(outcome.rows + outcome.rejected == count + 1)
        #expect(Set(try fixture.problems().map(\.line)).count == outcome.rejected)
    }

    @Test("the same file gives the same blobs, whatever the threads do")
    func deterministic() throws {
        let file = Self.oddFile(900)
        func blobs() throws -> [[UInt8]?] {
            let fixture = try UsageFixture()
            try fixture.run(file) {
                $0.blockBytes = 15_000
                $0.rows = 256
                $0.trainingRows = 128
            }
            return try fixture.store.read { reader in
                let headers = try reader.lineGroups(months: reader.usageMonths())
                let keys = headers.flatMap { header in
                    header.columns.map { LineColumnKey(group: header.id, column: $0) }
                }
                return try reader.lineColumns(keys) + reader.directories(groups: headers.map(\.id))
            }
        }
        let first = try blobs()
        #expect(first.count > 200)
        for _ in 0..<3 { #expect(try blobs() == first) }
    }

    @Test("rejected rows name line, column and reason; lines are those of an editor")
    func rejected() throws {
        let fixture = try UsageFixture()
        var rows = [UsageFixture.header]
        rows.append(UsageFixture.row(1, [.tags: "\"two\nlines\""]))  // lines 2 and 3
        rows.append(UsageFixture.row(2, [.quantity: "\"1,5\""]))  // 4
        rows.append(UsageFixture.row(3) + ",a,b")  // 5
        rows.append(UsageFixture.row(4, [.usageDate: "31/12/2026", .billingCurrency: "EURO"]))  // 6
        rows.append(UsageFixture.row(5, [.customerID: ""]))  // 7
        rows.append(UsageFixture.row(6, [.customerCountry: "NLD"]))  // 8
        rows.append("only,three,fields")  // 9
        rows.append(UsageFixture.row(7, [.effectiveUnitPrice: "", .customerCountry: "", .pricingCurrency: ""]))  // 10
        rows.append(UsageFixture.row(8))  // 11
        var bytes = Array(rows.joined(separator: "\n").utf8) + [0x0A]
        bytes += Array(UsageFixture.row(9, [.customerName: "bad "]).utf8)  // 12
        if let place = bytes.lastIndex(of: UInt8(ascii: "b")).flatMap({ _ in bytes.lastRange(of: Array("bad ".utf8)) })
        {
            bytes[place.upperBound - 1] = 0xFF
        }
        bytes.append(0x0A)
        let outcome = try fixture.run(bytes)
        let problems = try fixture.problems()
        let found = problems.map { "\($0.line) \($0.column ?? "-"): \($0.message)" }
        #expect(
            found == [
                "4 Quantity: \"1,5\" is no decimal number; digits with a point are read",
                "5 -: has 57 columns where the header has 55",
                "6 UsageDate: \"31/12/2026\" is no day; M/D/YYYY and YYYY-MM-DD are read",
                "6 BillingCurrency: \"EURO\" is no currency code",
                "7 CustomerId: is blank",
                "8 CustomerCountry: \"NLD\" is no country code",
                "9 -: has 3 columns where the header has 55",
                "10 EffectiveUnitPrice: is blank",
                "12 CustomerName: is not valid UTF-8",
            ])
        #expect(outcome.rows == 2)
        #expect(outcome.rejected == 8)
        #expect(problems.first?.text == Array((rows[2] + "\n").utf8))
        #expect(problems[3].text.isEmpty)
        #expect(outcome.firstProblems.map(\.line) == problems.map(\.line))
        #expect(try fixture.export(outcome) == bytes)
    }

    @Test("columns are found by name in any order, by aliases, with a byte-order mark and with new columns")
    func header() throws {
        let fixture = try UsageFixture()
        var names = UsageFixture.columns.filter { $0 != .partnerEarnedCreditPercentage }.map { $0.name.lowercased() }
        names[7] = "ResellerMPNID"
        names = (names + ["\"New, Column\"", "rateOfPartnerEarnedCredit", "Another"]).reversed()
        var values = UsageFixture.columns.filter { $0 != .partnerEarnedCreditPercentage }.map {
            UsageFixture.value($0, 5)
        }
        values = (values + ["\"x,y\"", "0.15", "z"]).reversed()
        let file =
            [0xEF, 0xBB, 0xBF]
            + Array((names.joined(separator: ",") + "\n" + values.joined(separator: ",") + "\n").utf8)
        let outcome = try fixture.run(file)
        #expect(outcome.rows == 1)
        let format = try UsageFileFormat(decoding: outcome.coverage.format)
        #expect(format.extraNames == ["Another", "New, Column"])
        #expect(format.columns.contains(UsageColumn.rateOfPartnerEarnedCredit.id))
        #expect(format.columns.contains(UsageColumn.tier2MpnID.id))
        #expect(try fixture.export(outcome) == file)
    }

    @Test("a file with 54 columns of a direct-bill partner is taken")
    func directBill() throws {
        let fixture = try UsageFixture()
        let columns = UsageFixture.columns.filter { $0 != .tier2MpnID }
        let rows = (0..<5).map { number in columns.map { UsageFixture.value($0, number) }.joined(separator: ",") }
        let outcome = try fixture.run((([columns.map(\.name).joined(separator: ",")] + rows).joined(separator: "\n")))
        #expect(outcome.rows == 5)
        #expect(outcome.plans.allSatisfy { $0.resellerPartnerID == nil })
    }

    @Test("a missing or doubled column refuses the file and says what is there")
    func badHeader() throws {
        let fixture = try UsageFixture()
        let names = UsageFixture.columns.map(\.name)
        let error = #expect(throws: ImportFailure.self) {
            try fixture.run(names.filter { $0 != "EntitlementId" }.joined(separator: ",") + "\n")
        }
        #expect(error?.code == "IMPORT_MISSING_COLUMN")
        #expect(error?.message.contains("\"EntitlementId\"") == true)
        #expect(error?.message.contains("PartnerName") == true)
        #expect(throws: ImportFailure.duplicateColumn(name: "mpnid")) {
            try fixture.run((names + ["mpnid"]).joined(separator: ",") + "\n")
        }
        #expect(throws: ImportFailure.empty) { try fixture.run("") }
    }

    @Test("a header alone is a file without lines")
    func onlyHeader() throws {
        let outcome = try UsageFixture().run(UsageFixture.header)
        #expect(outcome.rows == 0)
        #expect(outcome.coverage.days.isEmpty)
    }

    @Test("a record that is too long, or a quote that never ends, is refused with its line")
    func endless() throws {
        let fixture = try UsageFixture()
        let good = (0..<20).map { UsageFixture.row($0) }.joined(separator: "\n")
        let long = UsageFixture.row(1, [.tags: "\"" + String(repeating: "x\n", count: 40_000) + "\""])
        #expect(throws: ImportFailure.recordTooLong(line: 22, limitMegabytes: 0)) {
            try fixture.run(UsageFixture.header + "\n" + good + "\n" + long + "\n") {
                $0.blockBytes = 8000
                $0.recordBytes = 50_000
            }
        }
        #expect(throws: ImportFailure.unterminatedQuote(line: 22)) {
            try fixture.run(UsageFixture.header + "\n" + good + "\n" + UsageFixture.row(1, [.tags: "\"open"]))
        }
        let fits = try fixture.run(UsageFixture.header + "\n" + good + "\n" + long + "\n") { $0.blockBytes = 8000 }
        #expect(fits.rows == 21)
    }

    @Test("too many bad rows refuse the file")
    func tooMany() throws {
        let fixture = try UsageFixture()
        let rows = (0..<100).map { UsageFixture.row($0, $0 % 40 == 0 ? [.quantity: "x"] : [:]) }
        let text = ([UsageFixture.header] + rows).joined(separator: "\n")
        let error = #expect(throws: ImportFailure.self) {
            try fixture.run(Array(text.utf8), badRows: .standard)
        }
        #expect(error?.code == "IMPORT_TOO_MANY_BAD_ROWS")
        #expect(try fixture.store.read { try $0.usageMonths() }.isEmpty)
    }

    @Test("what the lines name is collected, the newest line first believed")
    func seen() throws {
        let fixture = try UsageFixture()
        var rows = (0..<60).map { UsageFixture.row($0, [.usageDate: "10/\(1 + $0 % 20)/2026"]) }
        rows.append(
            UsageFixture.row(
                0,
                [
                    .usageDate: "11/1/2026", .customerName: "\"Contoso, \"\"new\"\"\"", .invoiceNumber: "",
                    .tier2MpnID: "4711", .billingCurrency: "usd",
                ]))
        rows.append(UsageFixture.row(1, [.usageDate: "12/31/2026", .quantity: "bad", .invoiceNumber: "G9"]))
        let outcome = try fixture.run(([UsageFixture.header] + rows).joined(separator: "\n")) { $0.rows = 160 }
        #expect(outcome.customers.map(\.name) == ["Contoso, \"new\"", "Contoso 1", "Contoso 2"])
        #expect(outcome.customers.first?.origin.line == 62)
        #expect(outcome.customers.first?.country?.description == "NL")
        #expect(outcome.plans.count == 3)
        #expect(outcome.plans.map(\.resellerPartnerID) == ["4711", nil, nil])
        #expect(outcome.subscriptions.count == 9)
        #expect(outcome.subscriptions.first?.name == "Subscription 0")
        #expect(outcome.coverage.invoices == ["G000001"])
        #expect(outcome.coverage.hasUnbilled)
        #expect(outcome.coverage.currencies.map(\.description) == ["EUR", "USD"])
        #expect(outcome.coverage.days.count == 21)
        #expect(outcome.coverage.days.last?.description == "2026-11-01")
        let months = try fixture.store.read { try $0.usageMonths() }
        #expect(months.map(\.description) == ["2026-10", "2026-11"])
    }

    @Test("a group ends before a dictionary is too large for its numbers or for memory")
    func manyTexts() throws {
        let fixture = try UsageFixture()
        let rows = (0..<3000).map { UsageFixture.row($0, [.additionalInfo: "text \($0)", .quantity: "1E-\($0 % 30)"]) }
        let text = ([UsageFixture.header] + rows).joined(separator: "\n")
        let outcome = try fixture.run(text) {
            $0.blockBytes = 50_000
            $0.entries = 500
        }
        #expect(try fixture.export(outcome) == Array(text.utf8))
        let other = try UsageFixture()
        let again = try other.run(text) {
            $0.blockBytes = 50_000
            $0.textBytes = 8000
        }
        #expect(try other.export(again) == Array(text.utf8))
        #expect(try other.store.read { try $0.lineGroups(months: $0.usageMonths()) }.count > 4)
    }

    @Test("blocks are cut where records end, at every size")
    func blocks() throws {
        let fixture = try UsageFixture()
        var text = "h1,h2\n"
        for number in 0..<200 {
            text += number % 3 == 0 ? "\"a\n\"\"\n\(number)\",b\r\n" : "\(number),c\n"
        }
        let path = fixture.folder.appending(path: "blocks.csv").path
        try Data(text.utf8).write(to: URL(filePath: path))
        for size in [16, 17, 31, 64, 65, 100, 1000, 100_000] {
            var limits = UsageWorker.Limits()
            limits.blockBytes = size
            var reader = BlockReader(try ImportSource(path: path), limits)
            #expect(try reader.header() == Array("h1,h2\n".utf8))
            var all: [UInt8] = []
            var line = 2
            let block = RecordBlock(capacity: size + 1)
            while try reader.next(block) {
                let bytes = Array(UnsafeBufferPointer(start: block.base, count: block.count))
                #expect(block.firstLine == line)
                #expect(bytes.last == 0x0A)
                #expect(bytes.filter { $0 == UInt8(ascii: "\"") }.count % 2 == 0)
                line += bytes.filter { $0 == 0x0A }.count
                all += bytes
            }
            #expect(all == Array(text.utf8.dropFirst(6)))
        }
    }
}
