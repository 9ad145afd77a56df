import Credit
import Store

/// The sums of a month, put together from those of its threads: the same tables whatever thread computed what.
struct MonthTables: Sendable {
    let names: MonthNames
    /// Lines that count.
    let lines: Int
    /// How fine `cells` are.
    let detail: CellDetail
    /// In parts by account.
    let cells: [SumTable]
    /// `cells` without their products; the same where they have none.
    let groups: [SumTable]
    let products: SumTable
    /// By account and class.
    let accounts: SumTable
    /// By day of the month, account by account in parts; without extras.
    private let days: [[SumTableBuilder]]
    /// By day, account and class; the day in the place of the group.
    private let dayExtras: [SumKey: SumExtra]
    let scale: Int

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
        let days = try Self.byDay(threads, numbers, accounts: accounts.count)
        var cells = try Self.cells(threads, numbers, accounts: accounts.count, detail: detail)
        while cells.fine.reduce(0, { $0 + $1.rows.count }) > cellLimit, detail != .none {
            detail = detail == .products ? .groups : .none
            for index in threads.indices { try threads[index].reduceCells(to: detail) }
            cells = try Self.cells(threads, numbers, accounts: accounts.count, detail: detail)
        }
        self.detail = detail
        self.cells = cells.fine
        self.groups = cells.coarse
        self.products = try Self.products(threads, numbers)
        self.accounts = days.accounts
        self.days = days.days
        dayExtras = days.extras
        names = MonthNames(
            accounts: accounts, classes: classes.values, products: products.values,
            groups: detail == .none ? [] : groups.values, grants: grants)
        lines = threads.reduce(0) { $0 + $1.lines }
        self.scale = scale
    }

    // MARK: Tables

    /// The sums of a day by account and class.
    func day(_ day: Int) throws(DecimalError) -> SumTable {
        var table = SumTableBuilder(scale: scale)
        table.reserve(days[day].reduce(0) { $0 + $1.count })
        for part in days[day] { table.append(part) }
        for (key, extra) in dayExtras where key.group == UInt32(day) {
            try table.add(extra, to: key.without(group: true))
        }
        return try table.finish()
    }

    private struct DayParts: Sendable {
        var days: [SumTableBuilder]
        var accounts: SumTableBuilder
    }

    /// The sums by day, account and class, and by account and class: from one walk over the accounts.
    private static func byDay(
        _ threads: [ThreadSums], _ numbers: [Renumbering], accounts: Int
    ) throws -> (days: [[SumTableBuilder]], accounts: SumTable, extras: [SumKey: SumExtra]) {
        let scale = threads.first?.scale ?? 0
        let orders = Parallel.results(threads.count) { AccountRows.Order(threads[$0].days, accounts: accounts) }
        let ranges = ranges(accounts)
        let parts = try Parallel.map(ranges.count) { part in
            let empty = SumTableBuilder(scale: scale)
            var found = DayParts(days: [SumTableBuilder](repeating: empty, count: 32), accounts: empty)
            for account in ranges[part] {
                for (thread, order) in orders.enumerated() {
                    let rows = threads[thread].days.rows
                    let classes = numbers[thread].classes
                    try order.forEach(account) { (range) throws(DecimalError) in
                        for var row in rows[range] {
                            let day = Int(row.key.group)
                            row.key = SumKey(account: UInt32(account), class: classes[Int(row.key.sumClass)])
                            try found.days[day].insert(row)
                            try found.accounts.insert(row)
                        }
                    }
                }
            }
            return found
        }
        var whole = SumTableBuilder(scale: scale)
        var extras: [SumKey: SumExtra] = [:]
        for part in parts { whole.append(part.accounts) }
        for (thread, sums) in threads.enumerated() {
            for (key, extra) in sums.extras.days {
                let sumClass = numbers[thread].classes[Int(key.sumClass)]
                try extras.add(SumKey(account: key.account, group: key.group, class: sumClass), extra)
                try whole.add(extra, to: SumKey(account: key.account, class: sumClass))
            }
        }
        return ((0..<32).map { day in parts.map { $0.days[day] } }, try whole.finish(), extras)
    }

    /// How accounts are shared out; the same whatever the number of threads, for parts are stored apart.
    private static func ranges(_ accounts: Int) -> [Range<Int>] {
        Parallel.ranges(accounts, parts: max(1, min(8, accounts / 256)))
    }

    private static func cells(
        _ threads: [ThreadSums], _ numbers: [Renumbering], accounts: Int, detail: CellDetail
    ) throws -> (fine: [SumTable], coarse: [SumTable]) {
        let scale = threads.first?.scale ?? 0
        if detail == .none { return ([], []) }
        @Sendable func key(_ key: SumKey, _ thread: Int) -> SumKey {
            SumKey(
                account: key.account, group: numbers[thread].groups[Int(key.group)],
                product: detail == .products ? numbers[thread].products[Int(key.product)] : 0,
                class: numbers[thread].classes[Int(key.sumClass)])
        }
        let orders = Parallel.results(threads.count) { AccountRows.Order(threads[$0].cells, accounts: accounts) }
        let ranges = ranges(accounts)
        var parts = try Parallel.map(ranges.count) { part in
            var table = SumTableBuilder(scale: scale)
            var found: [SumRow] = []
            for account in ranges[part] {
                found.removeAll(keepingCapacity: true)
                for (thread, order) in orders.enumerated() {
                    order.forEach(account) { range in
                        for var row in threads[thread].cells.rows[range] {
                            row.key = key(row.key, thread)
                            found.append(row)
                        }
                    }
                }
                try table.append(sorting: &found)
            }
            return (fine: table, coarse: detail == .products ? try rolledUp(table.table) : table)
        }
        for (thread, sums) in threads.enumerated() {
            for (old, extra) in sums.extras.cells {
                let key = key(old, thread)
                guard let part = ranges.firstIndex(where: { $0.contains(Int(key.account)) }) else { continue }
                try parts[part].fine.add(extra, to: key)
                try parts[part].coarse.add(extra, to: key.without(product: true))
            }
        }
        return (
            try parts.map { (part) throws(DecimalError) in try part.fine.finish() },
            try parts.map { (part) throws(DecimalError) in try part.coarse.finish() }
        )
    }

    /// Rows that the product no longer tells apart become one; the order of the rest is that of the table.
    private static func rolledUp(_ table: SumTable) throws(DecimalError) -> SumTableBuilder {
        var builder = SumTableBuilder(scale: table.scale)
        for row in table.rows { try builder.insert(row.without(product: true)) }
        for (key, extra) in table.extras { try builder.add(extra, to: key.without(product: true)) }
        return builder
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
