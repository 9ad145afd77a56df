internal import Credit
internal import Store

/// The lines of a window: what decides their order, and the order.
struct JoinRows {
    /// Whether lines count; those that do not make groups of their own, which nobody need scan.
    enum Standing: UInt8, CaseIterable {
        case counts = 0
        /// Of days that other data covers.
        case hiddenDay = 1
        /// Of an import that was replaced.
        case replaced = 2
    }

    /// Lines that become one group, as a range of `order`.
    struct Output {
        let rows: Range<Int>
    }

    private(set) var subscriptionIDs: [GUID] = []
    private(set) var importIDs: [Int64] = []
    /// Positions in `subscriptionIDs`.
    private(set) var subscriptions: [UInt32] = []
    /// Days of the month, from 0.
    private(set) var days: [UInt8] = []
    private(set) var lines: [Int64] = []
    /// Positions in `importIDs`.
    private(set) var imports: [UInt32] = []
    private var standings: [UInt8] = []
    /// By standing, subscription, day, import and line.
    private(set) var order: [UInt32] = []
    private(set) var outputs: [Output] = []

    var count: Int { lines.count }

    init(_ window: JoinWindow, _ basis: JoinBasis, _ store: any StoreReader, _ reader: LineGroupReader) throws {
        subscriptionIDs = window.subscriptionIDs
        importIDs = Set(window.slices.flatMap { window.header($0).imports }).sorted()
        let count = window.rowCount
        subscriptions.reserveCapacity(count)
        days.reserveCapacity(count)
        lines.reserveCapacity(count)
        imports.reserveCapacity(count)
        try window.read([UsageColumn.usageDate.id, .lineNumber, .importID], store, reader) { slice in
            try append(slice, window, basis.month, reader)
        }
        mark(basis)
        sort()
        cut(rowsPerGroup: window.groupRows)
    }

    private mutating func append(
        _ slice: JoinWindow.Slice, _ window: JoinWindow, _ month: BillingMonth, _ reader: LineGroupReader
    ) throws {
        for run in slice.runs { subscriptions.append(contentsOf: repeatElement(run.subscription, count: run.count)) }
        let texts = try reader.dictionary(UsageColumn.usageDate)
        let numbers = try (0..<texts.count).map { entry throws(StoreError) in
            guard let day = texts.day(entry), day.month == month else {
                throw .corrupt(detail: "a line group of \(month) holds another day")
            }
            return UInt8(day.number - month.firstDay.number)
        }
        let rows = slice.rows
        for id in try reader.indexes(UsageColumn.usageDate.id, rows: rows) { days.append(numbers[Int(id)]) }
        lines += try reader.lineNumbers(rows: rows)
        let header = window.header(slice)
        func position(_ id: Int64) throws(StoreError) -> UInt32 {
            guard let position = importIDs.firstIndex(of: id) else {
                throw .corrupt(detail: "line group \(header.id) holds another import's lines")
            }
            return UInt32(position)
        }
        if header.imports.count == 1 {
            imports.append(contentsOf: repeatElement(try position(header.imports[0]), count: rows.count))
            return
        }
        var last: (id: Int64, position: UInt32)?
        for id in try reader.mantissas(.importID, rows: rows) {
            if last?.id != id { last = (id, try position(id)) }
            imports.append(last?.position ?? 0)
        }
    }

    private mutating func mark(_ basis: JoinBasis) {
        let table = importIDs.map { id in
            (0..<32).map { day -> UInt8 in
                guard let hidden = basis.visibility.hiddenDays(import: id) else { return Standing.replaced.rawValue }
                let isHidden = hidden.contains(basis.month.firstDay.advanced(by: day))
                return (isHidden ? Standing.hiddenDay : .counts).rawValue
            }
        }
        if table.allSatisfy({ $0.allSatisfy { $0 == Standing.counts.rawValue } }) { return }
        standings.reserveCapacity(count)
        for row in 0..<count { standings.append(table[Int(imports[row])][Int(days[row])]) }
    }

    // MARK: Order

    private mutating func sort() {
        order = [UInt32](0..<UInt32(count))
        Self.sort(&order, by: days, values: 32)
        Self.sort(&order, by: subscriptions, values: subscriptionIDs.count)
        if !standings.isEmpty { Self.sort(&order, by: standings, values: Standing.allCases.count) }
        // Lines of one day come from several groups, each in order.
        var start = 0
        while start < count {
            var end = start + 1
            var isSorted = true
            let first = Int(order[start])
            while end < count, case let row = Int(order[end]), days[row] == days[first],
                subscriptions[row] == subscriptions[first], standing(row) == standing(first)
            {
                if !isBefore(Int(order[end - 1]), row) { isSorted = false }
                end += 1
            }
            if !isSorted {
                let sorted = order[start..<end].sorted { isBefore(Int($0), Int($1)) }
                order.replaceSubrange(start..<end, with: sorted)
            }
            start = end
        }
    }

    private func standing(_ row: Int) -> UInt8 { standings.isEmpty ? 0 : standings[row] }

    private func isBefore(_ a: Int, _ b: Int) -> Bool {
        imports[a] == imports[b] ? lines[a] < lines[b] : imports[a] < imports[b]
    }

    /// A stable sort by counting.
    private static func sort<Key: FixedWidthInteger>(_ rows: inout [UInt32], by keys: [Key], values: Int) {
        if values < 2 { return }
        var starts = [Int](repeating: 0, count: values + 1)
        for key in keys { starts[Int(key) + 1] += 1 }
        for index in 1...values { starts[index] += starts[index - 1] }
        rows = unsafe [UInt32](unsafeUninitializedCapacity: rows.count) { target, used in
            for row in rows {
                let key = Int(keys[Int(row)])
                unsafe target[starts[key]] = row
                starts[key] += 1
            }
            used = rows.count
        }
    }

    /// Groups of about equal size, cut between subscriptions where one ends near.
    private mutating func cut(rowsPerGroup: Int) {
        var start = 0
        while start < count {
            var end = start + 1
            while end < count, standing(Int(order[end])) == standing(Int(order[start])) { end += 1 }
            let groups = (end - start + rowsPerGroup - 1) / rowsPerGroup
            let target = (end - start + groups - 1) / groups
            var from = start
            for group in 0..<groups {
                if from == end { break }
                var to = group == groups - 1 ? end : min(end, from + target)
                if to < end {
                    let lowest = from + target * 3 / 4
                    var cut = to
                    while cut > lowest, subscriptions[Int(order[cut])] == subscriptions[Int(order[cut - 1])] {
                        cut -= 1
                    }
                    if cut > lowest { to = cut }
                }
                outputs.append(Output(rows: from..<to))
                from = to
            }
            start = end
        }
    }

    // MARK: Directories

    /// Lines of one subscription in one group.
    struct Entry {
        let subscription: GUID
        /// Positions in the group.
        let rows: Range<Int>
        let firstDay: Day
        let lastDay: Day
    }

    func entries(_ output: Output, _ month: BillingMonth) -> [Entry] {
        var entries: [Entry] = []
        let base = output.rows.lowerBound
        var start = base
        while start < output.rows.upperBound {
            let first = Int(order[start])
            var end = start + 1
            while end < output.rows.upperBound, subscriptions[Int(order[end])] == subscriptions[first] { end += 1 }
            entries.append(
                Entry(
                    subscription: subscriptionIDs[Int(subscriptions[first])], rows: start - base..<end - base,
                    firstDay: month.firstDay.advanced(by: Int(days[first])),
                    lastDay: month.firstDay.advanced(by: Int(days[Int(order[end - 1])]))))
            start = end
        }
        return entries
    }
}
