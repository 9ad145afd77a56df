import Credit
import CreditImport
import CreditLedger
import Store
import StoreSQLite

/// Everything that can be checked of a store without its files.
struct StoreCheck {
    let store: SQLiteStore
    /// What the ledger should have been computed with.
    let policy: CreditPolicy

    /// What is wrong, a line each.
    func run() throws -> [String] {
        var problems = try store.verify().map { "file: \($0)" }
        // Where the database file itself is damaged the rest only repeats it.
        if !problems.isEmpty { return problems }
        problems += try store.read { reader in
            try keptFiles(reader) + lines(reader) + DerivedCheck(reader: reader).run()
        }
        if problems.isEmpty { problems += try ledger() }
        if problems.isEmpty { problems += try store.read { try SumCheck(reader: $0).run() } }
        return problems
    }

    /// Bytes of files of facts, and of usage in JSON, which `export` gives back.
    private func keptFiles(_ reader: any StoreReader) throws -> [String] {
        var problems: [String] = []
        for record in try reader.imports() {
            do {
                if record.kind == .dailyRatedUsage, try !UsageExport.keepsFile(record) { continue }
                try RawArchive.read(import: record.id, from: reader) { _ in }
            } catch let error as StoreError {
                problems.append("import \(record.id) (\(record.name)): \(error.message)")
            }
        }
        return problems
    }

    /// That all columns and directories of the line groups are there with right checksums, and that the rows add up to
    /// those of the imports.
    private func lines(_ reader: any StoreReader) throws -> [String] {
        var problems: [String] = []
        let groups = try reader.lineGroups(months: try reader.usageMonths())
        for group in groups {
            let keys = group.columns.map { LineColumnKey(group: group.id, column: $0) }
            var isFound = [Bool](repeating: false, count: keys.count)
            try reader.lineColumns(keys) { index, blob in
                isFound[index] = true
                do throws(StoreError) {
                    _ = try ColumnBlob.open(blob)
                } catch {
                    problems.append(
                        "line group \(group.id), column \(keys[index].column.rawValue): \(error.message)")
                }
            }
            for index in keys.indices where !isFound[index] {
                problems.append("line group \(group.id), column \(keys[index].column.rawValue): it is missing")
            }
            problems += try directory(of: group, reader)
        }
        let stored = groups.reduce(0) { $0 + $1.rowCount }
        let taken = try reader.imports().filter { $0.kind == .dailyRatedUsage && $0.state != .failed }
            .reduce(0) { $0 + $1.rows }
        if taken != stored { problems.append("usage: imports took \(taken) lines and \(stored) are stored") }
        return problems
    }

    private func directory(of group: LineGroupHeader, _ reader: any StoreReader) throws -> [String] {
        guard let blob = try reader.directories(groups: [group.id])[0] else {
            return ["line group \(group.id): the directory is missing"]
        }
        do throws(StoreError) {
            let rows = try LineDirectory(decoding: blob).entries.reduce(0) { $0 + $1.rows.count }
            if rows == group.rowCount { return [] }
            return ["line group \(group.id): the directory names \(rows) of \(group.rowCount) lines"]
        } catch {
            return ["line group \(group.id): \(error.message)"]
        }
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
                let store = store
                let outcomes = try ImportSteps.computeLedger(
                    months, writer, now: Clock.now, policy: policy, views: { store.view() })
                for outcome in outcomes where outcome.isChanged && computed.contains(outcome.month) {
                    problems.append("ledger: \(outcome.month) \(difference(outcome))")
                }
                throw Undo()
            }
        } catch is Undo {}
        return problems
    }

    private func difference(_ outcome: LedgerComputation.Outcome) -> String {
        let remedy = "run creditgraph compute --month \(outcome.month)"
        if outcome.isUpgrade { return "was computed by an older version, which kept less; \(remedy)" }
        if let before = outcome.previousPolicy, before != policy.text {
            return "was computed with the policy \(before); the settings say \(policy.text); \(remedy)"
        }
        return "differs from a fresh computation; \(remedy)"
    }

    private struct Undo: Error {}
}
