package import Credit
package import Store

/// What usage lines have in common that are one line of an invoice, or a part of one.
package struct UsageCell: Sendable, Hashable {
    package var customer = GUID(high: 0, low: 0)
    /// The Azure plan.
    package var plan: GUID?
    package var productID = ""
    package var skuID = ""
    package var availabilityID = ""
    /// Of the invoice.
    package var currency: CurrencyCode?
    package var exchangeRate = ExactDecimal.one
    package var unitPrice = ExactDecimal.zero
    /// Percent of the line that an Azure credit paid.
    package var azureCredit = ExactDecimal.zero
    package var reason = CreditReason.okEligible
    /// The credit rate of the day where the lines earn or miss it, else 0.
    package var rate = ExactDecimal.zero

    package init() {}
}

/// Lines of one cell.
package struct UsageCellSum: Sendable, Hashable {
    package var quantity = WideDecimal.zero
    package var lines = 0

    package init() {}
}

/// Adds the lines of a month up by the keys that an invoice line has, and by what decides its amount.
package enum UsageCells {
    /// Three statements: groups, directories, decisions; and one for all columns.
    /// - Throws: `StoreError`, `DecimalError.overflow`.
    package static func read(
        _ reader: any StoreReader, visibility: UsageVisibility, month: BillingMonth, filter: LineFilter
    ) throws -> [UsageCell: UsageCellSum] {
        let mask = RowMask(filter: filter, period: month.firstDay...month.lastDay, visibility: visibility)
        let found = try reader.lineGroups(months: [month]).filter { mask.matchesImports($0) }
        var headers: [LineGroupHeader] = []
        var directories: [LineDirectory] = []
        try reader.directories(groups: found.map(\.id)) { index, bytes in
            let directory = try LineDirectory(decoding: bytes)
            guard mask.mayMatch(found[index], directory) else { return }
            headers.append(found[index])
            directories.append(directory)
        }
        var worker = CellWorker()
        try GroupStream(reader: reader, headers: headers, directories: directories).run(
            columns: { index in
                mask.columns(headers[index], directories[index]) + CellWorker.columns
                    + (OwnedRows.needsColumns(directories[index]) ? OwnedRows.columns.map(\.id) : [])
            }, ledger: { _ in [.reason, .rate] + mask.ledgerColumns() }
        ) { _, group in
            let passes = try mask.apply(to: group)
            if passes.contains(1) { try worker.add(group, passes) }
            return true
        }
        return worker.sums
    }
}

private struct CellWorker {
    static let columns: [ColumnID] = [
        UsageColumn.productID, .skuID, .availabilityID, .billingCurrency, .pcToBCExchangeRate, .unitPrice, .quantity,
        .creditType, .creditPercentage, .rateOfCredit,
    ].map(\.id)

    private(set) var sums: [UsageCell: UsageCellSum] = [:]
    private var cells = Combination(UsageCell())
    private var payments = GroupPayments()
    private var priceIDs: [UInt32] = []
    private var mantissas: [Int64] = []
    private var formIDs: [UInt32] = []

    mutating func add(_ group: OpenGroup, _ passes: [UInt8]) throws {
        try tellApart(group)
        let forms = try group.reader.forms(UsageColumn.quantity.id)
        try group.reader.read(numbers: .quantity, into: &mantissas)
        if forms.count > 1 { try group.reader.read(UsageColumn.quantity.id, into: &formIDs) }
        // Of numbers in plain form the sum of the mantissas, of others how many there are.
        let isPlain = forms.map { form in if case .plain = form { true } else { false } }
        var totals = [Int128](repeating: 0, count: cells.values.count * forms.count)
        var lines = [Int](repeating: 0, count: cells.values.count)
        for row in passes.indices where passes[row] != 0 {
            let cell = cells.isConstant ? 0 : Int(cells.ids[row])
            let form = forms.count > 1 ? Int(formIDs[row]) : 0
            totals[cell * forms.count + form] += isPlain[form] ? Int128(mantissas[row]) : 1
            lines[cell] += 1
        }
        for (number, cell) in cells.values.enumerated() where lines[number] > 0 {
            var sum = sums[cell] ?? UsageCellSum()
            sum.lines += lines[number]
            for (place, form) in forms.enumerated() {
                let total = totals[number * forms.count + place]
                switch form {
                case .plain(let scale):
                    sum.quantity = try sum.quantity.adding(WideDecimal(coefficient: total, scale: scale))
                case .exact(let value):
                    let part = try WideDecimal(coefficient: total, scale: 0).multiplied(by: value)
                    sum.quantity = try sum.quantity.adding(part)
                case .blank: break
                }
            }
            sums[cell] = sum
        }
    }

    private mutating func tellApart(_ group: OpenGroup) throws {
        let reader = group.reader
        cells.begin(UsageCell())
        var accounts: [(customer: GUID, plan: GUID?)] = []
        var numbers: [Account: UInt32] = [:]
        var owners = [UInt32](repeating: 0, count: group.rowCount)
        for owned in try group.owners() {
            var account = owned.account
            // The Azure subscription does not tell invoice lines apart.
            account = Account(
                subscription: GUID(high: 0, low: 0), customer: account.customer, plan: account.plan)
            let number = numbers[account] ?? UInt32(accounts.count)
            if Int(number) == accounts.count {
                numbers[account] = number
                accounts.append((account.customer, account.plan))
            }
            for row in owned.rows { owners[row] = number }
        }
        if accounts.isEmpty { accounts.append((GUID(high: 0, low: 0), nil)) }
        cells.join(numbers: owners, count: accounts.count) { cell, number in
            cell.customer = accounts[number].customer
            cell.plan = accounts[number].plan
        }
        try cells.join(reader, .productID) { $0.productID = $1 }
        try cells.join(reader, .skuID) { $0.skuID = $1 }
        try cells.join(reader, .availabilityID) { $0.availabilityID = $1 }
        try cells.join(reader, .billingCurrency) { $0.currency = CurrencyCode($1) }
        try cells.join(reader, .pcToBCExchangeRate) { cell, text in
            cell.exchangeRate = (try? ExactDecimal(parsing: text))?.normalised ?? .one
        }
        let texts = try reader.dictionary(UsageColumn.unitPrice)
        let prices = (0..<texts.count).map { texts.decimal($0)?.normalised ?? .zero }
        if prices.count > 1 { try reader.read(.unitPrice, into: &priceIDs) }
        cells.join(numbers: priceIDs, count: prices.count) { $0.unitPrice = prices[$1] }
        try payments.read(reader)
        let percentages = payments.values.map { $0.azureCreditPercentage.normalised }
        cells.join(numbers: payments.ids, count: percentages.count) { $0.azureCredit = percentages[$1] }
        let reasons = try group.reasons()
        cells.join(numbers: try group.ids(LedgerColumn.reason.id) ?? [], count: reasons.count) {
            $0.reason = reasons[$1]
        }
        if let texts = try group.texts(LedgerColumn.rate.id) {
            let rates = (0..<texts.count).map { texts.decimal($0)?.normalised ?? .zero }
            cells.join(numbers: try group.ids(LedgerColumn.rate.id) ?? [], count: rates.count) { $0.rate = rates[$1] }
        }
    }
}
