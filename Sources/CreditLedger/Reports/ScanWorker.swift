import Credit
import Store

/// Sums the lines of groups for one question.
struct ScanWorker {
    private let question: ReportJob.Question
    private let mask: RowMask
    private var payments = GroupPayments()
    private var money = GroupMoney()
    private var classes: ClassTable
    private var pairs = PairTable()

    init(_ question: ReportJob.Question, _ visibility: UsageVisibility) {
        self.question = question
        mask = RowMask(filter: question.filter, period: question.period, visibility: visibility)
        classes = ClassTable(roundedDays: [])
    }

    /// What amounts are made from.
    static let columns: [ColumnID] = [
        UsageColumn.unitPrice, .quantity, .billingCurrency, .pcToBCExchangeRate, .creditPercentage, .rateOfCredit,
        .creditType,
    ].map(\.id)

    /// - Parameter rounds: whether the day of each line decides how it is rounded.
    func columns(_ header: LineGroupHeader, _ directory: LineDirectory, rounds: Bool) -> [ColumnID] {
        var columns = mask.columns(header, directory)
        if rounds { columns.append(UsageColumn.usageDate.id) }
        for dimension in question.dimensions {
            switch dimension {
            case .day: columns.append(UsageColumn.usageDate.id)
            case .product: columns.append(UsageColumn.productID.id)
            case .meterCategory: columns.append(UsageColumn.meterCategory.id)
            case .resourceGroup: columns.append(UsageColumn.resourceGroup.id)
            case .customer, .reseller, .country, .subscription:
                if OwnedRows.needsColumns(directory) { columns += OwnedRows.columns.map(\.id) }
            case .month, .reason, .derived: break
            }
        }
        return columns
    }

    var derivedColumns: [DerivedColumn] { mask.derivedColumns + question.dimensions.compactMap(\.derivedColumn) }

    mutating func add(_ group: OpenGroup, to job: inout ReportJob) throws {
        let passes = try mask.apply(to: group)
        guard passes.contains(1) else { return }
        try money.read(group.reader)
        let reasons = try group.reasons()
        let reasonIDs = try group.ids(LedgerColumn.reason.id)
        let rates = try decimals(group, LedgerColumn.rate.id)
        let rateIDs = try group.ids(LedgerColumn.rate.id)
        let agrees = try group.texts(LedgerColumn.agrees.id).map { texts in
            (0..<texts.count).map { texts.string($0) == "1" }
        }
        let agreeIDs = try group.ids(LedgerColumn.agrees.id)

        // One number for each distinct tuple of keys and class in the group.
        var columns: [(ids: [UInt32], count: Int, keys: [DimensionKey])] = []
        for dimension in question.dimensions { columns.append(try keys(dimension, group, job.naming)) }
        try payments.read(group.reader)
        try classes.read(group.reader, payments: payments)
        let lineReasons =
            reasonIDs.map { ids in ids.map { UInt32(reasons[Int($0)].rawValue) } }
            ?? [UInt32](repeating: UInt32(reasons[0].rawValue), count: group.rowCount)
        // 1 + the place of the rate, so that 0 stays free for lines without one.
        let lineRates = rateIDs.map { ids in ids.map { $0 + 1 } } ?? [UInt32](repeating: 1, count: group.rowCount)
        var ids: [UInt32] = []
        classes.assign(reasons: lineReasons, rates: lineRates, rateCount: rates.count, into: &ids)
        let values = try classes.values(rates: rates)
        var combinations = values.indices.map { [UInt32($0)] }
        for column in columns where column.count > 1 {
            pairs.join(&ids, firstCount: combinations.count, column.ids, secondCount: column.count)
            combinations = pairs.pairs.map { combinations[Int($0.first)] + [$0.second] }
        }
        var rows = combinations.map { combination in
            var tuple = UInt32.max
            var next = 1
            for (place, column) in columns.enumerated() {
                var key = 0
                if column.count > 1 {
                    key = Int(combination[next])
                    next += 1
                }
                tuple = job.tuple(tuple, job.number(ofKey: column.keys[key], at: place), at: place)
            }
            return SumRow(key: SumKey(group: tuple, class: job.number(ofClass: values[Int(combination[0])])))
        }
        for row in passes.indices where passes[row] != 0 {
            let index = Int(ids[row])
            rows[index].list &+= money.list[row]
            rows[index].lines &+= 1
            let says = agrees.map { $0[agreeIDs.map { Int($0[row]) } ?? 0] } ?? true
            rows[index].disagreeing &+= says ? 0 : 1
        }
        try job.add(rows.filter { $0.lines > 0 }, scale: money.scale)
        for (row, amount) in money.wide where passes[row] != 0 {
            try job.addExtra(rows[Int(ids[row])].key, SumExtra(list: amount, cut: .zero))
        }
        try addCuts(group, passes, ids, rows, values, combinations, &job)
    }

