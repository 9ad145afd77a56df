import Credit
import Store

/// The answers of stages B and C for what price sheets and lists of products say: once per distinct product, for all
/// days of a month. Kept from group to group.
struct ProductTable {
    private struct Key: Hashable {
        let product: UInt32
        let sku: UInt32
        let country: UInt32
    }

    private let facts: DecisionFacts
    private let month: BillingMonth
    private var products = TextNumbers()
    private var skus = TextNumbers()
    private var countries = TextNumbers()
    private var numbers: [Key: UInt32] = [:]
    private var markets: [CountryCode?] = []
    /// 32 a product, by day of the month: 1 + the reason's raw value (1: may earn), and 128 where the price list is
    /// missing.
    private(set) var answers: [UInt8] = []

    init(facts: DecisionFacts, month: BillingMonth) {
        self.facts = facts
        self.month = month
    }

    /// The market of a product's sheet.
    func market(_ number: UInt32) -> CountryCode? { markets[Int(number)] }

    /// The number of each of the group's products.
    mutating func read(_ columns: GroupProductColumns, into found: inout [UInt32]) {
        var productNumbers: [UInt32] = []
        var skuNumbers: [UInt32] = []
        var countryNumbers: [UInt32] = []
        if let texts = columns.productTexts { products.numbers(of: texts, into: &productNumbers) }
        if let texts = columns.skuTexts { skus.numbers(of: texts, into: &skuNumbers) }
        if let texts = columns.countryTexts { countries.numbers(of: texts, into: &countryNumbers) }
        found.removeAll(keepingCapacity: true)
        for pair in columns.products {
            let key = Key(
                product: productNumbers.isEmpty ? .max : productNumbers[Int(pair.product)],
                sku: skuNumbers.isEmpty ? .max : skuNumbers[Int(pair.sku)],
                country: countryNumbers.isEmpty ? .max : countryNumbers[Int(pair.country)])
            found.append(number(of: key))
        }
    }

    private mutating func number(of key: Key) -> UInt32 {
        if let known = numbers[key] { return known }
        let number = UInt32(markets.count)
        numbers[key] = number
        var product = ProductFacts(
            productID: key.product == .max ? "" : products.text(Int(key.product)),
            skuID: key.sku == .max ? "" : skus.text(Int(key.sku)),
            market: key.country == .max ? nil : CountryCode(countries.text(Int(key.country))), day: month.firstDay)
        markets.append(product.market)
        let changes = facts.prices.changes(
            productID: product.productID, skuID: product.skuID, market: product.market, month: month)
        answers.append(0)
        var answer: UInt8 = 0
        for day in 1...31 {
            if day == 1 || changes >> UInt32(day) & 1 == 1 {
                product.day = month.firstDay.advanced(by: day - 1)
                let decision = facts.productReason(product)
                answer = 1 + (decision.reason?.rawValue ?? 0) + (decision.isPriceListMissing ? 128 : 0)
            }
            answers.append(answer)
        }
        return number
    }
}

/// The products of a group as numbers of its own: the distinct combinations of product, SKU and country.
struct GroupProductColumns {
    private(set) var productTexts: TextDictionary?
    private(set) var skuTexts: TextDictionary?
    private(set) var countryTexts: TextDictionary?
    private(set) var products: [(product: UInt32, sku: UInt32, country: UInt32)] = []
    /// Of each line: the place in `products`.
    private(set) var ids: [UInt32] = []
    /// Of each line: the entry of `productTexts`; all 0 without one.
    private(set) var productIDs: [UInt32] = []
    private var pairs = PairTable()
    private var other: [UInt32] = []

    mutating func read(_ reader: LineGroupReader) throws(StoreError) {
        productTexts = try reader.texts(.productID)
        skuTexts = try reader.texts(.skuID)
        countryTexts = try reader.texts(.customerCountry)
        try reader.readOrZero(.productID, productTexts, into: &productIDs)
        ids.resize(reader.rowCount)
        for row in ids.indices { ids[row] = productIDs[row] }
        products = (0..<UInt32(productTexts?.count ?? 1)).map { ($0, 0, 0) }
        if let skuTexts, skuTexts.count > 1 {
            try reader.read(.skuID, into: &other)
            pairs.join(&ids, firstCount: products.count, other, secondCount: skuTexts.count)
            products = pairs.pairs.map { ($0.first, $0.second, 0) }
        }
        if let countryTexts, countryTexts.count > 1 {
            try reader.read(.customerCountry, into: &other)
            pairs.join(&ids, firstCount: products.count, other, secondCount: countryTexts.count)
            products = pairs.pairs.map { pair in
                let known = products[Int(pair.first)]
                return (known.product, known.sku, pair.second)
            }
        }
    }
}
