import Credit
import Store

/// Turns rows of a month's sums into rows of a question's groups.
struct MonthRows {
    private let month: BillingMonth
    private let names: MonthNames
    private let filter: LineFilter
    private let dimensions: [CreditDimension]
    private let accountPasses: [Bool]
    private let classPasses: [Bool]
    private let productPasses: [Bool]
    private let groupPasses: [Bool]
    /// For each dimension: the question's number of the key of each account, class, product or group.
    private var keyNumbers: [[UInt32]] = []
    private var classNumbers: [UInt32] = []
    private var isPrepared = false

    init(month: BillingMonth, names: MonthNames, job: ReportJob) {
        self.month = month
        self.names = names
        filter = job.question.filter
        dimensions = job.question.dimensions
        let mask = RowMask(
            filter: filter, period: job.question.period, visibility: UsageVisibility(imports: []))
        accountPasses = filter.namesAccounts ? names.accounts.map { mask.matches($0) } : []
        classPasses = names.classes.map { [filter] in filter.accepts($0.reason) }
        let isNarrow = filter.productID != nil || filter.meterCategories != nil
        productPasses =
            isNarrow
            ? names.products.map { [filter] pair in
                (filter.productID.map { $0 == pair.product } ?? true)
                    && (filter.meterCategories.map { $0.contains(pair.category) } ?? true)
            } : []
        let wanted = filter.resourceGroup?.lowercased()
        groupPasses = wanted.map { wanted in names.groups.map { $0 == wanted } } ?? []
    }

    /// A table whose groups are days: only those of the question's period.
    mutating func add(daysOf table: SumTable, to job: inout ReportJob) throws {
        var byDay: [UInt32: SumTable] = [:]
        for var row in table.rows {
            let day = row.key.group
            row.key = row.key.without(group: true)
            byDay[day, default: SumTable(scale: table.scale)].rows.append(row)
        }
        for (key, extra) in table.extras { byDay[key.group]?.extras[key.without(group: true)] = extra }
        for (day, table) in byDay.sorted(by: { $0.key < $1.key })
        where job.question.period.contains(month.firstDay.advanced(by: Int(day) - 1)) {
            try add(table, day: Int(day), to: &job)
        }
    }

    /// - Parameter day: of the month, where the table is of one day.
    mutating func add(_ table: SumTable, day: Int?, to job: inout ReportJob) throws {
        prepare(&job)
        if let day {
            let date = month.firstDay.advanced(by: day - 1)
            for (place, dimension) in dimensions.enumerated() where dimension == .day {
                keyNumbers[place] = [job.number(ofKey: .day(date), at: place)]
            }
        }
        var rows: [SumRow] = []
        rows.reserveCapacity(table.rows.count)
        for row in table.rows {
            guard passes(row.key) else { continue }
            var changed = row
            changed.key = key(row.key, &job)
            rows.append(changed)
        }
        try job.add(rows, scale: table.scale)
        for (key, extra) in table.extras where passes(key) { try job.addExtra(self.key(key, &job), extra) }
    }

    private func passes(_ key: SumKey) -> Bool {
        classPasses[Int(key.sumClass)] && (accountPasses.isEmpty || accountPasses[Int(key.account)])
            && (productPasses.isEmpty || productPasses[Int(key.product)])
            && (groupPasses.isEmpty || groupPasses[Int(key.group)])
    }

    private func key(_ key: SumKey, _ job: inout ReportJob) -> SumKey {
        var tuple = UInt32.max
        for (place, dimension) in dimensions.enumerated() {
            let number: UInt32
            switch dimension {
            // No table of sums knows derived columns, so none is asked by them.
            case .day, .month, .derived: number = keyNumbers[place][0]
            case .reason: number = keyNumbers[place][Int(key.sumClass)]
            case .customer, .subscription, .reseller, .country: number = keyNumbers[place][Int(key.account)]
            case .product, .meterCategory: number = keyNumbers[place][Int(key.product)]
            case .resourceGroup: number = keyNumbers[place][Int(key.group)]
            }
            tuple = job.tuple(tuple, number, at: place)
        }
        return SumKey(group: tuple, class: classNumbers[Int(key.sumClass)])
    }

    private mutating func prepare(_ job: inout ReportJob) {
        if isPrepared { return }
        isPrepared = true
        classNumbers = names.classes.map { job.number(ofClass: $0) }
        for (place, dimension) in dimensions.enumerated() {
            let keys: [DimensionKey] =
                switch dimension {
                case .day: []
                case .derived: [.none]
                case .month: [.month(month)]
                case .reason: names.classes.map { .reason($0.reason) }
                case .product: names.products.map { .text($0.product) }
                case .meterCategory: names.products.map { .text($0.category) }
                case .resourceGroup: names.groups.map { .text($0) }
                case .customer, .subscription, .reseller, .country:
                    names.accounts.map { job.naming.key(dimension, of: $0) }
                }
            keyNumbers.append(keys.map { job.number(ofKey: $0, at: place) })
        }
    }
}

extension AccountNaming {
    /// The key of an account in a dimension of accounts.
    func key(_ dimension: CreditDimension, of account: Account) -> DimensionKey {
        switch dimension {
        case .customer: .id(account.customer)
        case .subscription: .id(account.subscription)
        case .reseller: reseller(account.customer, account.plan).map { .text($0) } ?? .none
        case .country: country(account.customer).map { .text($0.description) } ?? .none
        default: .none
        }
    }
}
