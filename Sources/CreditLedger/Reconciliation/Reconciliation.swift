package import Credit
package import Store

/// Why our amount and the invoice's differ.
/// - Source: files.md section 8.
package enum MismatchCause: UInt8, Sendable, Hashable, CaseIterable {
    case rounding = 0
    case credit = 1
    case price = 2
    case quantity = 3
    case exchangeRate = 4
    case onlyInUsage = 5
    case onlyInInvoice = 6

    /// The name in the API.
    package var code: String {
        switch self {
        case .rounding: "ROUNDING"
        case .credit: "CREDIT"
        case .price: "PRICE"
        case .quantity: "QUANTITY"
        case .exchangeRate: "EXCHANGE_RATE"
        case .onlyInUsage: "ONLY_IN_USAGE"
        case .onlyInInvoice: "ONLY_IN_INVOICE"
        }
    }
}

/// The four keys by which usage and invoice are held against each other, in one currency.
package struct ReconciliationKey: Sendable, Hashable, Comparable {
    package let currency: CurrencyCode
    package let customer: GUID
    /// The Azure plan.
    package let plan: GUID?
    package let productID: String
    package let skuID: String
    package let availabilityID: String

    private var order: (String, String, String, String, String, String) {
        (currency.description, customer.description, plan?.description ?? "", productID, skuID, availabilityID)
    }

    /// The order of `text`; ids are in the order of their texts.
    package static func < (a: ReconciliationKey, b: ReconciliationKey) -> Bool {
        if a.customer != b.customer, a.currency == b.currency { return a.customer < b.customer }
        if a.currency == b.currency, a.plan == b.plan {
            return (a.productID, a.skuID, a.availabilityID) < (b.productID, b.skuID, b.availabilityID)
        }
        return a.order < b.order
    }

    /// As a cursor holds it.
    package var text: String { [order.0, order.1, order.2, order.3, order.4, order.5].joined(separator: "\n") }
}

/// What one of the two files says for a key.
package struct ReconciliationSide: Sendable, Hashable {
    /// Invoice lines: those of the file, or those that our usage comes to.
    package var lines = 0
    /// Before tax, in billing currency.
    package var amount = ExactDecimal.zero
    /// Units, without those of credits.
    package var quantity = WideDecimal.zero
    /// Distinct list prices in pricing currency, ascending.
    package var unitPrices: [ExactDecimal] = []
    /// Distinct rates from pricing to billing currency, ascending.
    package var exchangeRates: [ExactDecimal] = []

    package init() {}
}

/// A key with both sides.
package struct ReconciledItem: Sendable, Hashable {
    package let key: ReconciliationKey
    package let usage: ReconciliationSide?
    package let invoice: ReconciliationSide?
    /// Ours less the invoice's, in billing currency.
    package let difference: ExactDecimal
    /// nil where both are equal to the cent.
    package let cause: MismatchCause?
}

/// Sums of a currency.
package struct InvoiceComparison: Sendable, Hashable {
    package let currency: CurrencyCode
    package var computed = ExactDecimal.zero
    package var invoiced = ExactDecimal.zero
    package var difference = ExactDecimal.zero
    /// Keys, and those of them without a difference.
    package var lines = 0
    package var matchedLines = 0
}

/// Lines of the invoice that bill no consumption: reservations, savings plans, licences, software.
package struct InvoicePart: Sendable, Hashable {
    package let category: InvoiceLineCategory
    package let currency: CurrencyCode
    package var amount = ExactDecimal.zero
    package var lines = 0
}

/// What an Azure credit paid of a customer's month: by the invoice, and by the balance file.
package struct AzureCreditUse: Sendable, Hashable {
    package let customer: GUID
    package let currency: CurrencyCode
    /// What customer credits of the invoice take off, as an amount above zero.
    package var invoiced = ExactDecimal.zero
    /// What the balance file says was used in the month: this month's sum less last month's; nil without a file.
    package var used: ExactDecimal?
    /// What is left by the balance file; nil without one.
    package var balance: ExactDecimal?
}

