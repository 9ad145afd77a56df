import Credit

/// Rows of sums by account and what else the key holds, while they grow.
///
/// Lines come in runs of one account. The rows of a run are found in a table that stays in the processor's cache, and
/// then laid behind those of the runs before: so each row is written once, whatever the number of its lines. An account
/// that comes in several runs has several rows of one key, until there are so many rows that putting them together pays.
struct AccountRows: Sendable {
    /// Rows of one run, whose keys differ.
    private struct Stretch: Sendable {
        let account: UInt32
        let start: UInt32
    }

    private(set) var rows: [SumRow] = []
    /// In the order of the rows.
    private var stretches: [Stretch] = []
    /// Rows of the run at hand, at the front.
    private var found: [SumRow] = []
    /// The number of the run, and the place of a row in `found`; entries of other runs are free.
    private var slots = [UInt64](repeating: 0, count: 64)
    private var runNumber: UInt64 = 0
    private let rowLimit: Int
    private var compactsAt: Int

    /// - Parameter rowLimit: how many rows come before those of one key are put together.
    init(rowLimit: Int) {
        self.rowLimit = rowLimit
        compactsAt = rowLimit
        // Memory that is not written to costs nothing; growing would copy what is there.
        rows.reserveCapacity(rowLimit)
    }

    var count: Int { rows.count }

    /// Adds lines of one account; the caller has checked that no sum leaves 128 bits.
    /// - Parameter products: of each line; nil for keys without a product.
    /// - Returns: the new rows, whose keys differ.
    mutating func add(
        _ run: AccountRun, group: [UInt32], product: [UInt32]?, _ columns: SumColumns, list: [Int128]
    ) -> Range<Int> {
        reserve(lines: run.rows.count)
        runNumber &+= 1
        let used = Self.sum(
            run, run: runNumber, group, product ?? [], columns, list, &found, &slots, withProducts: product != nil)
        let start = rows.count
        if used > 0 {
            stretches.append(Stretch(account: run.account, start: UInt32(start)))
            rows.append(contentsOf: found[..<used])
        }
        return start..<rows.count
    }

    private mutating func reserve(lines: Int) {
        if found.count < lines {
            found.append(contentsOf: repeatElement(SumRow(key: SumKey(packed: 0)), count: lines - found.count))
        }
        if slots.count < lines * 2 {
            var size = slots.count
            while size < lines * 2 { size *= 2 }
            slots = [UInt64](repeating: 0, count: size)
        }
    }

    private static func sum(
        _ run: AccountRun, run number: UInt64, _ group: [UInt32], _ product: [UInt32], _ columns: SumColumns,
        _ list: [Int128], _ found: inout [SumRow], _ slots: inout [UInt64], withProducts: Bool
    ) -> Int {
        let (group, product, list) = (group.span, product.span, list.span)
        let (sumClass, agrees, counts) = (columns.sumClass.span, columns.agrees.span, columns.counts.span)
        var found = found.mutableSpan
        var slots = slots.mutableSpan
        // Few lines leave most of a large table alone.
        let bits = UInt64(64 &- max(1, run.rows.count &* 2 &- 1).leadingZeroBitCount)
        let mask = Int(truncatingIfNeeded: (1 as UInt64) &<< bits) &- 1
        let head = UInt64(run.account) &<< 32
        var used = 0
        var lastHigh = UInt64.max
        var lastLow = UInt64.max
        var last = 0
        for line in run.rows where counts.isEmpty || counts[line] != 0 {
            let high = head | UInt64(group[line])
            let low = (withProducts ? UInt64(product[line]) &<< 32 : 0) | UInt64(sumClass[line])
            if high != lastHigh || low != lastLow {
                let packed = UInt128(high) &<< 64 | UInt128(low)
                let hash = (high &* 0x9E37_79B9_7F4A_7C15 ^ low) &* 0xBF58_476D_1CE4_E5B9
                var slot = Int(truncatingIfNeeded: hash &>> (64 &- bits))
                while true {
                    let entry = slots[slot]
                    if entry &>> 32 != number {
                        slots[slot] = number &<< 32 | UInt64(used)
                        found[used] = SumRow(key: SumKey(packed: packed))
                        last = used
                        used &+= 1
                        break
                    }
                    last = Int(truncatingIfNeeded: entry & 0xFFFF_FFFF)
                    if found[last].key.packed == packed { break }
                    slot = (slot &+ 1) & mask
                }
                (lastHigh, lastLow) = (high, low)
            }
            found[last].add(list[line], agrees: agrees[line])
        }
        return used
    }

    // MARK: Rows of one key

    /// Puts rows of one key together where there are many rows.
    /// - Returns: whether that was done, so that `count` counts keys.
    mutating func compactIfLarge() -> Bool {
        if rows.count <= compactsAt { return false }
        compact()
        return true
    }

    /// Makes all keys blank in their product.
    mutating func dropProducts() {
        for index in rows.indices { rows[index].key = rows[index].key.without(product: true) }
        compact()
    }

    private mutating func compact() {
        let accounts = Int(stretches.reduce(0) { max($0, $1.account) }) + 1
        let order = Order(self, accounts: accounts)
        var compacted: [SumRow] = []
        compacted.reserveCapacity(rows.count)
        var starts: [Stretch] = []
        var found: [SumRow] = []
        for account in 0..<accounts {
            found.removeAll(keepingCapacity: true)
            order.forEach(account) { found += rows[$0] }
            if found.isEmpty { continue }
            SumSort.sort(&found)
            starts.append(Stretch(account: UInt32(account), start: UInt32(compacted.count)))
            for row in found {
                let last = compacted.count - 1
                if last >= Int(starts[starts.count - 1].start), compacted[last].key == row.key {
                    compacted[last].list &+= row.list
                    compacted[last].lines &+= row.lines
                    compacted[last].disagreeing &+= row.disagreeing
                } else {
                    compacted.append(row)
                }
            }
        }
        rows = compacted
        stretches = starts
        compactsAt = max(rowLimit, rows.count * 2)
    }

    mutating func update<Failure>(_ body: (inout SumRow) throws(Failure) -> Void) throws(Failure) {
        for index in rows.indices { try body(&rows[index]) }
    }

    /// Where the rows of each account are.
    struct Order: Sendable {
        private let ranges: [Range<UInt32>]
        private let starts: [UInt32]

        init(_ rows: AccountRows, accounts: Int) {
            let stretches = rows.stretches
            var starts = [UInt32](repeating: 0, count: accounts + 1)
            for stretch in stretches { starts[Int(stretch.account) + 1] += 1 }
            for account in 0..<accounts { starts[account + 1] += starts[account] }
            var next = starts
            var ranges = [Range<UInt32>](repeating: 0..<0, count: stretches.count)
            for (place, stretch) in stretches.enumerated() {
                let end = place + 1 < stretches.count ? stretches[place + 1].start : UInt32(rows.rows.count)
                ranges[Int(next[Int(stretch.account)])] = stretch.start..<end
                next[Int(stretch.account)] += 1
            }
            self.starts = starts
            self.ranges = ranges
        }

        /// The places of the rows of an account, stretch by stretch.
        func forEach<Failure>(_ account: Int, _ body: (Range<Int>) throws(Failure) -> Void) throws(Failure) {
            for place in Int(starts[account])..<Int(starts[account + 1]) {
                try body(Int(ranges[place].lowerBound)..<Int(ranges[place].upperBound))
            }
        }
    }
}
