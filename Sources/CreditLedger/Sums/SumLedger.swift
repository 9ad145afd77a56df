import Credit
import Dispatch
import Locking
import Store

/// The sums of a month while its groups are computed by several threads.
final class SumLedger: Sendable {
    /// Ascending, so that an account's number is its place in the stored order.
    let accounts: [Account]
    private let partitions: [SharedPartition]
    private let products = Lock(SumBuilder())
    private let state: Lock<State>
    private let cellLimit: Int

    private struct State {
        var classes: [SumClass: UInt32] = [:]
        var pairs: [ProductPair: UInt32] = [:]
        var groups: [String: UInt32] = [:]
        var detail = CellDetail.products
        var cellCounts: [Int]
        var lines = 0
    }

    private static let partitionCount = 8

    /// - Parameter lines: how many lines the month has; tables that are not much smaller are not kept.
    init(accounts: [Account], lines: Int, cellLimit: Int? = nil) {
        self.accounts = accounts
        self.cellLimit = cellLimit ?? max(1 << 16, lines / 8)
        let parts = Self.partitionCount
        partitions = (0..<parts).map { part in
            // Where `partition(of:)` changes.
            let (low, high) = (part * accounts.count, (part + 1) * accounts.count)
            return SharedPartition(accounts: (low + parts - 1) / parts..<(high + parts - 1) / parts)
        }
        state = Lock(State(cellCounts: [Int](repeating: 0, count: Self.partitionCount)))
    }

    /// How fine the sums are still kept.
    var detail: CellDetail { state.withLock { $0.detail } }

    // MARK: Numbers of values

    func numbers(ofClasses values: [SumClass]) -> [UInt32] {
        state.withLock { state in
            values.map { value in number(value, in: &state.classes) }
        }
    }

    func numbers(ofProducts values: [ProductPair]) -> [UInt32] {
        state.withLock { state in values.map { number($0, in: &state.pairs) } }
    }

    func numbers(ofGroups values: [String]) -> [UInt32] {
        state.withLock { state in values.map { number($0, in: &state.groups) } }
    }

    private func number<Value: Hashable>(_ value: Value, in table: inout [Value: UInt32]) -> UInt32 {
        if let known = table[value] { return known }
        let next = UInt32(table.count)
        table[value] = next
        return next
    }

    // MARK: Sums

    /// Adds the sums of a group.
    /// - Parameter start: the partition to begin with, so that threads do not wait for each other.
    func add(_ group: GroupSums, start: Int) throws(DecimalError) {
        var sums = group
        // Accounts take turns only where a subscription changed its customer or plan.
        for rows in [\GroupSums.days, \GroupSums.cells] where !Self.isInOrder(sums[keyPath: rows]) {
            sums[keyPath: rows].sort { $0.key.account < $1.key.account }
        }
        let days = slices(sums.days)
        let cells = slices(sums.cells)
        let detail = self.detail
        for step in 0..<Self.partitionCount {
            let index = (start + step) % Self.partitionCount
            let count = try partitions[index].value.withLock { partition throws(DecimalError) in
                try partition.reduce(to: detail)
                try partition.days.add(sums.days[days[index]], scale: sums.scale)
                try partition.addCells(sums.cells[cells[index]], scale: sums.scale)
                return partition.cells.count
            }
            state.withLock { state in
                // What another thread has made coarser since is counted anew.
                guard state.detail == detail else { return }
                state.cellCounts[index] = count
                let total = state.cellCounts.reduce(0, +)
                if total > cellLimit, state.detail != .none {
                    state.detail = state.detail == .products ? .groups : .none
                    state.cellCounts = [Int](repeating: 0, count: Self.partitionCount)
                }
            }
        }
        try products.withLock { builder throws(DecimalError) in
            try builder.add(sums.products, scale: sums.scale)
        }
        state.withLock { $0.lines += sums.lines }
    }

    /// Adds what a row's number cannot hold.
    func addExtra(_ extra: SumExtra, account: UInt32, day: UInt32, group: UInt32, product: UInt32, sumClass: UInt32)
        throws(DecimalError)
    {
        try partitions[partition(of: account)].value.withLock { partition throws(DecimalError) in
            try partition.days.addExtra(SumKey(account: account, group: day, class: sumClass), extra)
            let key = SumKey(account: account, group: group, product: product, class: sumClass)
            switch partition.cellDetail {
            case .products: try partition.cells.addExtra(key, extra)
            case .groups: try partition.cells.addExtra(key.without(product: true), extra)
            case .none: break
            }
        }
        try products.withLock { builder throws(DecimalError) in
            try builder.addExtra(SumKey(product: product, class: sumClass), extra)
        }
    }

    private static func isInOrder(_ rows: [SumRow]) -> Bool {
        for index in rows.indices.dropFirst() where rows[index - 1].key.account > rows[index].key.account {
            return false
        }
        return true
    }

    private func partition(of account: UInt32) -> Int {
        min(Self.partitionCount - 1, Int(account) * Self.partitionCount / max(1, accounts.count))
    }

    /// Where the rows of each partition lie among rows in the order of accounts.
    private func slices(_ rows: [SumRow]) -> [Range<Int>] {
        var slices: [Range<Int>] = []
        var start = 0
        for index in 0..<Self.partitionCount {
            var (low, high) = (start, rows.count)
            while low < high {
                let middle = (low + high) / 2
                if partition(of: rows[middle].key.account) <= index { low = middle + 1 } else { high = middle }
            }
            slices.append(start..<low)
            start = low
        }
        return slices
    }

    // MARK: End

