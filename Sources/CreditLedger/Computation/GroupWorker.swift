import Credit
import Store

/// Decides the lines of groups, one group after the other, and adds up their amounts. Used by one thread at a time.
struct GroupWorker {
    private let facts: LedgerFacts
    private let month: BillingMonth
    private let sums: SumLedger
    private let visibility: UsageVisibility
    private let reader = LineGroupReader()
    private let encoder: ColumnEncoder
    private var products = GroupProducts()
    private var money = GroupMoney()
    private var summer = GroupSummer()
    private var columns = SumColumns()
    private var classes: ClassTable
    private var decider: LineDecider
    private var stated = StatedCredits()
    private var pairs = PairTable()
    private var other: [UInt32] = []

    init(facts: LedgerFacts, month: BillingMonth, sums: SumLedger, visibility: UsageVisibility) {
        self.facts = facts
        self.month = month
        self.sums = sums
        self.visibility = visibility
        encoder = ColumnEncoder()
        classes = ClassTable(facts: facts, month: month)
        decider = LineDecider(facts: facts, month: month, accounts: sums.accounts)
    }

    /// - Parameter start: which share of the sums to add to first.
    mutating func run(_ job: GroupJob, start: Int) throws -> GroupResult {
        try reader.open(job.header)
        for (column, bytes) in job.columns { try reader.load(column, bytes) }
        columns.runs = job.runs
        try readDays()
        try money.read(reader)
        try products.readProducts(reader)
        try products.readPayments(reader)
        try markReservations()
        try decider.decide(
            reader: reader, runs: job.runs, accounts: sums.accounts, day: columns.day, products: products)
        try readVisibility(job.header)
        try stated.read(reader)
        stated.compare(
            rates: decider.rates, reasons: decider.reasons, rateValues: decider.rateValues, into: &columns.agrees)
        if facts.decision == nil {
            // Where nothing is decided, nothing disagrees.
            for row in columns.agrees.indices { columns.agrees[row] = 1 }
        }
        try classes.read(reader, products: products)
        classes.assign(
            reasons: decider.reasons, rates: decider.rates, rateCount: decider.rateValues.count,
            into: &columns.sumClass)
        columns.classes = sums.numbers(ofClasses: try classes.values(rates: decider.rateValues))
        try readNames()
        columns.scale = money.scale
        try sums.add(summer.sum(columns, list: money.list), start: start)
        try addExtras()
        let blobs = facts.decision == nil ? [] : try encode(rowCount: job.header.rowCount)
        return GroupResult(
            group: job.header.id, columns: blobs,
            missing: decider.missing(
                day: columns.day, counts: columns.counts, runs: job.runs, accounts: sums.accounts, products: products,
                month: month))
    }

    private mutating func readDays() throws {
        let texts = try reader.dictionary(UsageColumn.usageDate)
        var days: [UInt32] = []
        for entry in 0..<texts.count {
            guard let day = texts.day(entry), day.month == month else {
                throw StoreError.corrupt(detail: "a line group of \(month) holds another day")
            }
            days.append(UInt32(day.number - month.firstDay.number + 1))
        }
        try reader.read(.usageDate, into: &columns.day)
        for row in columns.day.indices { columns.day[row] = days[Int(columns.day[row])] }
    }

    /// A reservation's usage shows its quantity without cost and names the reservation.
    private mutating func markReservations() throws {
        guard reader.isLoaded(UsageColumn.additionalInfo.id) else { return }
        let texts = try reader.dictionary(UsageColumn.additionalInfo)
        let names = (0..<texts.count).map { ProductText.namesReservation(additionalInfo: texts.text($0)) }
        guard names.contains(true) else { return }
        try reader.read(.additionalInfo, into: &other)
        var marks = [UInt32](repeating: 0, count: other.count)
        let hasTotals = reader.isLoaded(UsageColumn.pricingPreTaxTotal.id)
        let totals = hasTotals ? try reader.numbers(.pricingPreTaxTotal, rows: 0..<other.count) : nil
        for row in marks.indices where names[Int(other[row])] && (totals?.value(row)?.isZero ?? true) { marks[row] = 1 }
        products.join(reservations: marks)
    }

    /// Lines of imports that were replaced, and of days that billed data covers, do not count.
    private mutating func readVisibility(_ header: LineGroupHeader) throws {
        columns.counts.removeAll(keepingCapacity: true)
        let hidden = header.imports.map { visibility.hiddenDays(import: $0) }
        if hidden.allSatisfy({ $0?.isEmpty == true }) { return }
        func table(_ id: Int64) -> [UInt8] {
            (0..<32).map { day in
                let date = month.firstDay.advanced(by: day - 1)
                return visibility.isVisible(import: id, day: date) ? 1 : 0
            }
        }
        if header.imports.count == 1 {
            let visible = table(header.imports[0])
            columns.counts = columns.day.map { visible[Int($0)] }
            return
        }
        let imports = try reader.mantissas(.importID, rows: 0..<header.rowCount)
        var tables: [Int64: [UInt8]] = [:]
        columns.counts.reserveCapacity(imports.count)
        for (row, id) in imports.enumerated() {
            let visible = tables[id] ?? table(id)
            tables[id] = visible
            columns.counts.append(visible[Int(columns.day[row])])
        }
    }

