import Credit

/// The answers of stages B and C: for products once per distinct one and day of a month, for payments once.
struct ProductMemo {
    private let facts: DecisionFacts
    private let firstDay: Day
    private var numbers: [ProductFacts: Int] = [:]
    private var products: [ProductFacts] = []
    /// 32 a product, by day of the month: 0 not asked yet; else 1 + the reason's raw value (1: may earn), and 128 where
    /// the price list is missing.
    private(set) var answers: [UInt8] = []
    private var payments: [ProductFacts: UInt8] = [:]

    init(facts: DecisionFacts, month: BillingMonth) {
        self.facts = facts
        firstDay = month.firstDay
    }

    /// The number of a product; its `day` does not matter.
    mutating func number(of product: ProductFacts) -> Int {
        if let known = numbers[product] { return known }
        let number = products.count
        numbers[product] = number
        products.append(product)
        answers.append(contentsOf: repeatElement(0, count: 32))
        return number
    }

    /// The answer for a product on a day of the month, counted from 1.
    mutating func answer(_ number: Int, day: Int) -> UInt8 {
        let known = answers[number * 32 + day]
        if known != 0 { return known }
        var product = products[number]
        product.day = firstDay.advanced(by: day - 1)
        let decision = facts.productReason(product)
        let code = 1 + (decision.reason?.rawValue ?? 0) + (decision.isPriceListMissing ? 128 : 0)
        answers[number * 32 + day] = code
        return code
    }

    /// The raw value of the reason for which a payment earns nothing; 0 where it may.
    mutating func reason(ofPayment payment: ProductFacts) -> UInt8 {
        if let known = payments[payment] { return known }
        let reason = facts.productReason(payment).reason?.rawValue ?? 0
        payments[payment] = reason
        return reason
    }
}
