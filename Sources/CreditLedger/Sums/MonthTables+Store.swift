import Credit
import Dispatch
import Locking
import Store

extension MonthTables {
    /// Rows a part: small enough that a question about one customer reads little.
    private static let rowsPerPart = 16_384

    /// All parts as they are stored, and where tables in parts begin.
    func encoded(month: BillingMonth, missing: MissingTable) throws(DecimalError) -> (
        blobs: [SumBlob], summary: MonthSummary
    ) {
        var blobs = MonthNames.Part.allCases.map {
            SumBlob(kind: .names, part: $0.rawValue, bytes: ColumnBlob.seal(names.encoded($0)))
        }
        let dayBits = encodeDays(into: &blobs)
        let accounts = try rolledUp(days) { $0.without(group: true) }
        blobs.append(SumBlob(kind: .accounts, part: 0, bytes: ColumnBlob.seal(accounts.encoded(accounts.rows.indices))))
        blobs.append(SumBlob(kind: .products, part: 0, bytes: ColumnBlob.seal(products.encoded(products.rows.indices))))
        let totals = try rolledUp(days) { $0.without(account: true) }
        blobs.append(SumBlob(kind: .dayTotals, part: 0, bytes: ColumnBlob.seal(totals.encoded(totals.rows.indices))))
        var cellStarts: [UInt32] = []
        var groupStarts: [UInt32] = []
        if detail == .products {
            cellStarts = Self.encode(cells, .cells, into: &blobs)
            groupStarts = try Self.encode(rolledUp(cells) { $0.without(product: true) }, .groups, into: &blobs)
        } else if detail == .groups {
            groupStarts = Self.encode(cells, .groups, into: &blobs)
        }
        if !missing.table.rows.isEmpty {
            let table = missing.table
            blobs.append(SumBlob(kind: .missing, part: 0, bytes: ColumnBlob.seal(table.encoded(table.rows.indices))))
        }
        let first = (1...31).first { dayBits >> UInt32($0) & 1 == 1 }
        let last = (1...31).last { dayBits >> UInt32($0) & 1 == 1 }
        let summary = MonthSummary(
            firstDay: first.map { month.firstDay.advanced(by: $0 - 1) },
            lastDay: last.map { month.firstDay.advanced(by: $0 - 1) }, lines: lines, detail: detail,
            cellStarts: cellStarts,
            groupStarts: groupStarts, days: dayBits, missing: missing.facts)
        return (blobs, summary)
    }

    private func encodeDays(into blobs: inout [SumBlob]) -> UInt32 {
        var byDay = [SumTable](repeating: SumTable(scale: days.scale), count: 32)
        for row in days.rows { byDay[Int(row.key.group)].rows.append(row.without(group: true)) }
        for (key, extra) in days.extras { byDay[Int(key.group)].extras[key.without(group: true)] = extra }
        let tables = byDay
        let found = Lock([SumBlob]())
        DispatchQueue.concurrentPerform(iterations: tables.count) { day in
            if tables[day].rows.isEmpty { return }
            let bytes = tables[day].encoded(tables[day].rows.indices)
            let blob = SumBlob(kind: .days, part: day, bytes: ColumnBlob.seal(bytes))
            found.withLock { $0.append(blob) }
        }
        let parts = found.withLock { $0 }.sorted { $0.part < $1.part }
        blobs += parts
        return parts.reduce(0) { $0 | 1 << UInt32($1.part) }
    }

    /// Rows that the fields left out no longer tell apart become one; the order of the rest is that of the table.
    private func rolledUp(_ table: SumTable, _ reduce: @escaping (SumKey) -> SumKey) throws(DecimalError) -> SumTable {
        var builder = SumBuilder(capacity: table.rows.count / 8)
        try builder.add(
            table.rows.lazy.map { row in
                var row = row
                row.key = reduce(row.key)
                return row
            }, scale: table.scale)
        for (key, extra) in table.extras { try builder.addExtra(reduce(key), extra) }
        return SumTable(builder) { $0 }
    }

    private static func encode(_ table: SumTable, _ kind: SumTableKind, into blobs: inout [SumBlob]) -> [UInt32] {
        var starts: [UInt32] = []
        var start = 0
        while start < table.rows.count {
            let end = min(table.rows.count, start + rowsPerPart)
            blobs.append(SumBlob(kind: kind, part: starts.count, bytes: ColumnBlob.seal(table.encoded(start..<end))))
            starts.append(table.rows[start].key.account)
            start = end
        }
        return starts
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
        table = SumTable(builder) { $0 }
    }
}