    /// What a rounding policy cut off the lines, which only they can tell.
    private func addCuts(
        _ group: OpenGroup, _ passes: [UInt8], _ ids: [UInt32], _ rows: [SumRow], _ values: [SumClass],
        _ combinations: [[UInt32]], _ job: inout ReportJob
    ) throws {
        guard let rounding = job.rounding, group.reader.isLoaded(UsageColumn.usageDate.id) else { return }
        let days = try group.days()
        for row in passes.indices where passes[row] != 0 && rounding.value(on: days[row]) == .floor2PerLine {
            let sumClass = values[Int(combinations[Int(ids[row])][0])]
            let net = try sumClass.amounts(list: money.amount(row)).billing.net
            let cut = try net.subtracting(net.rounded(scale: 2, .towardZero))
            if !cut.isZero { try job.addExtra(rows[Int(ids[row])].key, SumExtra(list: .zero, cut: cut)) }
        }
    }

    private func decimals(_ group: OpenGroup, _ column: ColumnID) throws -> [ExactDecimal] {
        guard let texts = try group.texts(column) else { return [.zero] }
        return (0..<texts.count).map { texts.decimal($0) ?? .zero }
    }

    /// The keys of a dimension in the group, and each line's.
    private func keys(
        _ dimension: CreditDimension, _ group: OpenGroup, _ naming: AccountNaming
    ) throws -> (ids: [UInt32], count: Int, keys: [DimensionKey]) {
        func texts(_ column: UsageColumn, _ key: (String) -> DimensionKey) throws
            -> (ids: [UInt32], count: Int, keys: [DimensionKey])
        {
            guard let texts = try group.texts(column.id) else { return ([], 1, [key("")]) }
            return (try group.ids(column.id) ?? [], texts.count, (0..<texts.count).map { key(texts.string($0)) })
        }
        switch dimension {
        case .month: return ([], 1, [.month(group.header.month)])
        case .product: return try texts(.productID) { .text($0) }
        case .meterCategory: return try texts(.meterCategory) { .text($0) }
        case .resourceGroup: return try texts(.resourceGroup) { .text($0.lowercased()) }
        case .day: return try texts(.usageDate) { (try? Day(parsing: $0)).map { .day($0) } ?? .none }
        case .reason:
            let reasons = try group.reasons()
            return (try group.ids(LedgerColumn.reason.id) ?? [], reasons.count, reasons.map { .reason($0) })
        case .derived(let column):
            let keys = try group.entries(column).map { column.key($0) }
            return (try group.ids(column.id) ?? [], keys.count, keys)
        case .customer, .subscription, .reseller, .country:
            var ids = [UInt32](repeating: 0, count: group.rowCount)
            var numbers: [DimensionKey: UInt32] = [:]
            var keys: [DimensionKey] = []
            for owned in try group.owners() {
                let key = naming.key(dimension, of: owned.account)
                let number = numbers[key] ?? UInt32(keys.count)
                if Int(number) == keys.count {
                    keys.append(key)
                    numbers[key] = number
                }
                for row in owned.rows { ids[row] = number }
            }
            return (ids, max(1, keys.count), keys)
        }
    }
}
