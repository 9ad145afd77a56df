import Credit

/// Sums by account, day and class while they grow: a chain of rows for each account and day.
struct DaySums: Sendable {
    struct Row: Sendable {
        var list: Int128
        var lines: UInt32
        var disagreeing: UInt32
        var sumClass: UInt32
        /// 1 + the next row of the account and day.
        var next: UInt32
    }

    private(set) var rows: [Row] = []
    /// 32 an account, by day: 1 + the first row.
    private(set) var heads: [UInt32]

    init(accounts: Int) { heads = [UInt32](repeating: 0, count: accounts * 32) }

    /// Adds the lines of a group; the caller has checked that no sum leaves 128 bits.
    mutating func add(_ columns: SumColumns, list: [Int128]) {
        Self.add(columns, list, &rows, &heads)
    }

    private static func add(
        _ columns: SumColumns, _ list: [Int128], _ rows: inout [Row], _ heads: inout [UInt32]
    ) {
        let list = list.span
        let day = columns.day.span
        let sumClass = columns.sumClass.span
        let agrees = columns.agrees.span
        let counts = columns.counts.span
        var heads = heads.mutableSpan
        for run in columns.runs {
            let account = Int(run.account) * 32
            for line in run.rows where counts.isEmpty || counts[line] != 0 {
                let head = account &+ Int(day[line])
                let wanted = sumClass[line]
                var place = Int(heads[head])
                while place != 0, rows[place &- 1].sumClass != wanted { place = Int(rows[place &- 1].next) }
                if place == 0 {
                    rows.append(Row(list: 0, lines: 0, disagreeing: 0, sumClass: wanted, next: heads[head]))
                    place = rows.count
                    heads[head] = UInt32(truncatingIfNeeded: place)
                }
                rows[place &- 1].list &+= list[line]
                rows[place &- 1].lines &+= 1
                rows[place &- 1].disagreeing &+= 1 &- agrees[line]
            }
        }
    }

    /// The rows of an account and day, in no order.
    func forEach(account: Int, day: Int, _ body: (Row) -> Void) {
        var place = Int(heads[account * 32 + day])
        while place != 0 {
            body(rows[place - 1])
            place = Int(rows[place - 1].next)
        }
    }

    /// Goes over all rows with their keys.
    mutating func update<Failure>(_ body: (SumKey, inout Row) throws(Failure) -> Void) throws(Failure) {
        for head in heads.indices {
            var place = Int(heads[head])
            while place != 0 {
                let key = SumKey(
                    account: UInt32(head / 32), group: UInt32(head % 32), class: rows[place - 1].sumClass)
                try body(key, &rows[place - 1])
                place = Int(rows[place - 1].next)
            }
        }
    }
}
