import Credit

/// Sums by account, resource group, product and class while they grow.
///
/// A hash table that keeps the rows of an account near each other: lines come account by account. Where that
/// neighbourhood is full, the whole table is searched.
struct CellSums: Sendable {
    private(set) var rows: [SumRow] = []
    /// 1 + the row; 0 is free.
    private var slots = [UInt32](repeating: 0, count: 1 << 12)

    private static let neighbourhood: UInt64 = 127
    private static let nearProbes = 32

    var count: Int { rows.count }

    /// Adds the lines of a group; the caller has checked that no sum leaves 128 bits.
    /// - Parameter withProducts: without, the product of all keys is 0.
    mutating func add(_ columns: SumColumns, list: [Int128], withProducts: Bool) {
        let list = list.span
        let group = columns.group.span
        let product = columns.product.span
        let sumClass = columns.sumClass.span
        let agrees = columns.agrees.span
        let counts = columns.counts.span
        for run in columns.runs {
            for line in run.rows where counts.isEmpty || counts[line] != 0 {
                let row = place(
                    account: run.account, group: group[line], product: withProducts ? product[line] : 0,
                    sumClass: sumClass[line])
                rows[row].add(list[line], agrees: agrees[line])
            }
        }
    }

    /// Takes a row in.
    /// - Returns: false, with the list amount left out, where it leaves 128 bits.
    mutating func add(_ row: SumRow) -> Bool {
        let key = row.key
        let place = place(account: key.account, group: key.group, product: key.product, sumClass: key.sumClass)
        if rows[place].addIfFits(row) { return true }
        rows[place].lines &+= row.lines
        rows[place].disagreeing &+= row.disagreeing
        return false
    }

    mutating func update<Failure>(_ body: (inout SumRow) throws(Failure) -> Void) throws(Failure) {
        for index in rows.indices { try body(&rows[index]) }
    }

    private mutating func place(account: UInt32, group: UInt32, product: UInt32, sumClass: UInt32) -> Int {
        let (near, far) = Self.starts(account: account, group: group, product: product, sumClass: sumClass)
        let mask = UInt64(slots.count - 1)
        let high = UInt64(account) &<< 32 | UInt64(group)
        let low = UInt64(product) &<< 32 | UInt64(sumClass)
        let packed = UInt128(high) &<< 64 | UInt128(low)
        var slot = Int(truncatingIfNeeded: near & mask)
        var probes = 0
        while slots[slot] != 0 {
            let row = Int(slots[slot]) &- 1
            if rows[row].key.packed == packed { return row }
            probes &+= 1
            slot =
                probes == Self.nearProbes
                ? Int(truncatingIfNeeded: far & mask) : Int(truncatingIfNeeded: UInt64(slot &+ 1) & mask)
        }
        rows.append(SumRow(key: SumKey(packed: packed)))
        slots[slot] = UInt32(rows.count)
        if rows.count * 2 > slots.count { grow() }
        return rows.count - 1
    }

    private static func starts(
        account: UInt32, group: UInt32, product: UInt32, sumClass: UInt32
    ) -> (near: UInt64, far: UInt64) {
        var tail = (UInt64(group) &<< 32 | UInt64(product)) &* 0x9E37_79B9_7F4A_7C15
        tail = (tail ^ tail &>> 32 ^ UInt64(sumClass)) &* 0xBF58_476D_1CE4_E5B9
        tail ^= tail &>> 29
        let home = (UInt64(account) &+ 1) &* 0x9E37_79B9_7F4A_7C15 &>> 24
        return (home &+ tail & neighbourhood, home &* 31 &+ tail &>> 8)
    }

    private mutating func grow() {
        let mask = UInt64(slots.count * 2 - 1)
        slots = [UInt32](repeating: 0, count: Int(mask) + 1)
        for (index, row) in rows.enumerated() {
            let key = row.key
            let (near, far) = Self.starts(
                account: key.account, group: key.group, product: key.product, sumClass: key.sumClass)
            var slot = Int(truncatingIfNeeded: near & mask)
            var probes = 0
            while slots[slot] != 0 {
                probes += 1
                slot =
                    probes == Self.nearProbes
                    ? Int(truncatingIfNeeded: far & mask) : Int(truncatingIfNeeded: UInt64(slot + 1) & mask)
            }
            slots[slot] = UInt32(index + 1)
        }
    }
}
