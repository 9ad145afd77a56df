import Credit
import Store

extension MonthTables {
    /// Rows a part: small enough that a question about one customer reads little.
    private static let rowsPerPart = 16_384

    /// All parts as they are stored, and where tables in parts begin.
    func encoded(month: BillingMonth, missing: MissingTable, policy: String) throws -> (
        blobs: [SumBlob], summary: MonthSummary
    ) {
        let cellSlices = detail == .products ? Self.slices(cells) : []
        let groupSlices = Self.slices(groups)
        let parts = MonthNames.Part.allCases
        // The largest first, so that no processor waits long at the end.
        let tasks: [Task] =
            parts.map { .names($0) } + [.accounts] + cellSlices.map { .cells($0) } + (1...31).map { .day($0) }
            + groupSlices.map { .groups($0) }
        let results = try Parallel.map(tasks.count) { try result(of: tasks[$0]) }

        var blobs: [SumBlob] = []
        var totals = SumTableBuilder(scale: scale)
        var dayBits: UInt32 = 0
        for (task, result) in zip(tasks, results) {
            switch (task, result) {
            case (.names(let part), .blob(let bytes)):
                blobs.append(SumBlob(kind: .names, part: part.rawValue, bytes: bytes))
            case (.day(let day), .day(let bytes, let total)):
                if bytes.isEmpty { continue }
                dayBits |= 1 << UInt32(day)
                blobs.append(SumBlob(kind: .days, part: day, bytes: bytes))
                totals.append(total)
            case (.accounts, .blob(let bytes)): blobs.append(SumBlob(kind: .accounts, part: 0, bytes: bytes))
            case (.cells(let slice), .blob(let bytes)):
                let part = cellSlices.firstIndex(of: slice) ?? 0
                blobs.append(SumBlob(kind: .cells, part: part, bytes: bytes))
            case (.groups(let slice), .blob(let bytes)):
                let part = groupSlices.firstIndex(of: slice) ?? 0
                blobs.append(SumBlob(kind: .groups, part: part, bytes: bytes))
            default: break
            }
        }
        var single: [(SumTableKind, SumTable)] = [(.products, products), (.dayTotals, totals.table)]
        if !missing.table.rows.isEmpty { single.append((.missing, missing.table)) }
        for (kind, table) in single {
            blobs.append(SumBlob(kind: kind, part: 0, bytes: ColumnBlob.seal(table.encoded(table.rows.indices))))
        }
        let first = (1...31).first { dayBits >> UInt32($0) & 1 == 1 }
        let last = (1...31).last { dayBits >> UInt32($0) & 1 == 1 }
        let summary = MonthSummary(
            firstDay: first.map { month.firstDay.advanced(by: $0 - 1) },
            lastDay: last.map { month.firstDay.advanced(by: $0 - 1) }, lines: lines, detail: detail,
            cellStarts: cellSlices.map { cells[$0.part].rows[$0.rows.lowerBound].key.account },
            groupStarts: groupSlices.map { groups[$0.part].rows[$0.rows.lowerBound].key.account }, days: dayBits,
            missing: missing.facts, policy: policy)
        return (blobs, summary)
    }

    private enum Task: Sendable {
        case names(MonthNames.Part)
        case day(Int)
        case accounts
        case cells(Slice)
        case groups(Slice)
    }

    private enum TaskResult: Sendable {
        case blob([UInt8])
        /// The part of the day, empty without lines, and the day's sums by class.
        case day([UInt8], SumTableBuilder)
    }

    private func result(of task: Task) throws -> TaskResult {
        switch task {
        case .names(let part): return .blob(ColumnBlob.seal(names.encoded(part)))
        case .accounts: return .blob(ColumnBlob.seal(accounts.encoded(accounts.rows.indices)))
        case .cells(let slice): return .blob(ColumnBlob.seal(cells[slice.part].encoded(slice.rows)))
        case .groups(let slice): return .blob(ColumnBlob.seal(groups[slice.part].encoded(slice.rows)))
        case .day(let day):
            let table = try self.day(day)
            if table.rows.isEmpty { return .day([], SumTableBuilder(scale: table.scale)) }
            let bytes = ColumnBlob.seal(table.encoded(table.rows.indices))
            return .day(bytes, try Self.total(of: table, day: UInt32(day)))
        }
    }

    /// The sums of a day by class alone.
    private static func total(of table: SumTable, day: UInt32) throws(DecimalError) -> SumTableBuilder {
        var byClass: [SumRow?] = []
        var total = SumTableBuilder(scale: table.scale)
        for row in table.rows {
            let place = Int(row.key.sumClass)
            while byClass.count <= place { byClass.append(nil) }
            let key = SumKey(group: day, class: row.key.sumClass)
            var sum = byClass[place] ?? SumRow(key: key)
            var added = row
            added.key = key
            if !sum.addIfFits(added) {
                sum.lines &+= row.lines
                sum.disagreeing &+= row.disagreeing
                try total.add(
                    SumExtra(list: WideDecimal(coefficient: row.list, scale: table.scale), cut: .zero), to: key)
            }
            byClass[place] = sum
        }
        for row in byClass { if let row { try total.append(row) } }
        for (key, extra) in table.extras { try total.add(extra, to: SumKey(group: day, class: key.sumClass)) }
        return SumTableBuilder(try total.finish())
    }

    /// Rows of a table in parts that are stored together.
    private struct Slice: Sendable, Equatable {
        let part: Int
        let rows: Range<Int>
    }

    private static func slices(_ tables: [SumTable]) -> [Slice] {
        tables.enumerated().flatMap { part, table in
            stride(from: 0, to: table.rows.count, by: rowsPerPart)
                .map { Slice(part: part, rows: $0..<min(table.rows.count, $0 + rowsPerPart)) }
        }
    }
}

/// A part of a table as it is stored, in its envelope.
struct SumBlob: Sendable, Equatable {
    var kind: SumTableKind
    var part: Int
    var bytes: [UInt8]
}

/// Lines by what was missing when they were decided: `group` of the key is the day, `class` the fact's number.
struct MissingTable: Sendable {
    let facts: [MissingFact]
    let table: SumTable

    init(_ lines: [MissingLines]) throws(DecimalError) {
        let facts = Set(lines.map(\.fact)).sorted()
        var numbers: [MissingFact: UInt32] = [:]
        for (number, fact) in facts.enumerated() { numbers[fact] = UInt32(number) }
        var builder = SumBuilder()
        try builder.add(
            lines.map { line in
                SumRow(
                    key: SumKey(account: line.account, group: line.day, class: numbers[line.fact] ?? 0),
                    lines: line.lines)
            }, scale: 0)
        self.facts = facts
        var rows = builder.rows
        SumSort.sort(&rows)
        table = SumTable(rows: rows)
    }
}
