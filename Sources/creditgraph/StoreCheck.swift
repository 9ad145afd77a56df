import Credit
import CreditImport
import CreditLedger
import Store
import StoreSQLite

/// Everything that can be checked of a store without its files.
struct StoreCheck {
    let store: SQLiteStore

    /// What is wrong, a line each.
    func run() throws -> [String] {
        var problems = try store.verify().map { "file: \($0)" }
        // Where the database file itself is damaged the rest only repeats it.
        if !problems.isEmpty { return problems }
        problems += try store.read { reader in try keptFiles(reader) + lines(reader) }
        if problems.isEmpty { problems += try ledger() }
        return problems
    }

    /// Bytes of fact files, which `export` gives back.
    private func keptFiles(_ reader: any StoreReader) throws -> [String] {
        var problems: [String] = []
        for record in try reader.imports() where record.kind != .dailyRatedUsage {
            do {
                try RawArchive.read(import: record.id, from: reader) { _ in }
            } catch let error as StoreError {
                problems.append("import \(record.id) (\(record.name)): \(error.message)")
            }
        }
        return problems
    }

    /// That all columns and directories of the line groups are there, and the rows add up to those of the imports.
    private func lines(_ reader: any StoreReader) throws -> [String] {
        var problems: [String] = []
        let groups = try reader.lineGroups(months: try reader.usageMonths())
        var stored = 0
        for group in groups {
            stored += group.rowCount
            let keys = group.columns.map { LineColumnKey(group: group.id, column: $0) }
            var found = 0
            try reader.lineColumns(keys) { _, _ in found += 1 }
            if found != keys.count {
                problems.append("line group \(group.id): \(keys.count - found) of \(keys.count) columns are missing")
            }
            if try reader.directories(groups: [group.id]).first ?? nil == nil {
                problems.append("line group \(group.id): the directory is missing")
            }
        }
        let taken = try reader.imports().filter { $0.kind == .dailyRatedUsage && $0.state != .failed }
            .reduce(0) { $0 + $1.rows }
        if taken != stored { problems.append("usage: imports took \(taken) lines and \(stored) are stored") }
        return problems
    }

    /// A fresh computation inside a transaction that is undone: where it would change anything, the ledger is wrong.
    private func ledger() throws -> [String] {
        var problems: [String] = []
        do {
            try store.write { writer in
                let months = try writer.usageMonths()
                let computed = Set(try writer.ledgerMonths().map(\.month))
                for month in months where !computed.contains(month) {
                    problems.append("ledger: \(month) was never computed; run creditgraph compute --month \(month)")
                }
                for outcome in try ImportSteps.computeLedger(months, writer, now: Clock.now) where outcome.isChanged {
                    problems.append(
                        "ledger: \(outcome.month) differs from a fresh computation; run creditgraph compute --month "
                            + "\(outcome.month)")
                }
                throw Undo()
            }
        } catch is Undo {}
        return problems
    }

    private struct Undo: Error {}
}
