import Credit
import Foundation
import Store
import StoreSQLite

@testable import CreditImport

/// A usage file built row by row, imported into a store of its own and read back.
final class UsageFixture {
    static let columns = UsageColumn.allCases.filter { $0.rawValue < 55 }
    static let header = columns.map(\.name).joined(separator: ",")

    let folder: URL
    let store: SQLiteStore

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "creditgraph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(path: folder.appending(path: "store.db").path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func id(_ number: Int) -> String { GUID(high: 0xFEED_0000_1234_ABCD, low: UInt64(number)).description }

    /// A row of plausible values; `change` overwrites fields.
    static func row(_ number: Int, _ change: [UsageColumn: String] = [:]) -> String {
        columns.map { change[$0] ?? value($0, number) }.joined(separator: ",")
    }

    static func value(_ column: UsageColumn, _ number: Int) -> String {
        switch column {
        case .partnerID: id(0)
        case .customerID: id(10 + number % 3)
        case .customerName: "Contoso \(number % 3)"
        case .customerDomainName: "contoso\(number % 3).onmicrosoft.com"
        case .customerCountry: "NL"
        case .invoiceNumber: "G000001"
        case .subscriptionDescription: "Azure plan"
        case .subscriptionID: id(20 + number % 3)
        case .chargeStartDate, .pcToBCExchangeRateDate: "10/1/2026"
        case .chargeEndDate: "10/31/2026"
        case .usageDate: "10/\(1 + number * 7 % 31)/2026"
        case .meterID: id(100 + number % 17)
        case .meterCategory: "Storage"
        case .resourceURI: "/subscriptions/\(id(30 + number % 9))/resourceGroups/g/providers/vm\(number % 23)"
        case .unitPrice, .effectiveUnitPrice: "0.0209496384\(10 + number % 17)1679"
        case .quantity: "\(number % 40).\(100_000 + number * 7919 % 899_999)"
        case .billingPreTaxTotal, .pricingPreTaxTotal: "\(number % 3).\(1 + number * 104_729 % 999_999_999)"
        case .billingCurrency: "EUR"
        case .pricingCurrency: "USD"
        case .tags: number % 4 == 0 ? "" : "\"{\"\"env\"\": \"\"p,\(number % 5)\"\"}\""
        case .pcToBCExchangeRate: "0.846202666"
        case .entitlementID: id(30 + number % 9)
        case .entitlementDescription: "Subscription \(number % 9)"
        case .partnerEarnedCreditPercentage: "15"
        case .creditPercentage: "0"
        default: ""
        }
    }

    @discardableResult
    func run(
        _ bytes: [UInt8], workers: Int = 2,
        badRows: BadRowLimit = BadRowLimit(basisPoints: 10_000), isJSON: Bool = false,
        change: (inout UsageWorker.Limits) -> Void = { _ in }
    ) throws -> UsageImportOutcome {
        let path = folder.appending(path: "\(UUID().uuidString).csv").path
        try Data(bytes).write(to: URL(filePath: path))
        var limits = UsageWorker.Limits()
        change(&limits)
        let source = try ImportSource(path: path)
        if isJSON {
            _ = try source.peek(KindDetection.peekBytes)
            source.translate()
        }
        let task = UsageImportTask(
            importID: 1, source: source, badRows: badRows,
            progress: ImportProgress(name: "usage.csv", totalBytes: source.totalBytes))
        return try store.write { writer in
            // The rejected rows need their import.
            _ = try writer.insert(
                ImportRecord(
                    id: 0, setID: 0, kind: .dailyRatedUsage, name: "usage.csv",
                    sha256: Array(repeating: 1, count: 32), state: .running,
                    startedAt: Instant(microseconds: 0), rows: 0, rejected: 0, bytes: 0,
                    asOf: Instant(microseconds: 0), scopes: []))
            return try UsageImport.run(task, writer, workers: workers, limits: limits)
        }
    }

    @discardableResult
    func run(_ text: String, change: (inout UsageWorker.Limits) -> Void = { _ in }) throws -> UsageImportOutcome {
        try run(Array(text.utf8), change: change)
    }

    /// The records as they were in the file, line ends included, by line.
    func records(_ format: UsageFileFormat) throws -> [(line: Int, bytes: [UInt8])] {
        var records: [(line: Int, bytes: [UInt8])] = []
        try store.read { reader in
            for header in try reader.lineGroups(months: reader.usageMonths()) {
                let group = LineGroupReader()
                try group.open(header)
                let directory = try LineDirectory(decoding: reader.directories(groups: [header.id])[0] ?? [])
                try reader.load(header.columns, of: header, directory, into: group)
                let all = 0..<header.rowCount
                var rows = [[UInt8]](repeating: [], count: all.count)
                for (position, column) in (format.columns + [.lineEnd]).enumerated() {
                    let form = UsageColumn(column)?.form ?? .text
                    let texts = try group.dictionary(column)
                    let indexes = try group.indexes(column, rows: all)
                    let names = form == .path ? try group.names(column) : texts
                    let nameIndexes = form == .path ? try group.nameIndexes(column, rows: all) : []
                    let mantissas = form == .number ? try group.mantissas(column, rows: all) : []
                    for row in all {
                        if position > 0, column != .lineEnd { rows[row].append(UInt8(ascii: ",")) }
                        let text = texts.raw(Int(indexes[row]))
                        switch form {
                        case .text: rows[row] += text
                        case .path: rows[row] += text + names.raw(Int(nameIndexes[row]))
                        case .number: PlainNumber.join(mantissas[row], text, to: &rows[row])
                        }
                    }
                }
                for (line, row) in zip(try group.lineNumbers(rows: all), rows) { records.append((Int(line), row)) }
            }
        }
        return records.sorted { $0.line < $1.line }
    }

    func problems() throws -> [ImportErrorRecord] {
        try store.read { try $0.importErrors(imports: [1], limit: .max) }
    }

    /// The file that the store gives back.
    func export(_ outcome: UsageImportOutcome) throws -> [UInt8] {
        let format = try UsageFileFormat(decoding: outcome.coverage.format)
        var parts = try records(format)
        parts += try problems().map { ($0.line, $0.text) }
        parts += format.blankLines.map { ($0.line, $0.bytes) }
        return parts.sorted { $0.line < $1.line }.reduce(into: format.header) { $0 += $1.bytes }
    }
}

/// Numbers that are the same in every run.
struct Numbers {
    var state: UInt64

    mutating func next(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }
}
