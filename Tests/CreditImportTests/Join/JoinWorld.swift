import Credit
import CreditLedger
import CreditSample
import Foundation
import Store
import StoreSQLite

@testable import CreditImport

/// A sample's facts, and its October usage dealt to several files: two invoices, unbilled lines that they hide in part,
/// and an odd file of one more invoice.
final class JoinWorld {
    let folder: URL
    let store: SQLiteStore
    private(set) var facts: [String] = []
    /// Bytes of each usage file by name.
    private(set) var usage: [String: [UInt8]] = [:]
    private var rows: [[UInt8]] = []
    private var header: [UInt8] = []
    private let invoice: String

    init(seed: UInt64, lines: Int = 600) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "creditgraph-\(UUID().uuidString)")
        let files = folder.appending(path: "files").path
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try SQLiteStore(path: folder.appending(path: "store.db").path)
        let configuration = try SampleConfiguration(
            customers: 4, subscriptions: 14, days: 61, lines: lines, seed: seed, includesDecember2020: false)
        let summary = try SampleWorld(configuration).write(to: try DirectorySink(directory: files))
        let names = summary.files.map(\.name).sorted()
        facts = names.filter { !$0.contains("daily") && !$0.contains("reconciliation") }.map { "\(files)/\($0)" }
        let last = names.last { $0.contains("daily") } ?? ""
        invoice = String(last.dropFirst("daily-rated-usage-".count).dropLast(4))
        var record: [UInt8] = []
        for byte in try Data(contentsOf: URL(filePath: "\(files)/\(last)")) {
            record.append(byte)
            if byte == 0x0A {
                if header.isEmpty { header = record } else { rows.append(record) }
                record = []
            }
        }
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    static func day(_ row: [UInt8]) -> Int {
        // The first date behind the two of the charge is the day of usage.
        let fields = String(decoding: row, as: UTF8.self).split(separator: ",").filter { $0.hasSuffix("/2026") }
        return fields.count > 2 ? Int(fields[2].split(separator: "/")[1]) ?? 0 : 0
    }

    /// Takes the rows that `isTaken` says into a file with another invoice number; empty for unbilled.
    func make(_ name: String, invoice number: String, _ isTaken: (Int, Int) -> Bool) {
        var bytes = header
        for (index, row) in rows.enumerated() where isTaken(index, Self.day(row)) {
            let text = String(decoding: row, as: UTF8.self).replacing(
                ",\(invoice),", with: ",\(number),", maxReplacements: 1)
            bytes += Array(text.utf8)
        }
        usage[name] = bytes
    }

    func make(_ name: String, _ bytes: [UInt8]) { usage[name] = bytes }

    @discardableResult
    func `import`(_ name: String, order: Int) throws -> [ImportReport] {
        let url = folder.appending(path: name)
        try Data(usage[name] ?? []).write(to: url)
        let time = Date(timeIntervalSince1970: 1_793_491_200 + Double(order))
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: url.path)
        return try run([url.path])
    }

    @discardableResult
    func run(_ paths: [String]) throws -> [ImportReport] {
        var options = ImportOptions()
        options.allowsOtherPartners = true
        options.badRows = BadRowLimit(basisPoints: 10_000)
        var limits = UsageWorker.Limits()
        limits.rows = 256
        limits.blockBytes = 30_000
        let steps = ImportSteps(
            importUsage: { [limits] in try UsageImport.run($0, $1, workers: 2, limits: limits) },
            computeLedger: ImportSteps.standard().computeLedger)
        var reports: [ImportReport] = []
        try ImportRun(
            store: store, steps: steps, options: options, observer: Observer(),
            clock: { Instant(microseconds: 1_793_491_200_000_000) }, report: { reports.append($0) }
        ).run(paths)
        return reports
    }

    private final class Observer: ImportObserver {
        func began(_ progress: ImportProgress) {}
        func ended(_ progress: ImportProgress) {}
    }

    /// Limits so small that a little world has many windows and groups.
    static var limits: JoinLimits {
        var limits = JoinLimits()
        limits.groupRows = 64
        limits.windowRows = 150
        limits.clearedGroups = 2
        return limits
    }

    @discardableResult
    func join(_ policy: JoinPolicy = .always, _ limits: JoinLimits = JoinWorld.limits) throws -> [LineJoin.Outcome] {
        let join = LineJoin(store: store, limits: limits)
        return try join.months(policy).map { try join.run($0, policy) }
    }

    // MARK: What can be asked

    struct Answers: Equatable {
        /// Each line with its cursor, all columns and the decision, in the order of pages.
        var lines: [String] = []
        var totals: [String] = []
        /// What the ledger said of each line, visible or not, in each generation.
        var ledger: [String] = []
        var files: [String: [UInt8]] = [:]
        var generations: [String] = []
    }

    func answers() throws -> Answers {
        try store.read { reader throws in
            var answers = Answers()
            let visibility = UsageVisibility(imports: try reader.imports())
            let reports = CreditReports(reader: reader, visibility: visibility, naming: .none, policy: CreditPolicy())
            let period = try Day(parsing: "2026-01-01")...Day(parsing: "2027-01-01")
            answers.lines = try lines(reader, visibility, reports, period)
            var filter = LineFilter()
            filter.agrees = true
            let queries = [
                CreditQuery(period: period, filter: LineFilter()),
                CreditQuery(period: period, filter: LineFilter(), dimension: .subscription),
                CreditQuery(period: period, filter: LineFilter(), dimension: .day),
                CreditQuery(period: period, filter: filter, dimension: .resourceGroup),
            ]
            for result in try reports.answer(queries) {
                answers.totals += try result.groups.map { "\($0.key) \(try $0.totals())" }.sorted()
            }
            answers.generations = try reader.ledgerMonths().map { "\($0.month) \($0.generation)" }
            answers.ledger = try ledger(reader)
            for record in try reader.imports() where record.kind == .dailyRatedUsage {
                var bytes: [UInt8] = []
                try UsageExport(record, reader, temporaryFolder: folder.path).write { bytes += $0 }
                answers.files["\(record.id) \(record.name)"] = bytes
            }
            return answers
        }
    }

    private func lines(
        _ reader: any StoreReader, _ visibility: UsageVisibility, _ reports: CreditReports, _ period: ClosedRange<Day>
    ) throws -> [String] {
        var lines: [String] = []
        var after: LineCursor?
        let pages = LinePages(reader: reader, visibility: visibility, directories: DirectoryCache(), reports: reports)
        let columns = Set(UsageColumn.allCases)
        repeat {
            let query = LinePageQuery(period: period, filter: LineFilter(), first: 97, after: after, columns: columns)
            let page = try pages.pages([query])[0]
            for row in page.rows {
                let decision = row.decision.map { "\($0)" } ?? "-"
                lines.append(
                    "\(row.cursor.bytes) \(decision) "
                        + columns.sorted { $0.rawValue < $1.rawValue }.map { row.text($0) }
                        .joined(separator: "|"))
            }
            after = page.hasNext ? page.rows.last?.cursor : nil
        } while after != nil
        return lines
    }

    private func ledger(_ reader: any StoreReader) throws -> [String] {
        var found: [String] = []
        let group = LineGroupReader()
        for month in try reader.ledgerMonths() {
            for header in try reader.lineGroups(months: [month.month]) {
                let directory = try reader.directory(of: header)
                for generation in 1...month.generation {
                    try group.open(header)
                    try reader.load([.lineNumber, .importID], of: header, directory, into: group)
                    let all = 0..<header.rowCount
                    let lines = try group.lineNumbers(rows: all)
                    let imports =
                        header.imports.count == 1
                        ? all.map { _ in header.imports[0] } : try group.mantissas(.importID, rows: all)
                    // A line that was not there yet has a blank reason, or no column at all.
                    var isThere = [Bool](repeating: false, count: header.rowCount)
                    for column in LedgerColumn.allCases {
                        let key = LineColumnKey(group: header.id, column: column.id)
                        guard let blob = try reader.ledgerColumns([key], generation: generation)[0] else { continue }
                        try group.load(column.id, blob)
                        let texts = try group.dictionary(column.id)
                        for (row, entry) in try group.indexes(column.id, rows: all).enumerated() {
                            let text = texts.string(Int(entry))
                            if column == .reason { isThere[row] = !text.isEmpty }
                            if isThere[row] {
                                found.append(
                                    "\(month.month) \(generation) \(imports[row]).\(lines[row]) \(column) \(text)")
                            }
                        }
                    }
                }
            }
        }
        return found.sorted()
    }

    func headers() throws -> [LineGroupHeader] {
        try store.read { try $0.lineGroups(months: $0.usageMonths()) }
    }
}