/// Our computation of a month against its invoice reconciliation files.
///
/// Usage is added up as an invoice line would be and rounded once for each: cut(cut(price × quantity, 2) × rate, 2);
/// days with and without the credit are lines of their own where the policy says SPLIT. What an Azure credit paid is a
/// line of its own below zero.
/// - Source: files.md section 8; pec.md section 10 formula 5 and section 11.
package struct Reconciliation: Sendable {
    package let month: BillingMonth
    /// All keys, ascending.
    package let items: [ReconciledItem]
    package let comparisons: [InvoiceComparison]
    package let otherParts: [InvoicePart]
    package let credits: [AzureCreditUse]

    /// - Throws: `StoreError`, `DecimalError.overflow`.
    package init(
        month: BillingMonth, reader: any StoreReader, visibility: UsageVisibility, filter: LineFilter,
        policy: CreditPolicy, balances: [CreditBalanceRecord]
    ) throws {
        self.month = month
        let cells = try UsageCells.read(reader, visibility: visibility, month: month, filter: filter)
        var sides: [ReconciliationKey: (usage: ReconciliationSide?, invoice: ReconciliationSide?)] = [:]
        for (key, side) in try Self.usage(cells, month, policy) { sides[key] = (side, nil) }
        var parts: [InvoicePart: InvoicePart] = [:]
        var credits: [AzureCreditUse: AzureCreditUse] = [:]
        let customers = filter.customers.map { $0.sorted() }
        try reader.invoiceLines(months: [month], customers: customers) { line in
            if let productID = filter.productID, productID != line.productID { return }
            if let plans = filter.plans, !(line.planID.map(plans.contains) ?? false) { return }
            guard line.category.isConsumption else {
                let part = InvoicePart(category: line.category, currency: line.currency)
                parts[part, default: part].amount = try parts[part, default: part].amount.adding(line.subtotal)
                parts[part, default: part].lines += 1
                return
            }
            let key = ReconciliationKey(
                currency: line.currency, customer: line.customer, plan: line.planID, productID: line.productID,
                skuID: line.skuID, availabilityID: line.availabilityID)
            var side = sides[key]?.invoice ?? ReconciliationSide()
            try side.add(line)
            sides[key, default: (nil, nil)].invoice = side
            if line.isCustomerCredit {
                let use = AzureCreditUse(customer: line.customer, currency: line.currency)
                credits[use, default: use].invoiced = try credits[use, default: use].invoiced
                    .subtracting(line.subtotal).normalised
            }
        }
        items = try sides.sorted { $0.key < $1.key }.map { key, side in
            try ReconciledItem(key: key, usage: side.usage, invoice: side.invoice)
        }
        comparisons = try Self.comparisons(items)
        otherParts = parts.values.sorted {
            ($0.currency.description, $0.category.rawValue) < ($1.currency.description, $1.category.rawValue)
        }
        self.credits = try Self.withBalances(credits, balances, month, customers)
    }

    private static func comparisons(_ items: [ReconciledItem]) throws(DecimalError) -> [InvoiceComparison] {
        var byCurrency: [CurrencyCode: InvoiceComparison] = [:]
        for item in items {
            var sum = byCurrency[item.key.currency] ?? InvoiceComparison(currency: item.key.currency)
            sum.computed = try sum.computed.adding(item.usage?.amount ?? .zero).normalised
            sum.invoiced = try sum.invoiced.adding(item.invoice?.amount ?? .zero).normalised
            sum.difference = try sum.difference.adding(item.difference).normalised
            sum.lines += 1
            if item.cause == nil { sum.matchedLines += 1 }
            byCurrency[item.key.currency] = sum
        }
        return byCurrency.values.sorted { $0.currency.description < $1.currency.description }
    }

    /// - Source: files.md section 7: the amount counts since the start.
    private static func withBalances(
        _ credits: [AzureCreditUse: AzureCreditUse], _ balances: [CreditBalanceRecord], _ month: BillingMonth,
        _ customers: [GUID]?
    ) throws(DecimalError) -> [AzureCreditUse] {
        var found = credits
        for record in balances where record.month == month && customers?.contains(record.customer) ?? true {
            let use = AzureCreditUse(customer: record.customer, currency: record.currency)
            let before = balances.last { other in
                other.customer == record.customer && other.currency == record.currency && other.name == record.name
                    && other.agreementID == record.agreementID && other.month < month
            }
            let spent = try record.used.subtracting(before?.used ?? .zero)
            var own = found[use] ?? use
            own.used = try (own.used ?? .zero).adding(spent).normalised
            own.balance = try (own.balance ?? .zero).adding(record.balance).normalised
            found[use] = own
        }
        return found.values.sorted {
            ($0.customer.description, $0.currency.description) < ($1.customer.description, $1.currency.description)
        }
    }

    // MARK: Our side

    private struct Line: Hashable {
        let key: ReconciliationKey
        let unitPrice: ExactDecimal
        let exchangeRate: ExactDecimal
        let azureCredit: ExactDecimal
        /// What the credit takes off; all alike where lines are blended.
        let rate: ExactDecimal
        /// Billed elsewhere: by a reservation or a savings plan.
        let isCovered: Bool
    }

    private static func usage(
        _ cells: [UsageCell: UsageCellSum], _ month: BillingMonth, _ policy: CreditPolicy
    ) throws(DecimalError) -> [ReconciliationKey: ReconciliationSide] {
        let rounding = policy.reconRounding.value(on: month.lastDay)
        let isSplit = policy.reconLines.value(on: month.lastDay) == .split
        var lines: [Line: (cost: WideDecimal, quantity: WideDecimal)] = [:]
        for (cell, sum) in cells {
            guard let currency = cell.currency else { continue }
            let rate = cell.reason.isEligible ? cell.rate : .zero
            let isCovered = cell.reason == .reservation || cell.reason == .savingsPlan
            let line = Line(
                key: ReconciliationKey(
                    currency: currency, customer: cell.customer, plan: cell.plan, productID: cell.productID,
                    skuID: cell.skuID, availabilityID: cell.availabilityID), unitPrice: cell.unitPrice,
                exchangeRate: cell.exchangeRate, azureCredit: cell.azureCredit, rate: isSplit ? rate : .zero,
                isCovered: isCovered)
            let price = try WideDecimal(cell.unitPrice).multiplied(by: ExactDecimal.one.subtracting(rate))
            let cost = isCovered ? .zero : try price.multiplied(by: sum.quantity)
            let known = lines[line] ?? (.zero, .zero)
            lines[line] = (try known.cost.adding(cost), try known.quantity.adding(sum.quantity))
        }
        var sides: [ReconciliationKey: ReconciliationSide] = [:]
        for (line, sum) in lines {
            var side = sides[line.key] ?? ReconciliationSide()
            side.lines += 1
            side.quantity = try side.quantity.adding(sum.quantity)
            side.note(price: line.unitPrice, rate: line.exchangeRate)
            var amount = try ReconLine.subtotal(
                cost: sum.cost, exchangeRate: line.exchangeRate, rounding: rounding)
            if !line.azureCredit.isZero {
                // The share that an Azure credit paid comes back on a line of its own.
                let share = try ExactDecimal(
                    coefficient: line.azureCredit.coefficient, scale: line.azureCredit.scale + 2)
                let credit = try ReconLine.subtotal(
                    cost: sum.cost.multiplied(by: share).negated, exchangeRate: line.exchangeRate, rounding: rounding)
                amount = try amount.adding(credit)
                side.lines += 1
            }
            side.amount = try side.amount.adding(amount).normalised
            sides[line.key] = side
        }
        return sides
    }
}

