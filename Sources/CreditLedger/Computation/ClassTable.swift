import Credit
import Store

/// The sum classes of the lines of a group.
struct ClassTable {
    /// Days of the month on which a policy cuts the billing net of each line.
    let roundedDays: Set<Int>
    private var money = Combination(Money())
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

    mutating func read(_ reader: LineGroupReader, payments: GroupPayments) throws(StoreError) {
        money.begin(Money())
        let percentages = payments.values.map { $0.azureCreditPercentage.normalised }
        var distinct: [ExactDecimal] = []
        let numbers = percentages.map { percentage in
            if let known = distinct.firstIndex(of: percentage) { return UInt32(known) }
            distinct.append(percentage)
            return UInt32(distinct.count - 1)
        }
        let ids = distinct.count > 1 ? payments.ids.map { numbers[Int($0)] } : []
        money.join(numbers: ids, count: distinct.count) { $0.percentage = distinct[$1] }
        try money.join(reader, .billingCurrency) { $0.currency = CurrencyCode($1) }
        try money.join(reader, .pcToBCExchangeRate) { money, text in
            money.exchangeRate = (try? ExactDecimal(parsing: text))?.normalised ?? .one
        }
    }

    /// Gives each line the number of its class.
    mutating func assign(reasons: [UInt32], rates: [UInt32], rateCount: Int, into classes: inout [UInt32]) {
        let width = rateCount + 1
        let reasonCount = CreditReason.allCases.count
        table = [UInt32](repeating: .max, count: money.values.count * reasonCount * width)
        found.removeAll(keepingCapacity: true)
        classes.resize(reasons.count)
        let ids = money.ids
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
            let money = money.values[Int(item.money)]
            values.append(
                try SumClass(
                    reason: CreditReason(rawValue: UInt8(item.reason)) ?? .okEligible, currency: money.currency,
                    exchangeRate: money.exchangeRate, rate: item.rate == 0 ? .zero : rates[Int(item.rate) - 1],
                    creditPercentage: money.percentage))
        }
        return values
    }
}
