import Credit
import Store

/// The sum classes of the lines of a group.
struct ClassTable {
    /// Days of the month on which a policy cuts the billing net of each line.
    let roundedDays: Set<Int>
    private var money: [Money] = []
    /// Money of each line; empty where there is one for all.
    private var ids: [UInt32] = []
    private var other: [UInt32] = []
    private var pairs = PairTable()
    private var table: [UInt32] = []
    /// What the numbers of classes stand for: reason, rate as in `LineDecider`, money.
    private var found: [(reason: UInt32, rate: UInt32, money: UInt32)] = []

    private struct Money: Hashable {
        var percentage = ExactDecimal.zero
        var currency: CurrencyCode?
        var exchangeRate = ExactDecimal.one
    }

    init(roundedDays: Set<Int>) { self.roundedDays = roundedDays }

    init(facts: LedgerFacts, month: BillingMonth) {
        var rounded: Set<Int> = []
        if let policy = facts.decision?.policy {
            for day in 1...month.dayCount
            where policy.dailyRounding.value(on: month.firstDay.advanced(by: day - 1)) == .floor2PerLine {
                rounded.insert(day)
            }
        }
        roundedDays = rounded
    }

    mutating func read(_ reader: LineGroupReader, products: GroupProducts) throws(StoreError) {
        money = [Money()]
        ids.removeAll(keepingCapacity: true)
        let percentages = products.products.map { $0.azureCreditPercentage.normalised }
        let distinct = Array(Set(percentages))
        if distinct.count > 1 {
            let numbers = percentages.map { UInt32(distinct.firstIndex(of: $0) ?? 0) }
            other.resize(reader.rowCount)
            for row in other.indices { other[row] = numbers[Int(products.ids[row])] }
        }
        join(count: distinct.count) { $0.percentage = distinct[$1] }
        if let texts = try reader.texts(.billingCurrency), texts.count > 0 {
            let currencies = (0..<texts.count).map { CurrencyCode(texts.string($0)) }
            if currencies.count > 1 { try reader.read(.billingCurrency, into: &other) }
            join(count: currencies.count) { $0.currency = currencies[$1] }
        }
        if let texts = try reader.texts(.pcToBCExchangeRate), texts.count > 0 {
            let rates = (0..<texts.count).map { texts.decimal($0)?.normalised ?? .one }
            if rates.count > 1 { try reader.read(.pcToBCExchangeRate, into: &other) }
            join(count: rates.count) { $0.exchangeRate = rates[$1] }
        }
    }

    /// Gives each line the number of its class.
    mutating func assign(reasons: [UInt32], rates: [UInt32], rateCount: Int, into classes: inout [UInt32]) {
        let width = rateCount + 1
        let reasonCount = CreditReason.allCases.count
        table = [UInt32](repeating: .max, count: money.count * reasonCount * width)
        found.removeAll(keepingCapacity: true)
        classes.resize(reasons.count)
        let isConstant = ids.isEmpty
        for row in classes.indices {
            let cash = isConstant ? 0 : ids[row]
            let place = (Int(cash) * reasonCount + Int(reasons[row])) * width + Int(rates[row])
            if table[place] == .max {
                table[place] = UInt32(found.count)
                found.append((reasons[row], rates[row], cash))
            }
            classes[row] = table[place]
        }
    }

    /// The classes by their numbers.
    func values(rates: [ExactDecimal]) throws(DecimalError) -> [SumClass] {
        var values: [SumClass] = []
        for item in found {
            let money = money[Int(item.money)]
            values.append(
                try SumClass(
                    reason: CreditReason(rawValue: UInt8(item.reason)) ?? .okEligible, currency: money.currency,
                    exchangeRate: money.exchangeRate, rate: item.rate == 0 ? .zero : rates[Int(item.rate) - 1],
                    creditPercentage: money.percentage))
        }
        return values
    }

    private mutating func join(count: Int, _ apply: (inout Money, Int) -> Void) {
        if count == 1 {
            for index in money.indices { apply(&money[index], 0) }
        } else if ids.isEmpty {
            ids = other
            let one = money[0]
            money = (0..<count).map { number in
                var value = one
                apply(&value, number)
                return value
            }
        } else {
            pairs.join(&ids, firstCount: money.count, other, secondCount: count)
            money = pairs.pairs.map { pair in
                var value = money[Int(pair.first)]
                apply(&value, Int(pair.second))
                return value
            }
        }
    }
}
