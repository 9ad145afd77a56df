import ArgumentParser
import Credit
import CreditImport
import Glibc
import Store
import StoreSQLite

/// `creditgraph export`: imported files as they came in.
struct ExportCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export", abstract: "Give imported files back byte for byte.",
        discussion: """
            Files that a newer one replaced are only given by --name or --import. With --out and a folder that exists, each file is \
            written under its own name.

            \(StoreOptions.settingsPage)
            """)

    @Option(help: "The kind, such as DAILY_RATED_USAGE; not needed with --ledger.")
    var kind: String?

    @Option(help: "Only files of this month, as 2026-10.")
    var month: String?

    @Option(help: "Only files of this customer's tenant id.")
    var customer: String?

    @Option(help: "Only the file that was imported under this name.")
    var name: String?

    @Option(name: .customLong("import"), help: "Only the file of the import with this number.")
    var importID: Int64?

    @Flag(help: "The credit decisions as CSV, instead of the files.")
    var ledger = false

    @Option(help: "A file or an existing folder to write. Default: standard output.")
    var out: String?

    @OptionGroup var storeOptions: StoreOptions

    func run() async throws {
        try await CommandFailure.handle("export") {
            let month = try month.map { text throws(CommandFailure) in
                guard let month = try? BillingMonth(parsing: text) else {
                    throw CommandFailure(.usage, "EXPORT_MONTH: --month is “\(text)”; give it as 2026-10.")
                }
                return month
            }
            let customer = try customer.map { text throws(CommandFailure) in
                guard let id = GUID(text) else {
                    throw CommandFailure(.usage, "EXPORT_CUSTOMER: “\(text)” is no tenant id.")
                }
                return id
            }
            guard let kind = ImportKind(code: kind ?? (ledger ? "DAILY_RATED_USAGE" : "")) else {
                throw CommandFailure(
                    .usage,
                    "EXPORT_KIND: --kind is “\(kind ?? "")”; give one of "
                        + "\(ImportKind.allCases.map(\.code).joined(separator: ", ")).")
            }
            let store = try await storeOptions.open()
            try store.read { reader in
                if ledger {
                    try writeLedger(month, customer, reader)
                } else {
                    let records = try select(try reader.imports(), kind: kind, month: month, customer: customer)
                    try write(records, reader)
                }
            }
        }
    }

    private func writeLedger(_ month: BillingMonth?, _ customer: GUID?, _ reader: any StoreReader) throws {
        let months = try reader.usageMonths().filter { month == nil || $0 == month }
        if months.isEmpty { throw CommandFailure(.noInput, "EXPORT_NOTHING: there is no usage of that month.") }
        let file = try OutputFile(out)
        try LedgerExport(reader: reader, months: months, customer: customer)
            .write { try file.write($0) }
        try file.finish()
    }

    private func select(
        _ imports: [ImportRecord], kind: ImportKind, month: BillingMonth?, customer: GUID?
    ) throws(CommandFailure) -> [ImportRecord] {
        let found = imports.filter { record in
            guard record.kind == kind else { return false }
            if let importID, record.id != importID { return false }
            guard name.map({ $0 == record.name }) ?? (importID != nil || record.isVisible) else { return false }
            if let month {
                let isOfMonth = record.month == month || record.usage?.days.contains { $0.month == month } == true
                guard isOfMonth else { return false }
            }
            return customer == nil || record.customer == customer
        }
        if found.isEmpty {
            throw CommandFailure(.noInput, "EXPORT_NOTHING: the store holds no such file.")
        }
        return found
    }

    private func write(_ records: [ImportRecord], _ reader: any StoreReader) throws {
        let folder = out.flatMap { OutputFile.isFolder($0) ? $0 : nil }
        // The newest of equal names; two names need a folder.
        var byName: [String: ImportRecord] = [:]
        for record in records { byName[record.name] = record }
        if folder == nil, byName.count > 1 {
            let names = byName.keys.sorted().prefix(10).joined(separator: ", ")
            throw CommandFailure(
                .usage,
                "EXPORT_SEVERAL: \(byName.count) files fit (\(names)\(byName.count > 10 ? ", …" : "")); choose one with "
                    + "--name, or give a folder with --out.")
        }
        for record in byName.values.sorted(by: { $0.id < $1.id }) {
            let file = try OutputFile(folder.map { "\($0)/\(record.name)" } ?? out)
            if record.kind == .dailyRatedUsage {
                try UsageExport(record, reader, temporaryFolder: OutputFile.temporaryFolder(beside: out))
                    .write { try file.write($0) }
            } else {
                try RawArchive.read(import: record.id, from: reader) { try file.write($0) }
            }
            try file.finish()
        }
    }
}
