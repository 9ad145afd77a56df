import Credit

/// Rows by key in a hash table; the scale rises with the finest amount that comes.
struct SumBuilder {
    private(set) var rows: [SumRow] = []
    /// Position in `rows` + 1; 0 is free.
    private var slots: [UInt32]
    private var mask: Int
    /// Decimal places of `list` in all rows.
    private(set) var scale = 0
    /// What does not fit the rows; empty in all but the strangest months.
    private(set) var extras: [SumKey: SumExtra] = [:]

    init(capacity: Int = 512) {
        var size = 1024
        while size < capacity * 2 { size *= 2 }
        slots = [UInt32](repeating: 0, count: size)
        mask = size - 1
    }

    var count: Int { rows.count }

    /// Adds rows whose list amounts have `rowScale` decimals.
    /// - Throws: `.overflow` beyond 256 bits.
    mutating func add(_ more: some Sequence<SumRow>, scale rowScale: Int) throws(DecimalError) {
        let factor = try align(rowScale)
        for row in more {
            let index = position(of: row.key)
            if factor == 1, rows[index].addIfFits(row) { continue }
            rows[index].lines &+= row.lines
            rows[index].disagreeing &+= row.disagreeing
            var list = row.list
            if factor != 1 {
                let (raised, overflow) = list.multipliedReportingOverflow(by: factor)
                if overflow {
                    try addExtra(row.key, SumExtra(list: WideDecimal(coefficient: list, scale: rowScale), cut: .zero))
                    continue
                }
                list = raised
            }
            let (sum, overflow) = rows[index].list.addingReportingOverflow(list)
            if overflow {
                try addExtra(row.key, SumExtra(list: WideDecimal(coefficient: list, scale: scale), cut: .zero))
            } else {
                rows[index].list = sum
            }
        }
    }

    /// Adds to a row what its number does not hold.
    mutating func addExtra(_ key: SumKey, _ extra: SumExtra) throws(DecimalError) {
        _ = position(of: key)
        var sum = extras[key] ?? SumExtra(list: .zero, cut: .zero)
        try sum.add(extra)
        extras[key] = sum
    }

    mutating func add(_ other: SumBuilder) throws(DecimalError) {
        try add(other.rows, scale: other.scale)
        for (key, extra) in other.extras { try addExtra(key, extra) }
    }

    /// Gives 10^(scale − rowScale) and raises all rows first where `rowScale` is the finer.
    private mutating func align(_ rowScale: Int) throws(DecimalError) -> Int128 {
        if rowScale > scale {
            let factor = Decimals.power(rowScale - scale)
            for index in rows.indices {
                let (raised, overflow) = rows[index].list.multipliedReportingOverflow(by: factor)
                if overflow {
                    let whole = try WideDecimal(coefficient: rows[index].list, scale: scale)
                    rows[index].list = 0
                    try addExtra(rows[index].key, SumExtra(list: whole, cut: .zero))
                } else {
                    rows[index].list = raised
                }
            }
            scale = rowScale
        }
        return Decimals.power(scale - rowScale)
    }

    private mutating func position(of key: SumKey) -> Int {
        var slot = Int(truncatingIfNeeded: key.hash >> 20) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if rows[index].key == key { return index }
            slot = (slot + 1) & mask
        }
        slots[slot] = UInt32(rows.count + 1)
        rows.append(SumRow(key: key))
        if rows.count * 2 > mask { grow() }
        return rows.count - 1
    }

    private mutating func grow() {
        mask = mask * 2 + 1
        slots = [UInt32](repeating: 0, count: mask + 1)
        for index in rows.indices {
            var slot = Int(truncatingIfNeeded: rows[index].key.hash >> 20) & mask
            while slots[slot] != 0 { slot = (slot + 1) & mask }
            slots[slot] = UInt32(index + 1)
        }
    }
}

/// What a row of sums cannot hold as one number.
struct SumExtra: Sendable, Hashable {
    /// List amounts beyond 128 bits.
    var list: WideDecimal
    /// What a rounding policy cut off the billing net of the lines, one by one.
    var cut: WideDecimal

    mutating func add(_ other: SumExtra) throws(DecimalError) {
        list = try list.adding(other.list)
        cut = try cut.adding(other.cut)
    }
}