extension ReconciliationSide {
    mutating func note(price: ExactDecimal?, rate: ExactDecimal?) {
        if let price = price?.normalised, !unitPrices.contains(price) {
            unitPrices.append(price)
            unitPrices.sort()
        }
        if let rate = rate?.normalised, !exchangeRates.contains(rate) {
            exchangeRates.append(rate)
            exchangeRates.sort()
        }
    }

    fileprivate mutating func add(_ line: InvoiceLineRecord) throws(DecimalError) {
        lines += 1
        amount = try amount.adding(line.subtotal).normalised
        // A credit repeats the quantity of the charge that it takes back.
        if !line.isCustomerCredit { quantity = try quantity.adding(WideDecimal(line.billableQuantity)) }
        note(price: line.isCustomerCredit ? nil : line.unitPrice, rate: line.exchangeRate)
    }
}

extension ReconciledItem {
    /// Two cut-downs a line are what rounding can come to.
    /// - Source: files.md section 8, tolerance.
    init(
        key: ReconciliationKey, usage: ReconciliationSide?, invoice: ReconciliationSide?
    ) throws(DecimalError) {
        self.key = key
        self.usage = usage
        self.invoice = invoice
        difference = try (usage?.amount ?? .zero).subtracting(invoice?.amount ?? .zero).normalised
        let lines = max(usage?.lines ?? 0, invoice?.lines ?? 0)
        let tolerance = try ExactDecimal(coefficient: Int128(2 * lines), scale: 2)
        if difference.isZero {
            cause = nil
        } else if let usage, let invoice {
            cause =
                difference.magnitude <= tolerance ? .rounding : try Self.cause(usage, invoice)
        } else {
            cause = usage == nil ? .onlyInInvoice : .onlyInUsage
        }
    }

    /// The first thing that the two sides do not agree on.
    private static func cause(
        _ usage: ReconciliationSide, _ invoice: ReconciliationSide
    ) throws(DecimalError) -> MismatchCause {
        // Invoices print quantities with six decimals or more.
        let gap = try usage.quantity.subtracting(invoice.quantity)
        let allowed = try WideDecimal(coefficient: Int128(max(usage.lines, invoice.lines)), scale: 6)
        if max(gap, gap.negated) > allowed { return .quantity }
        if !invoice.exchangeRates.isEmpty, usage.exchangeRates != invoice.exchangeRates { return .exchangeRate }
        return usage.unitPrices == invoice.unitPrices ? .credit : .price
    }
}

extension InvoiceLineRecord {
    /// - Source: files.md section 4.4.
    package var isCustomerCredit: Bool { chargeType.lowercased() == "customercredit" }
}
