import Credit
import Store

/// The distinct products of a group: everything that stages B and C look at, the day apart.
struct GroupProducts {
    /// By number.
    private(set) var products: [ProductFacts] = []
    /// The product of each line; empty where there is one for all.
    private(set) var ids: [UInt32] = []
    private var pairs = PairTable()
    private var other: [UInt32] = []

    var isConstant: Bool { products.count == 1 }

    mutating func read(_ reader: LineGroupReader, month: BillingMonth) throws(StoreError) {
        products = [ProductFacts(productID: "", skuID: "", market: nil, day: month.firstDay)]
        ids.removeAll(keepingCapacity: true)
        try join(reader, .productID) { $0.productID = $1 }
        try join(reader, .skuID) { $0.skuID = $1 }
        try join(reader, .customerCountry) { $0.market = CountryCode($1) }
        try join(reader, .benefitType) { $0.benefitType = $1 }
        try join(reader, .creditType) { $0.creditType = $1 }
        try join(reader, .creditPercentage) { $0.creditPercentage = Self.decimal($1) ?? $0.creditPercentage }
        try join(reader, .rateOfCredit) { facts, text in
            guard let fraction = Self.decimal(text) else { return }
            facts.creditPercentage = (try? fraction.multiplied(by: ExactDecimal(100))) ?? facts.creditPercentage
        }
        // Of names only what is asked of them: whether the word Spot is in them, whether the old offer is named.
        try join(reader, .skuName, asOneOf: { ProductText.isSpot($0) ? "Spot" : "" }) { $0.skuName = $1 }
        try join(reader, .meterName, asOneOf: { ProductText.isSpot($0) ? "Spot" : "" }) { $0.meterName = $1 }
        try join(reader, .subscriptionDescription, asOneOf: { OfferKind(usageDescription: $0) }) { $0.offer = $1 }
    }

    /// Tells lines apart by a further mark of 0 or 1.
    mutating func join(marks: [UInt32], _ apply: (inout ProductFacts, Bool) -> Void) {
        other = marks
        join(count: 2) { apply(&$0, $1 == 1) }
    }

    private mutating func join(
        _ reader: LineGroupReader, _ column: UsageColumn, _ apply: (inout ProductFacts, String) -> Void
    ) throws(StoreError) {
        guard let texts = try reader.texts(column), texts.count > 0 else { return }
        if texts.count > 1 { try reader.read(column, into: &other) }
        join(count: texts.count) { apply(&$0, texts.string($1)) }
    }

    private mutating func join<Meaning: Hashable>(
        _ reader: LineGroupReader, _ column: UsageColumn, asOneOf meaning: (String) -> Meaning,
        _ apply: (inout ProductFacts, Meaning) -> Void
    ) throws(StoreError) {
        guard let texts = try reader.texts(column), texts.count > 0 else { return }
        var meanings: [Meaning] = []
        var numbers: [Meaning: UInt32] = [:]
        var ofEntry: [UInt32] = []
        ofEntry.reserveCapacity(texts.count)
        for entry in 0..<texts.count {
            let value = meaning(texts.string(entry))
            if numbers[value] == nil {
                numbers[value] = UInt32(meanings.count)
                meanings.append(value)
            }
            ofEntry.append(numbers[value] ?? 0)
        }
        if meanings.count > 1 {
            try reader.read(column, into: &other)
            for row in other.indices { other[row] = ofEntry[Int(other[row])] }
        }
        join(count: meanings.count) { apply(&$0, meanings[$1]) }
    }

    /// Joins the numbers in `other`, which are below `count`; with one value nothing is read.
    private mutating func join(count: Int, _ apply: (inout ProductFacts, Int) -> Void) {
        if count == 1 {
            for index in products.indices { apply(&products[index], 0) }
        } else if ids.isEmpty {
            ids = other
            let one = products[0]
            products = (0..<count).map { number in
                var facts = one
                apply(&facts, number)
                return facts
            }
        } else {
            pairs.join(&ids, firstCount: products.count, other, secondCount: count)
            products = pairs.pairs.map { pair in
                var facts = products[Int(pair.first)]
                apply(&facts, Int(pair.second))
                return facts
            }
        }
    }

    private static func decimal(_ text: String) -> ExactDecimal? { try? ExactDecimal(parsing: text) }
}
