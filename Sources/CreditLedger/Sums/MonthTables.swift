import Credit
import Store

/// The sums of a month, put together from those of its threads: the same tables whatever thread computed what.
struct MonthTables: Sendable {
    let names: MonthNames
    /// Lines that count.
    let lines: Int
    /// How fine `cells` are.
    let detail: CellDetail
    let cells: SumTable
    let products: SumTable
    /// Of each thread.
    private let days: [DaySums]
    private let dayExtras: [[SumKey: SumExtra]]
    private let numbers: [Renumbering]
    private let scale: Int

    /// What the numbers of a thread are in the order of the names.
    private struct Renumbering {
        var classes: [UInt32]
        var products: [UInt32]
        var groups: [UInt32]
    }

    /// - Parameter grants: keys of the grants that decided any line.
    init(_ sums: [ThreadSums], accounts: [Account], grants: [String], cellLimit: Int) throws {
        var threads = sums
        let scale = threads.map(\.scale).max() ?? 0
        var detail = threads.map(\.detail).min() ?? .none
        for index in threads.indices {
            try threads[index].raise(to: scale)
            try threads[index].reduceCells(to: detail)
        }
        let classes = Ranking(threads.map(\.classes), by: Self.precedes)
        let products = Ranking(threads.map(\.productPairs), by: <)
        let groups = Ranking(threads.map(\.groups)) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let numbers = threads.indices.map { index in
            Renumbering(classes: classes.ranks[index], products: products.ranks[index], groups: groups.ranks[index])
        }
        var cells = try Self.cells(threads, numbers, accounts: accounts.count, detail: detail)
        while cells.rows.count > cellLimit, detail != .none {
            detail = detail == .products ? .groups : .none
            for index in threads.indices { try threads[index].reduceCells(to: detail) }
            cells = try Self.cells(threads, numbers, accounts: accounts.count, detail: detail)
        }
        self.detail = detail
        self.cells = cells
        self.products = try Self.products(threads, numbers)
        names = MonthNames(
            accounts: accounts, classes: classes.values, products: products.values,
            groups: detail == .none ? [] : groups.values, grants: grants)
        lines = threads.reduce(0) { $0 + $1.lines }
        days = threads.map(\.days)
        dayExtras = threads.map(\.extras.days)
        self.numbers = numbers
        self.scale = scale
    }

    // MARK: Tables

    /// The sums of a day by account and class.
    func day(_ day: Int) throws(DecimalError) -> SumTable {
        var table = SumTableBuilder(scale: scale)
        var found: [SumRow] = []
        for account in names.accounts.indices {
            found.removeAll(keepingCapacity: true)
            for thread in days.indices {
                days[thread].forEach(account: account, day: day) { row in
                    found.append(
                        SumRow(
                            key: SumKey(
                                account: UInt32(account), class: numbers[thread].classes[Int(row.sumClass)]),
                            list: row.list, lines: row.lines, disagreeing: row.disagreeing))
                }
            }
            try table.append(sorting: &found)
        }
        for (thread, extras) in dayExtras.enumerated() {
            for (key, extra) in extras where key.group == UInt32(day) {
                let sumClass = numbers[thread].classes[Int(key.sumClass)]
                try table.add(extra, to: SumKey(account: key.account, class: sumClass))
            }
        }
        return try table.finish()
    }

    /// The sums of the whole month of a range of accounts, by account and class.
    func accounts(_ range: Range<Int>) throws(DecimalError) -> SumTable {
        var table = SumTableBuilder(scale: scale)
        var found: [SumRow] = []
        for account in range {
            found.removeAll(keepingCapacity: true)
            for thread in days.indices {
                for day in 1...31 {
                    days[thread].forEach(account: account, day: day) { row in
                        found.append(
                            SumRow(
                                key: SumKey(
                                    account: UInt32(account), class: numbers[thread].classes[Int(row.sumClass)]),
                                list: row.list, lines: row.lines, disagreeing: row.disagreeing))
                    }
                }
            }
            try table.append(sorting: &found)
        }
        for (thread, extras) in dayExtras.enumerated() {
            for (key, extra) in extras where range.contains(Int(key.account)) {
                let sumClass = numbers[thread].classes[Int(key.sumClass)]
                try table.add(extra, to: SumKey(account: key.account, class: sumClass))
            }
        }
        return try table.finish()
    }

