import Credit
import Foundation
import Store
import StoreSQLite
import Testing

@testable import CreditImport

@Suite struct BadInputTests {
    let fixture: ImportFixture

    init() throws { fixture = try ImportFixture() }

    private static let links = "object_id,tenant_id,partner_id,from,until,stated_by\n"
    private static let id = "196e2273-9651-43a3-ba7e-7cbcd918fc40"

    @Test(
        "a file of no known form is refused",
        arguments: [
            ("", "IMPORT_EMPTY"), ("\n", "IMPORT_UNKNOWN_KIND"), ("hello", "IMPORT_UNKNOWN_KIND"),
            ("a,b,c\n1,2,3\n", "IMPORT_UNKNOWN_KIND"), ("[1, 2", "IMPORT_JSON"), ("{}", "IMPORT_UNKNOWN_KIND"),
            ("[]", "IMPORT_UNKNOWN_KIND"), ("PK\u{3}\u{4}broken", "IMPORT_TRUNCATED_ARCHIVE"),
            ("{\"a\": 1} x", "IMPORT_JSON"),
        ])
    func unknown(content: String, code: String) throws {
        #expect(try fixture.run(try fixture.file("x.bin", content)).first?.code == code)
    }

    @Test("a wrong kind is refused with the column that is missing")
    func wrongKind() throws {
        let path = try fixture.file("links.csv", Self.links)
        let report = try #require(try fixture.run(path) { $0.kind = .exchangeRates }.first)
        #expect(report.code == "IMPORT_MISSING_COLUMN" && report.message?.contains("CurrencyCode") == true)
        let json = try #require(try fixture.run(path) { $0.kind = .customers }.first)
        #expect(json.code == "IMPORT_JSON")
        #expect(try fixture.run(fixture.folder.path + "/none").first?.code == "IMPORT_MISSING_FILE")
        #expect(try fixture.run(fixture.folder.path).first?.code == "IMPORT_UNREADABLE")
    }

    @Test("bad rows are rejected with line, column and reason, and kept")
    func rows() throws {
        let good = "\(Self.id),\(Self.id),123,2026-10-01,,\n"
        var lines = [String](repeating: good, count: 700)
        let bad: [(Int, String, String?)] = [
            (10, "x,\(Self.id),123,2026-10-01,,\n", "object_id"),
            (20, "\(Self.id),\(Self.id),123,31/12/2026,,\n", "from"),
            (30, "\(Self.id),\(Self.id),123,2026-10-01,,,extra\n", nil),
            (40, "\(Self.id),\(Self.id),,2026-10-01,,\n", "partner_id"),
            (50, "\(Self.id),\(Self.id),123,2026-10-01,2026-09-01,\n", "until"),
        ]
        for (line, text, _) in bad { lines[line - 2] = text }
        var data = Data((Self.links + lines.joined()).utf8)
        data += Data("\(Self.id),\(Self.id),12\u{FF},2026-10-01,,\n".utf8)
        data += Data("\(Self.id),\(Self.id),".utf8) + Data([0xFF, 0xFE]) + Data(",2026-10-01,,\n".utf8)
        let report = try #require(try fixture.run(try fixture.file("links.csv", data)).first)
        #expect(report.state == .done && report.rejected == 6 && report.rows == 696)
        let errors = try fixture.store.read { try $0.importErrors(imports: [report.importID ?? 0], limit: 100) }
        #expect(errors.map(\.line) == bad.map(\.0) + [703])
        #expect(errors.map(\.column) == bad.map(\.2) + ["partner_id"])
        #expect(errors.first.map { String(decoding: $0.text, as: UTF8.self) } == bad[0].1)
    }

    @Test("more bad rows than one in a hundred refuse the file, and the first are told")
    func tooMany() throws {
        let good = "\(Self.id),\(Self.id),123,2026-10-01,,\n"
        let text = Self.links + [String](repeating: good, count: 100).joined() + "x,y,z,2026-10-01,,\nx,,,,,\n"
        let path = try fixture.file("links.csv", text)
        let report = try #require(try fixture.run(path).first)
        #expect(report.code == "IMPORT_TOO_MANY_BAD_ROWS" && report.problems.map(\.line) == [102, 103])
        #expect(try fixture.run(path) { $0.badRows = BadRowLimit(basisPoints: 200) }.first?.state == .done)
    }

    @Test("numbers and prices with a comma are refused by place")
    func numbers() throws {
        let rate = "CurrencyCode,USDPerUnit,Month\nEUR,\"1,5\",202610\nUSD,1,202610\n"
        let report = try #require(try fixture.run(try fixture.file("fx.csv", rate)).first)
        #expect(report.rejected == 1 && report.problems.first?.column == "USDPerUnit")
        #expect(report.problems.first?.message.contains("1.5") == true)
    }