    private mutating func readNames() throws {
        let groupTexts = sums.detail == .none ? nil : try reader.texts(.resourceGroup)
        columns.groups = sums.numbers(
            ofGroups: groupTexts.map { texts in (0..<texts.count).map { texts.string($0).lowercased() } } ?? [""])
        try readIDs(.resourceGroup, count: columns.groups.count, into: &columns.group)
        if sums.detail == .none { columns.group.removeAll(keepingCapacity: true) }
        let productTexts =
            try reader.texts(.productID).map { texts in (0..<texts.count).map { texts.string($0) } } ?? [""]
        let categoryTexts =
            try reader.texts(.meterCategory).map { texts in (0..<texts.count).map { texts.string($0) } } ?? [""]
        try readIDs(.productID, count: productTexts.count, into: &columns.product)
        try readIDs(.meterCategory, count: categoryTexts.count, into: &other)
        pairs.join(&columns.product, firstCount: productTexts.count, other, secondCount: categoryTexts.count)
        columns.products = sums.numbers(
            ofProducts: pairs.pairs.map { pair in
                ProductPair(product: productTexts[Int(pair.first)], category: categoryTexts[Int(pair.second)])
            })
    }

    private func readIDs(_ column: UsageColumn, count: Int, into ids: inout [UInt32]) throws {
        if count > 1 { return try reader.read(column, into: &ids) }
        ids = [UInt32](repeating: 0, count: reader.rowCount)
    }

    /// What numbers of 128 bits do not hold, and what a rounding policy cuts off.
    private func addExtras() throws {
        let roundedDays = classes.roundedDays
        if money.wide.isEmpty && roundedDays.isEmpty { return }
        let values = try classes.values(rates: decider.rateValues)
        for run in columns.runs {
            for row in run.rows where columns.counts.isEmpty || columns.counts[row] != 0 {
                let isRounded = roundedDays.contains(Int(columns.day[row]))
                let wide = money.wide[row]
                if !isRounded && wide == nil { continue }
                let sumClass = Int(columns.sumClass[row])
                var extra = SumExtra(list: wide ?? .zero, cut: .zero)
                if isRounded {
                    let net = try values[sumClass].amounts(list: money.amount(row)).billing.net
                    extra.cut = try net.subtracting(net.rounded(scale: 2, .towardZero))
                }
                if wide == nil && extra.cut.isZero { continue }
                try sums.addExtra(
                    extra, account: run.account, day: columns.day[row],
                    group: columns.group.isEmpty ? 0 : columns.groups[Int(columns.group[row])],
                    product: columns.products[Int(columns.product[row])], sumClass: columns.classes[sumClass])
            }
        }
    }

    private func encode(rowCount: Int) throws -> [(LedgerColumn, [UInt8])] {
        let rows = [UInt32](0..<UInt32(rowCount))
        let reasons = CreditReason.allCases.map { Array($0.code.utf8) }
        let grants =
            [[]]
            + decider.grantsOfGroup.map {
                Array((facts.grantKeys.indices.contains($0) ? facts.grantKeys[$0] : "").utf8)
            }
        let rates = [ExactDecimal.zero] + decider.rateValues
        return [
            (.reason, encode(.reason, reasons, decider.reasons, rows)),
            (.grant, encode(.grant, grants, decider.grants, rows)),
            (.rate, encode(.rate, rates.map { Array($0.description.utf8) }, decider.rates, rows)),
            (.agrees, encode(.agrees, [[0x30], [0x31]], columns.agrees, rows)),
        ]
    }

    private func encode(_ column: LedgerColumn, _ texts: [[UInt8]], _ ids: [UInt32], _ rows: [UInt32]) -> [UInt8] {
        // One group each: a column of the ledger is read without the others.
        encoder.beginGroup()
        var arena: [UInt8] = []
        var offsets: [UInt32] = [0]
        for text in texts {
            arena += text
            offsets.append(UInt32(arena.count))
        }
        arena += [UInt8](repeating: 0, count: 8)
        return unsafe arena.withUnsafeBufferPointer { arena in
            unsafe offsets.withUnsafeBufferPointer { offsets in
                unsafe ids.withUnsafeBufferPointer { ids in
                    unsafe rows.withUnsafeBufferPointer { rows in
                        guard let base = arena.baseAddress, let starts = offsets.baseAddress,
                            let first = ids.baseAddress
                        else { return [] }
                        let entries = unsafe TextEntries(base: base, offsets: starts, count: texts.count)
                        return unsafe encoder.text(column.id, entries, ids: first, rows: rows)
                    }
                }
            }
        }
    }
}
