/// What the reconciliation file needs to know of the usage lines of one invoice.
struct UsageTotals {
    struct Entry {
        /// Sum of quantities in 10^-6 units.
        var quantity: Int128 = 0
        var lines = 0
    }
    /// A line of the invoice: a meter of a plan at one price, with or without credit.
    struct Key {
        let plan: Int
        let meter: Int
        let price: Int
        let hasCredit: Bool
        /// Percent that Azure credit pays.
        let paid: Int
        /// Quantity without cost, under a reservation or savings plan.
        let isCovered: Bool
    }

    var entries: [Entry]
    var byReason: [Int]
    var disagreeing = 0
    /// Credit that the rules give, and that fails for access alone, in 10^-26 USD.
    var earned: Int128 = 0
    var missed: Int128 = 0
    /// Where a meter's entries begin within a plan's.
    let offsets: [Int]
    let stride: Int
    private let plans: Int
    private let priceCounts: [Int]

    init(_ world: SampleWorld) {
        var offsets: [Int] = []
        var next = 0
        priceCounts = world.catalogue.meters.map(\.prices.count)
        for count in priceCounts {
            offsets.append(next)
            next += count * 6 + 1
        }
        self.offsets = offsets
        stride = next
        plans = world.plans.count
        entries = Array(repeating: Entry(), count: next * plans)
        byReason = Array(repeating: 0, count: SampleReason.allCases.count)
    }

    static let paidShares = [0, 100, 40]

    /// Every line of the invoice that has usage, in a fixed order.
    func forEach(_ body: (Key, Entry) -> Void) {
        for plan in 0..<plans {
            for meter in offsets.indices {
                let start = plan * stride + offsets[meter]
                for slot in 0..<(priceCounts[meter] * 6 + 1) where entries[start + slot].lines > 0 {
                    let isCovered = slot == priceCounts[meter] * 6
                    body(
                        Key(
                            plan: plan, meter: meter, price: isCovered ? 0 : slot / 6,
                            hasCredit: !isCovered && slot / 3 % 2 == 1,
                            paid: isCovered ? 0 : Self.paidShares[slot % 3], isCovered: isCovered),
                        entries[start + slot])
                }
            }
        }
    }
}