    @Test("a quote that never ends refuses the file")
    func quote() throws {
        let report = try #require(try fixture.run(try fixture.file("l.csv", Self.links + "\"abc,1\n2\n")).first)
        #expect(report.code == "IMPORT_UNTERMINATED_QUOTE" && report.message?.contains("line 2") == true)
    }

    @Test("gzip and zip are unpacked, whole or not at all")
    func archives() throws {
        let data = Data("CurrencyCode,USDPerUnit,Month\nEUR,1.08,202610\n".utf8)
        let packed = ImportFixture.gzip(data)
        #expect(try fixture.run(try fixture.file("fx.csv.gz", packed)).first?.rows == 1)
        for length in [12, packed.count / 2, packed.count - 1] {
            let report = try #require(try fixture.run(try fixture.file("cut.csv.gz", packed.prefix(length))).first)
            #expect(report.code == "IMPORT_TRUNCATED_ARCHIVE")
        }
        var damaged = packed
        damaged[20] ^= 1
        #expect(try fixture.run(try fixture.file("d.csv.gz", damaged)).first?.code == "IMPORT_TRUNCATED_ARCHIVE")
        #expect(
            try fixture.run(try fixture.file("two.gz", packed + ImportFixture.gzip(Data("USD,1,202610\n".utf8)))).first?
                .rows == 2)

        let zip = ImportFixture.zip([("folder/", Data()), ("fx.csv", data)])
        #expect(try fixture.run(try fixture.file("fx.zip", zip)).first?.rows == 1)
        #expect(
            try fixture.run(try fixture.file("cut.zip", zip.prefix(zip.count - 30))).first?.code
                == "IMPORT_TRUNCATED_ARCHIVE")
        let two = ImportFixture.zip([("a.csv", data), ("b.csv", data)])
        #expect(try fixture.run(try fixture.file("two.zip", two)).first?.code == "IMPORT_ARCHIVE")
        var broken = zip
        broken[80] ^= 1
        #expect(try fixture.run(try fixture.file("broken.zip", broken)).first?.code == "IMPORT_TRUNCATED_ARCHIVE")
    }

    @Test("JSON of another shape is refused or rejected by its path")
    func json() throws {
        let wrapped = "{\"customerTenantId\":\"\(Self.id)\",\"items\":[{\"id\":\"\(Self.id)\",\"offerId\":\"a\"},5]}"
        let report = try #require(try fixture.run(try fixture.file("s.json", wrapped)).first)
        #expect(report.rows == 1 && report.rejected == 1 && report.problems.first?.line == 2)
        let bare = "{\"items\":[{\"id\":\"\(Self.id)\",\"offerId\":\"a\"}]}"
        #expect(try fixture.run(try fixture.file("b.json", bare)).first?.code == "IMPORT_NO_CUSTOMER")
        #expect(try fixture.run(try fixture.file("b.json", bare)) { $0.customer = GUID(Self.id) }.first?.rows == 1)
        let partner = "{\"tenantId\":\"x\",\"partnerIds\":[\"1\"],\"name\":\"A\",\"kind\":\"DIRECT_BILL\"}"
        let refused = try #require(try fixture.run(try fixture.file("p.json", partner)).first)
        #expect(refused.code == "IMPORT_SHAPE" && refused.message?.contains("tenantId") == true)
        let log = "[{\"operationName\":1,\"eventTimestamp\":2}]"
        #expect(try fixture.run(try fixture.file("l.json", log)).first?.code == "IMPORT_TOO_MANY_BAD_ROWS")
    }

    @Test(
        "times and months are found in names",
        arguments: [
            ("role-assignments-2026-10-31T06-00-00Z", "2026-10-31T06:00:00Z", "role-assignments-"),
            ("roles_20261031T063015Z_all", "2026-10-31T06:30:15Z", "roles__all"),
            ("2026-10-31", "2026-10-31T00:00:00Z", ""), ("roles 2026-10-31 0630", "2026-10-31T06:30:00Z", "roles "),
            ("list-1969", nil, nil), ("list-20261331", nil, nil),
        ] as [(String, String?, String?)])
    func names(stem: String, time: String?, rest: String?) {
        let found = FileNames.time(in: stem)
        #expect(found?.instant.description == time && found?.rest == rest)
    }

    @Test(
        "months in names",
        arguments: [
            ("price-sheet-US-202610", "2026-10"), ("2026-10-sheet", "2026-10"), ("sheet-2026-09_v2", "2026-09"),
            ("sheet-20261", nil), ("sheet", nil),
        ] as [(String, String?)])
    func months(stem: String, month: String?) { #expect(FileNames.month(in: stem)?.description == month) }
}
