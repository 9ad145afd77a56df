import Credit
import CreditSample
import Foundation
import Locking
import Store
import StoreSQLite

@testable import CreditImport

/// A store and a folder for files, with an import whose usage step takes files of `day,invoice` lines.
final class ImportFixture {
    let folder: URL
    let store: SQLiteStore
    let computed = Computed()

    /// Months for which the ledger was asked, a call an entry.
    final class Computed: Sendable {
        private let months = Lock<[[String]]>([])
        func add(_ more: [BillingMonth]) { months.withLock { $0.append(more.map(\.description)) } }
        var all: [[String]] { months.withLock { $0 } }
    }

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "creditgraph-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(path: folder.appending(path: "store.db").path)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// Writes a file; its time stamp is `order` seconds after 2026-11-01.
    @discardableResult
    func file(_ name: String, _ text: String, order: Int = 0) throws -> String {
        try file(name, Data(text.utf8), order: order)
    }

    @discardableResult
    func file(_ name: String, _ data: Data, order: Int = 0) throws -> String {
        let url = folder.appending(path: name)
        try data.write(to: url)
        let time = Date(timeIntervalSince1970: 1_793_491_200 + Double(order))
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: url.path)
        return url.path
    }

    @discardableResult
    func run(_ paths: String..., change: (inout ImportOptions) -> Void = { _ in }) throws -> [ImportReport] {
        let steps = ImportSteps(
            importUsage: Self.importUsage, computeLedger: { [computed] months, _, _ in computed.add(months) })
        return try run(paths, steps: steps, change: change)
    }

    @discardableResult
    func run(
        _ paths: [String], steps: ImportSteps, change: (inout ImportOptions) -> Void = { _ in }
    ) throws -> [ImportReport] {
        var options = ImportOptions()
        change(&options)
        var reports: [ImportReport] = []
        try ImportRun(
            store: store, steps: steps, options: options, observer: Observer(),
            clock: { Instant(microseconds: 1_793_491_200_000_000) }, report: { reports.append($0) }
        ).run(paths)
        return reports
    }

    /// The states of all imports by name.
    func states() throws -> [String: ImportState] {
        Dictionary(try store.read { try $0.imports() }.map { ($0.name, $0.state) }) { _, last in last }
    }

    private final class Observer: ImportObserver {
        func began(_ progress: ImportProgress) {}
        func ended(_ progress: ImportProgress) {}
    }

    static let usageHeader =
        "CustomerId,ProductId,SkuId,AvailabilityId,SubscriptionId,ChargeStartDate,ChargeEndDate,UsageDate,MeterType,"
        + "MeterCategory,MeterId,MeterName,ResourceLocation,ConsumedService,ResourceGroup,ResourceURI,UnitPrice,Quantity,"
        + "BillingPreTaxTotal,PricingPreTaxTotal,EntitlementId\n"

    @Sendable private static func importUsage(
        _ task: UsageImportTask, _ writer: any StoreWriter
    ) throws -> UsageImportOutcome {
        let text = String(decoding: try task.source.readAll(limit: 1 << 20), as: UTF8.self)
        var days: Set<Day> = []
        var invoices: Set<String> = []
        for line in text.split(separator: "\n").dropFirst() {
            if line == "bad" { throw ImportFailure.shape("bad") }
            let parts = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            days.insert(try Day(parsing: parts[0]))
            if !parts[1].isEmpty { invoices.insert(parts[1]) }
        }
        return UsageImportOutcome(
            rows: text.split(separator: "\n").count - 1, rejected: 0, firstProblems: [],
            coverage: UsageCoverage(
                invoices: invoices.sorted(), hasUnbilled: invoices.isEmpty, currencies: [.usd],
                days: days.sorted(), format: []), customers: [], plans: [], subscriptions: [])
    }

    /// Packs with the system's gzip format, without a library: stored blocks.
    static func gzip(_ data: Data) -> Data {
        var packed = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255])
        var at = 0
        repeat {
            let count = min(65_535, data.count - at)
            packed.append(at + count == data.count ? 1 : 0)
            packed.append(contentsOf: [
                UInt8(count & 255), UInt8(count >> 8), UInt8(~count & 255), UInt8(~count >> 8 & 255),
            ])
            packed.append(data[at..<at + count])
            at += count
        } while at < data.count
        for value in [crc32(data), UInt32(data.count)] {
            for shift in [0, 8, 16, 24] as [UInt32] { packed.append(UInt8(truncatingIfNeeded: value >> shift)) }
        }
        return packed
    }

    static func crc32(_ data: Data) -> UInt32 {
        var value: UInt32 = .max
        for byte in data {
            value ^= UInt32(byte)
            for _ in 0..<8 { value = value >> 1 ^ (value & 1 == 1 ? 0xEDB8_8320 : 0) }
        }
        return ~value
    }

    /// A zip with stored members.
    static func zip(_ members: [(String, Data)]) -> Data {
        func little(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        var file = Data()
        var directory = Data()
        for (name, data) in members {
            let common: [UInt8] =
                little(20, 2) + little(0, 2) + little(0, 2) + little(0, 4) + little(Int(crc32(data)), 4)
                + little(data.count, 4) + little(data.count, 4) + little(name.utf8.count, 2) + little(0, 2)
            directory += Data([0x50, 0x4B, 1, 2] + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2))
            directory += Data(little(0, 4) + little(file.count, 4)) + Data(name.utf8)
            file += Data([0x50, 0x4B, 3, 4] + common) + Data(name.utf8) + data
        }
        let start = file.count
        file += directory
        file += Data([0x50, 0x4B, 5, 6] + little(0, 4) + little(members.count, 2) + little(members.count, 2))
        file += Data(little(directory.count, 4) + little(start, 4) + little(0, 2))
        return file
    }
}
