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

    /// For keys of a range of accounts with days: where the rows of each account and day begin, 1 + their position, and
    /// the next row of each row. Rows come in the order of accounts, so memory is walked along, not jumped about in.
    private var heads: [UInt32] = []
    private var nexts: [UInt32] = []
    private var firstAccount: UInt32 = 0

    /// For sums by account, day and class.
    init(accounts: Range<Int>) {
        self.init(capacity: 1)
        firstAccount = UInt32(accounts.lowerBound)
        heads = [UInt32](repeating: 0, count: accounts.count * 32)
    }

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
        if !heads.isEmpty { return directPosition(of: key) }
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

    private mutating func directPosition(of key: SumKey) -> Int {
        let head = Int(key.account &- firstAccount) * 32 + Int(key.group)
        var index = heads[head]
        while index != 0 {
            if rows[Int(index) - 1].key == key { return Int(index) - 1 }
            index = nexts[Int(index) - 1]
        }
        nexts.append(heads[head])
        rows.append(SumRow(key: key))
        heads[head] = UInt32(rows.count)
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
