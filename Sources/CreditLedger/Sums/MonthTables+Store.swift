import Credit
import Store

extension MonthTables {
    /// Rows a part: small enough that a question about one customer reads little.
    private static let rowsPerPart = 16_384

    /// All parts as they are stored, and where tables in parts begin.
    func encoded(month: BillingMonth, missing: MissingTable, policy: String) throws -> (
        blobs: [SumBlob], summary: MonthSummary
    ) {
        let groups = detail == .products ? try rolledUp(cells) : detail == .groups ? cells : SumTable()
        let cellRanges = detail == .products ? Self.ranges(cells) : []
        let groupRanges = Self.ranges(groups)
        let accountRanges = Parallel.ranges(names.accounts.count, parts: 8)
        let parts = MonthNames.Part.allCases
        // The largest first, so that no processor waits long at the end.
        let tasks: [Task] =
            parts.map { .names($0) } + (1...31).map { .day($0) } + accountRanges.map { .accounts($0) }
            + cellRanges.map { .cells($0) } + groupRanges.map { .groups($0) }
        let results = try Parallel.map(tasks.count) { try result(of: tasks[$0], groups) }

        var blobs: [SumBlob] = []
        var totals = SumTableBuilder(scale: cells.scale)
        var accounts = SumTableBuilder(scale: cells.scale)
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
            case (.accounts, .table(let table)): accounts.append(SumTableBuilder(table))
            case (.cells(let range), .blob(let bytes)):
                let part = cellRanges.firstIndex(of: range) ?? 0
                blobs.append(SumBlob(kind: .cells, part: part, bytes: bytes))
            case (.groups(let range), .blob(let bytes)):
                let part = groupRanges.firstIndex(of: range) ?? 0
                blobs.append(SumBlob(kind: .groups, part: part, bytes: bytes))
            default: break
            }
        }
        var single: [(SumTableKind, SumTable)] = [
            (.accounts, accounts.table), (.products, products), (.dayTotals, totals.table),
        ]
        if !missing.table.rows.isEmpty { single.append((.missing, missing.table)) }
        for (kind, table) in single {
            blobs.append(SumBlob(kind: kind, part: 0, bytes: ColumnBlob.seal(table.encoded(table.rows.indices))))
        }
        let first = (1...31).first { dayBits >> UInt32($0) & 1 == 1 }
        let last = (1...31).last { dayBits >> UInt32($0) & 1 == 1 }
        let summary = MonthSummary(
            firstDay: first.map { month.firstDay.advanced(by: $0 - 1) },
            lastDay: last.map { month.firstDay.advanced(by: $0 - 1) }, lines: lines, detail: detail,
            cellStarts: cellRanges.map { cells.rows[$0.lowerBound].key.account },
            groupStarts: groupRanges.map { groups.rows[$0.lowerBound].key.account }, days: dayBits,
            missing: missing.facts, policy: policy)
        return (blobs, summary)
    }

    private enum Task: Sendable {
        case names(MonthNames.Part)
        case day(Int)
        case accounts(Range<Int>)
        case cells(Range<Int>)
        case groups(Range<Int>)
    }

    private enum TaskResult: Sendable {
        case blob([UInt8])
        /// The part of the day, empty without lines, and the day's sums by class.
        case day([UInt8], SumTableBuilder)
        case table(SumTable)
    }

    private func result(of task: Task, _ groups: SumTable) throws -> TaskResult {
        switch task {
        case .names(let part): return .blob(ColumnBlob.seal(names.encoded(part)))
        case .accounts(let range): return .table(try accounts(range))
        case .cells(let range): return .blob(ColumnBlob.seal(cells.encoded(range)))
        case .groups(let range): return .blob(ColumnBlob.seal(groups.encoded(range)))
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

    /// Rows that the product no longer tells apart become one; the order of the rest is that of the table.
    private func rolledUp(_ table: SumTable) throws(DecimalError) -> SumTable {
        var builder = SumTableBuilder(scale: table.scale)
        var found: [SumRow] = []
        for row in table.rows {
            let coarse = row.without(product: true)
            if let last = found.last, last.key.account != coarse.key.account || last.key.group != coarse.key.group {
                try builder.append(sorting: &found)
                found.removeAll(keepingCapacity: true)
            }
            found.append(coarse)
        }
        try builder.append(sorting: &found)
        for (key, extra) in table.extras { try builder.add(extra, to: key.without(product: true)) }
        return try builder.finish()
    }

    private static func ranges(_ table: SumTable) -> [Range<Int>] {
        stride(from: 0, to: table.rows.count, by: rowsPerPart)
            .map { $0..<min(table.rows.count, $0 + rowsPerPart) }
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