    private static func cells(
        _ threads: [ThreadSums], _ numbers: [Renumbering], accounts: Int, detail: CellDetail
    ) throws -> SumTable {
        let scale = threads.first?.scale ?? 0
        if detail == .none { return SumTable(scale: scale) }
        @Sendable func key(_ key: SumKey, _ thread: Int) -> SumKey {
            SumKey(
                account: key.account, group: numbers[thread].groups[Int(key.group)],
                product: detail == .products ? numbers[thread].products[Int(key.product)] : 0,
                class: numbers[thread].classes[Int(key.sumClass)])
        }
        let orders = try Parallel.map(threads.count) { RowsByAccount(threads[$0].cells.rows, accounts: accounts) }
        let parts = try Parallel.map(8) { part in
            var table = SumTableBuilder(scale: scale)
            var found: [SumRow] = []
            for account in part * accounts / 8..<(part + 1) * accounts / 8 {
                found.removeAll(keepingCapacity: true)
                for (thread, order) in orders.enumerated() {
                    for place in order.places(account) {
                        var row = threads[thread].cells.rows[Int(place)]
                        row.key = key(row.key, thread)
                        found.append(row)
                    }
                }
                try table.append(sorting: &found)
            }
            return table
        }
        var whole = SumTableBuilder(scale: scale)
        whole.reserve(parts.reduce(0) { $0 + $1.count })
        for part in parts { whole.append(part) }
        for (thread, sums) in threads.enumerated() {
            for (old, extra) in sums.extras.cells { try whole.add(extra, to: key(old, thread)) }
        }
        return try whole.finish()
    }

    private static func products(_ threads: [ThreadSums], _ numbers: [Renumbering]) throws(DecimalError) -> SumTable {
        var table = SumTableBuilder(scale: threads.first?.scale ?? 0)
        func key(_ key: SumKey, _ thread: Int) -> SumKey {
            SumKey(
                product: numbers[thread].products[Int(key.product)],
                class: numbers[thread].classes[Int(key.sumClass)])
        }
        var found: [SumRow] = []
        for (thread, sums) in threads.enumerated() {
            for var row in sums.products.rows where row.lines > 0 {
                row.key = key(row.key, thread)
                found.append(row)
            }
        }
        try table.append(sorting: &found)
        for (thread, sums) in threads.enumerated() {
            for (old, extra) in sums.extras.products { try table.add(extra, to: key(old, thread)) }
        }
        return try table.finish()
    }

    private static func precedes(_ a: SumClass, _ b: SumClass) -> Bool {
        if a.reason != b.reason { return a.reason.rawValue < b.reason.rawValue }
        if a.currency != b.currency { return (a.currency?.packed ?? 0) < (b.currency?.packed ?? 0) }
        if a.exchangeRate != b.exchangeRate { return a.exchangeRate < b.exchangeRate }
        if a.rate != b.rate { return a.rate < b.rate }
        return a.creditedShare < b.creditedShare
    }
}

/// Rows in the order of their accounts.
private struct RowsByAccount: Sendable {
    private var starts: [UInt32]
    private var order: [UInt32]

    init(_ rows: [SumRow], accounts: Int) {
        starts = [UInt32](repeating: 0, count: accounts + 1)
        for row in rows { starts[Int(row.key.account) + 1] += 1 }
        for account in 0..<accounts { starts[account + 1] += starts[account] }
        var next = starts
        order = [UInt32](repeating: 0, count: rows.count)
        for (place, row) in rows.enumerated() {
            let account = Int(row.key.account)
            order[Int(next[account])] = UInt32(place)
            next[account] += 1
        }
    }

    func places(_ account: Int) -> ArraySlice<UInt32> { order[Int(starts[account])..<Int(starts[account + 1])] }
}

/// All values in order, and the place in it of each value of each list.
private struct Ranking<Value: Hashable & Sendable>: Sendable {
    var values: [Value]
    var ranks: [[UInt32]]

    init(_ lists: [[Value]], by precedes: (Value, Value) -> Bool) {
        var all = Set<Value>()
        for list in lists { all.formUnion(list) }
        values = all.sorted(by: precedes)
        var places: [Value: UInt32] = [:]
        places.reserveCapacity(values.count)
        for (place, value) in values.enumerated() { places[value] = UInt32(place) }
        ranks = lists.map { list in list.map { places[$0] ?? 0 } }
    }
}
