import Credit
import Foundation
import Store
import StoreSQLite
import Testing

@testable import CreditImport

@Suite("Export of usage") struct UsageExportTests {
    @Test(
        "gives files back from memory and through a temporary file",
        arguments: ["one\r\n", "", "bad", "extra"], [1, 100_000])
    func roundTrip(kind: String, linesInMemory: Int) throws {
        let world = try JoinWorld(seed: 1, lines: 1)
        var header = UsageFixture.header
        var rows = (0..<700).map { UsageFixture.row($0) }
        if kind == "bad" { for index in stride(from: 0, to: 700, by: 31) { rows[index] = "not,a,row" } }
        if kind == "extra" {
            header += ",New Column"
            for index in rows.indices { rows[index] += ",\"x, \(index % 3)\"" }
        }
        let end = kind == "one\r\n" ? "\r\n" : "\n"
        let text = kind == "" ? header : header + end + rows.joined(separator: end)
        world.make("usage.csv", Array(text.utf8))
        let report = try world.import("usage.csv", order: 1)[0]
        if kind == "" {
            #expect(report.state == .done || report.state == .refused)
            if report.state == .refused { return }
        }
        for _ in 0..<2 {
            try world.store.read { reader throws in
                let record = try #require(try reader.imports().last)
                var export = UsageExport(record, reader, temporaryFolder: world.folder.path)
                export.linesInMemory = linesInMemory
                export.spillBytes = 100
                var bytes: [UInt8] = []
                try export.write { bytes += $0 }
                #expect(bytes == Array(text.utf8))
            }
            try world.join()
        }
    }

    @Test("says when lines are missing")
    func missing() throws {
        let world = try JoinWorld(seed: 1, lines: 1)
        world.make("usage.csv", Array((UsageFixture.header + "\n" + UsageFixture.row(1)).utf8))
        try world.import("usage.csv", order: 1)
        try world.store.write { try $0.deleteLineGroups(try world.headers().map(\.id)) }
        try world.store.read { reader throws in
            let record = try #require(try reader.imports().last)
            #expect(throws: StoreError.self) { try UsageExport(record, reader, temporaryFolder: "/tmp").write { _ in } }
        }
    }

    @Test("writes numbers as they were", arguments: [0, 5, -5, 1_000_000, .max, .min + 1], [0, 1, 7, 18])
    func numbers(mantissa: Int64, scale: Int) {
        let buffer = ExportBuffer(capacity: 1)
        buffer.append(mantissa, scale: scale)
        var expected: [UInt8] = []
        PlainNumber.join(mantissa, [UInt8(ascii: "0") + UInt8(scale)], to: &expected)
        #expect(buffer.copy() == expected)
    }
}
