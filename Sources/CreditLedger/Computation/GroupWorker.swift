import Credit
import Store

/// Decides the lines of groups, one group after the other, and adds up their amounts. Used by one thread at a time.
struct GroupWorker {
    private let facts: LedgerFacts
    private let month: BillingMonth
    private let accounts: [Account]
    private let visibility: UsageVisibility
    private let grantEntries: GrantEntries
    private let encoder = ColumnEncoder()
    private(set) var sums: ThreadSums
    private(set) var decider: LineDecider
    private var productColumns = GroupProductColumns()
    private var payments = GroupPayments()
    private var money = GroupMoney()
    private var columns = SumColumns()
    private var classes: ClassTable
    private var stated = StatedCredits()
    private var pairs = PairTable()
    private var other: [UInt32] = []
    private var numbers: [UInt32] = []
    private var rowNumbers: [UInt32] = []

    init(run: MonthRun, groups: MonthGroups, access: AccessTable?, grants: GrantEntries) {
        facts = run.facts
        month = run.month
        accounts = groups.accounts
        visibility = run.visibility
        grantEntries = grants
        let lines = groups.rowCount
        sums = ThreadSums(cellLimit: CellDetail.limit(lines: lines), rowLimit: CellDetail.rowLimit(lines: lines))
        classes = ClassTable(facts: facts, month: month)
        decider = LineDecider(facts: facts, month: month, access: access)
    }

    /// - Parameters:
    ///   - reader: stands on the group and has the columns of `NeededColumns.columns`.
    ///   - runs: the accounts of all lines, in order.
    ///   - load: loads more columns of the group, if it has them.
    mutating func run(
        _ header: LineGroupHeader, _ runs: [AccountRun], _ reader: LineGroupReader,
        load: ([UsageColumn]) throws -> Void
    ) throws -> GroupResult {
        columns.runs = runs
        try readDays(reader)
        try money.read(reader)
        try productColumns.read(reader)
        try payments.read(reader)
        try markReservations(reader, load)
        try decider.decide(
            reader: reader, runs: runs, accounts: accounts, day: columns.day, columns: productColumns,
            payments: payments)
        try readVisibility(header, reader)
        try stated.read(reader, load)
        stated.compare(
            rates: decider.rates, reasons: decider.reasons, rateValues: decider.rateValues, into: &columns.agrees)
        if facts.decision == nil {
            // Where nothing is decided, nothing disagrees.
            for row in columns.agrees.indices { columns.agrees[row] = 1 }
        }
        try classes.read(reader, payments: payments)
        classes.assign(
            reasons: decider.reasons, rates: decider.rates, rateCount: decider.rateValues.count,
            into: &columns.sumClass)
        let values = try classes.values(rates: decider.rateValues)
        numbers.removeAll(keepingCapacity: true)
        for value in values { numbers.append(sums.number(of: value)) }
        Self.renumber(&columns.sumClass, numbers)
        try readNames(reader)
        try sums.add(columns, &money)
        try addExtras()
        let blobs = facts.decision == nil ? [] : encode(rowCount: header.rowCount)
        return GroupResult(
            group: header.id, columns: blobs,
            missing: decider.missing(
                day: columns.day, counts: columns.counts, runs: runs, accounts: accounts, columns: productColumns))
    }

    private static func renumber(_ ids: inout [UInt32], _ numbers: [UInt32]) {
        let table = numbers.span
        var target = ids.mutableSpan
        for row in 0..<target.count { target[row] = table[Int(target[row])] }
    }

    private mutating func readDays(_ reader: LineGroupReader) throws {
        let texts = try reader.dictionary(UsageColumn.usageDate)
        numbers.removeAll(keepingCapacity: true)
        for entry in 0..<texts.count {
            guard let day = texts.day(entry), day.month == month else {
                throw StoreError.corrupt(detail: "a line group of \(month) holds another day")
            }
            numbers.append(UInt32(day.number - month.firstDay.number + 1))
        }
        try reader.read(.usageDate, into: &columns.day)
        Self.renumber(&columns.day, numbers)
    }

    /// A reservation's usage shows its quantity without cost and names the reservation.
    private mutating func markReservations(
        _ reader: LineGroupReader, _ load: ([UsageColumn]) throws -> Void
    ) throws {
        guard reader.isLoaded(UsageColumn.additionalInfo.id), try reader.mayContain(.additionalInfo, "reservation")
        else { return }
        let texts = try reader.dictionary(UsageColumn.additionalInfo)
        let names = (0..<texts.count).map { ProductText.namesReservation(additionalInfo: texts.text($0)) }
        guard names.contains(true) else { return }
        try load(NeededColumns.reservation)
        try reader.read(.additionalInfo, into: &other)
        var marks = [UInt32](repeating: 0, count: other.count)
        for row in marks.indices where names[Int(other[row])] { marks[row] = 1 }
        if reader.isLoaded(UsageColumn.pricingPreTaxTotal.id) { try reader.keepZeros(.pricingPreTaxTotal, of: &marks) }
        payments.join(reservations: marks)
    }