    /// The tables with the numbers of all names in their order, the same whatever thread did what.
    func finish() throws(DecimalError) -> MonthTables {
        try settleDetail()
        let found = state.withLock { $0 }
        let classes = Ranking(found.classes) { Self.precedes($0, $1) }
        let products = Ranking(found.pairs, by: <)
        let groups = Ranking(found.groups) { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let names = MonthNames(
            accounts: accounts, classes: classes.values, products: products.values, groups: groups.values)
        @Sendable func dayKey(_ key: SumKey) -> SumKey {
            SumKey(account: key.account, group: key.group, class: classes.ranks[Int(key.sumClass)])
        }
        @Sendable func cellKey(_ key: SumKey) -> SumKey {
            SumKey(
                account: key.account, group: groups.ranks[Int(key.group)],
                product: found.detail == .products ? products.ranks[Int(key.product)] : 0,
                class: classes.ranks[Int(key.sumClass)])
        }
        // Each partition is put in order on its own, on all processors.
        let finished = Lock([Int: Result<(days: SumTable, cells: SumTable), DecimalError>]())
        DispatchQueue.concurrentPerform(iterations: partitions.count) { index in
            let result = Result { () throws(DecimalError) -> (days: SumTable, cells: SumTable) in
                var part = partitions[index].value.withLock { value in
                    defer { value = SumPartition(accounts: 0..<0) }
                    return value
                }
                try part.reduce(to: found.detail)
                return (
                    SumTable(part.days, renumber: dayKey),
                    found.detail == .none ? SumTable() : SumTable(part.cells, renumber: cellKey)
                )
            }
            finished.withLock { $0[index] = result }
        }
        var days: [SumTable] = []
        var cells: [SumTable] = []
        for index in partitions.indices {
            guard let part = try finished.withLock({ $0[index] })?.get() else { continue }
            days.append(part.days)
            cells.append(part.cells)
        }
        let productSums = SumTable(self.products.withLock { $0 }) { key in
            SumKey(product: products.ranks[Int(key.product)], class: classes.ranks[Int(key.sumClass)])
        }
        return MonthTables(
            names: names, days: try SumTable(joining: days), cells: try SumTable(joining: cells),
            detail: found.detail, products: productSums, lines: found.lines)
    }

    /// Makes all partitions as fine as their number of rows in the end allows, whatever the threads saw on the way.
    private func settleDetail() throws(DecimalError) {
        while true {
            let detail = self.detail
            var total = 0
            for partition in partitions {
                total += try partition.value.withLock { value throws(DecimalError) in
                    try value.reduce(to: detail)
                    return value.cells.count
                }
            }
            if total <= cellLimit || detail == .none { return }
            state.withLock { $0.detail = detail == .products ? .groups : .none }
        }
    }

    private static func precedes(_ a: SumClass, _ b: SumClass) -> Bool {
        if a.reason != b.reason { return a.reason.rawValue < b.reason.rawValue }
        if a.currency != b.currency { return (a.currency?.packed ?? 0) < (b.currency?.packed ?? 0) }
        if a.exchangeRate != b.exchangeRate { return a.exchangeRate < b.exchangeRate }
        if a.rate != b.rate { return a.rate < b.rate }
        return a.creditedShare < b.creditedShare
    }
}

/// A partition with its lock.
private final class SharedPartition: Sendable {
    let value: Lock<SumPartition>

    init(accounts: Range<Int>) { value = Lock(SumPartition(accounts: accounts)) }
}

/// Values in order, and for each number that a value had its place in it.
private struct Ranking<Value: Hashable & Sendable>: Sendable {
    var values: [Value]
    var ranks: [UInt32]

    init(_ numbers: [Value: UInt32], by precedes: (Value, Value) -> Bool) {
        let sorted = numbers.sorted { precedes($0.key, $1.key) }
        values = sorted.map(\.key)
        ranks = [UInt32](repeating: 0, count: sorted.count)
        for (rank, item) in sorted.enumerated() { ranks[Int(item.value)] = UInt32(rank) }
    }
}

/// The finished sums of a month.
struct MonthTables: Sendable {
    var names: MonthNames
    /// By account, day and class.
    var days: SumTable
    /// As fine as `detail` says.
    var cells: SumTable
    var detail: CellDetail
    /// By product, meter category and class.
    var products: SumTable
    /// Lines that count.
    var lines: Int
}

extension SumTable {
    init(_ builder: SumBuilder, renumber: (SumKey) -> SumKey) {
        var rows = builder.rows
        for index in rows.indices { rows[index].key = renumber(rows[index].key) }
        SumSort.sort(&rows)
        var extras: [SumKey: SumExtra] = [:]
        for (key, extra) in builder.extras { extras[renumber(key)] = extra }
        self.init(rows: rows, scale: builder.scale, extras: extras)
    }

    /// Tables of ascending ranges of accounts, one behind the other, at the finest scale of them.
    init(joining tables: [SumTable]) throws(DecimalError) {
        self.init(scale: tables.map(\.scale).max() ?? 0)
        rows.reserveCapacity(tables.reduce(0) { $0 + $1.rows.count })
        for table in tables {
            extras.merge(table.extras) { first, _ in first }
            if table.scale == scale {
                rows += table.rows
                continue
            }
            let factor = Decimals.power(scale - table.scale)
            for var row in table.rows {
                let (raised, overflow) = row.list.multipliedReportingOverflow(by: factor)
                if overflow {
                    var extra = extras[row.key] ?? SumExtra(list: .zero, cut: .zero)
                    try extra.add(SumExtra(list: WideDecimal(coefficient: row.list, scale: table.scale), cut: .zero))
                    extras[row.key] = extra
                    row.list = 0
                } else {
                    row.list = raised
                }
                rows.append(row)
            }
        }
    }
}
