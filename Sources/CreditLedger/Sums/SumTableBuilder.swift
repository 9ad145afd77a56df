import Credit

/// Builds a table of sums in the order of its keys.
struct SumTableBuilder: Sendable {
    private(set) var table: SumTable

    init(scale: Int) { table = SumTable(scale: scale) }

    /// Goes on with a table.
    init(_ table: SumTable) { self.table = table }

    /// The largest amount of a row: 38 digits, what a decimal of 128 bits holds.
    private static let largest = UInt128(Decimals.power(38) - 1)

    var scale: Int { table.scale }
    var count: Int { table.rows.count }

    mutating func reserve(_ count: Int) { table.rows.reserveCapacity(count) }

    /// Adds rows whose keys come behind all so far, sorted; rows of one key become one.
    mutating func append(sorting rows: inout [SumRow]) throws(DecimalError) {
        if rows.count > 1 { SumSort.sort(&rows) }
        for row in rows { try append(row) }
    }

    /// Adds a row whose key is not below that of the last one.
    mutating func append(_ row: SumRow) throws(DecimalError) {
        let last = table.rows.count - 1
        guard last >= 0, table.rows[last].key == row.key else { return table.rows.append(row) }
        try add(row, at: last)
    }

    /// Adds a row in its place, from the end: few keys are above its own.
    mutating func insert(_ row: SumRow) throws(DecimalError) {
        var place = table.rows.count
        while place > 0, row.key < table.rows[place - 1].key { place -= 1 }
        if place > 0, table.rows[place - 1].key == row.key {
            try add(row, at: place - 1)
        } else if place == table.rows.count {
            table.rows.append(row)
        } else {
            table.rows.insert(row, at: place)
        }
    }

    private mutating func add(_ row: SumRow, at place: Int) throws(DecimalError) {
        if table.rows[place].addIfFits(row) { return }
        table.rows[place].lines &+= row.lines
        table.rows[place].disagreeing &+= row.disagreeing
        try add(SumExtra(list: WideDecimal(coefficient: row.list, scale: scale), cut: .zero), to: row.key)
    }

    /// Adds a table whose keys come behind all so far.
    mutating func append(_ other: SumTableBuilder) {
        table.rows += other.table.rows
        table.extras.merge(other.table.extras) { first, _ in first }
    }

    /// Adds what the number of a row does not hold.
    mutating func add(_ extra: SumExtra, to key: SumKey) throws(DecimalError) { try table.extras.add(key, extra) }

    /// The table. An amount that fits is in its row and one that does not is in the extras, whole, whatever the order in
    /// which it came.
    func finish() throws(DecimalError) -> SumTable {
        let isAllNarrow = table.rows.allSatisfy { $0.list.magnitude <= Self.largest }
        if table.extras.isEmpty, isAllNarrow { return table }
        var table = table
        for index in table.rows.indices {
            let key = table.rows[index].key
            let isNarrow = table.rows[index].list.magnitude <= Self.largest
            guard var extra = table.extras[key] ?? (isNarrow ? nil : SumExtra(list: .zero, cut: .zero)) else {
                continue
            }
            let whole = try extra.list.adding(WideDecimal(coefficient: table.rows[index].list, scale: scale)).normalised
            if let narrow = whole.narrow, narrow.scale <= scale {
                let (raised, overflow) = narrow.coefficient.multipliedReportingOverflow(
                    by: Decimals.power(scale - narrow.scale))
                if !overflow, raised.magnitude <= Self.largest {
                    table.rows[index].list = raised
                    extra.list = .zero
                    table.extras[key] = extra.cut.isZero ? nil : extra
                    continue
                }
            }
            table.rows[index].list = 0
            extra.list = whole
            table.extras[key] = extra
        }
        return table
    }
}