    /// Lines of imports that were replaced, and of days that billed data covers, do not count.
    private mutating func readVisibility(_ header: LineGroupHeader, _ reader: LineGroupReader) throws {
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

    private mutating func readNames(_ reader: LineGroupReader) throws {
        let groupTexts = try reader.texts(.resourceGroup)
        sums.numbers(ofGroups: groupTexts, into: &numbers)
        try reader.readOrZero(.resourceGroup, groupTexts, into: &columns.group)
        Self.renumber(&columns.group, numbers)
        let categoryTexts = try reader.texts(.meterCategory)
        try reader.readOrZero(.meterCategory, categoryTexts, into: &other)
        columns.product.resize(reader.rowCount)
        for row in columns.product.indices { columns.product[row] = productColumns.productIDs[row] }
        pairs.join(
            &columns.product, firstCount: productColumns.productTexts?.count ?? 1, other,
            secondCount: categoryTexts?.count ?? 1)
        sums.numbers(
            ofProducts: productColumns.productTexts, categories: categoryTexts, pairs.pairs, into: &numbers)
        Self.renumber(&columns.product, numbers)
    }

    /// What numbers of 128 bits do not hold, and what a rounding policy cuts off.
    private mutating func addExtras() throws {
        let roundedDays = classes.roundedDays
        if money.wide.isEmpty && roundedDays.isEmpty { return }
        for run in columns.runs {
            for row in run.rows where columns.counts.isEmpty || columns.counts[row] != 0 {
                let isRounded = roundedDays.contains(Int(columns.day[row]))
                let wide = money.wide[row]
                if !isRounded && wide == nil { continue }
                var extra = SumExtra(list: wide ?? .zero, cut: .zero)
                if isRounded {
                    let sumClass = sums.classes[Int(columns.sumClass[row])]
                    let net = try sumClass.amounts(list: money.amount(row)).billing.net
                    extra.cut = try net.subtracting(net.rounded(scale: 2, .towardZero))
                }
                if wide == nil && extra.cut.isZero { continue }
                try sums.addExtra(
                    extra, account: run.account, day: columns.day[row], group: columns.group[row],
                    product: columns.product[row], sumClass: columns.sumClass[row])
            }
        }
    }

    // MARK: The ledger's columns

    private static let reasonTexts = CreditReason.allCases.map(\.code)

    private mutating func encode(rowCount: Int) -> [(LedgerColumn, [UInt8])] {
        if rowNumbers.count != rowCount { rowNumbers = [UInt32](0..<UInt32(rowCount)) }
        let rates = [ExactDecimal.zero] + decider.rateValues
        let grants = unsafe grantEntries.withEntries { entries in
            unsafe encode(.grant, entries, decider.grants)
        }
        return [
            (.reason, encode(.reason, Self.reasonTexts, decider.reasons)),
            (.grant, grants ?? []),
            (.rate, encode(.rate, rates.map(\.description), decider.rates)),
            (.agrees, encode(.agrees, ["0", "1"], columns.agrees)),
        ]
    }

    private func encode(_ column: LedgerColumn, _ texts: [String], _ ids: [UInt32]) -> [UInt8] {
        var arena: [UInt8] = []
        var offsets: [UInt32] = [0]
        for text in texts {
            arena += text.utf8
            offsets.append(UInt32(arena.count))
        }
        arena += [UInt8](repeating: 0, count: 8)
        return unsafe arena.withUnsafeBufferPointer { arena in
            unsafe offsets.withUnsafeBufferPointer { offsets in
                guard let base = arena.baseAddress, let starts = offsets.baseAddress else { return [] }
                return unsafe encode(column, TextEntries(base: base, offsets: starts, count: texts.count), ids)
            }
        }
    }

    private func encode(_ column: LedgerColumn, _ entries: TextEntries, _ ids: [UInt32]) -> [UInt8] {
        // One group each: a column of the ledger is read without the others.
        encoder.beginGroup()
        return unsafe ids.withUnsafeBufferPointer { ids in
            unsafe rowNumbers.withUnsafeBufferPointer { rows in
                guard let first = ids.baseAddress else { return [] }
                return unsafe encoder.text(column.id, entries, ids: first, rows: rows)
            }
        }
    }
}
