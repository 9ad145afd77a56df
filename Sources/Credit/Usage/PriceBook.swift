/// Which products the imported price sheets hold, by market, month and day. Built once, then only read.
package struct PriceBook: Sendable {
    /// What the sheets say of one product on one day.
    package enum Answer: Sendable, Hashable {
        /// No consumption sheet of that market and month was imported: the check is skipped and reported.
        case unknownSheet
        case notListed
        case listed(PriceTags)
    }

    /// One row of a sheet; tiers of one SKU may repeat it.
    package struct Row: Sendable, Hashable {
        package var productID: String
        package var skuID: String
        package var tags: PriceTags
        package var from: Day
        /// The last day on which the row holds.
        package var through: Day

        package init(productID: String, skuID: String, tags: PriceTags, from: Day, through: Day) {
            self.productID = productID
            self.skuID = skuID
            self.tags = tags
            self.from = from
            self.through = through
        }
    }

    /// Both ids in upper case.
    private struct ProductKey: Hashable, Sendable {
        let productID: String
        let skuID: String

        init(_ productID: String, _ skuID: String) {
            self.productID = Self.upper(productID)
            self.skuID = Self.upper(skuID)
        }

        /// Files write upper case nearly always; then nothing is copied.
        private static func upper(_ text: String) -> String {
            text.utf8.contains { UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || $0 >= 0x80 } ? text.uppercased() : text
        }
    }

    private struct Key: Hashable, Sendable {
        let market: CountryCode
        let month: Int32
        let product: Int32
    }

    private struct Sheet: Hashable, Sendable {
        let market: CountryCode
        let month: Int32
    }

    private struct Span: Sendable {
        let from: Day
        let through: Day
        let tags: PriceTags
    }

    private var products: [ProductKey: Int32] = [:]
    private var sheets: Set<Sheet> = []
    private var spans: [Key: [Span]] = [:]
    /// Products of the other sheets.
    private var views: [Int32: PriceSheetView] = [:]
    private var consumption: Set<Int32> = []

    package init() {}

    package var isEmpty: Bool { sheets.isEmpty && views.isEmpty }

    /// Adds a sheet; an empty one still says that the market's month is known.
    package mutating func add(view: PriceSheetView, market: CountryCode, month: BillingMonth, rows: [Row]) {
        if view == .azureConsumption { sheets.insert(Sheet(market: market, month: month.number)) }
        for row in rows {
            let product = intern(row.productID, row.skuID)
            guard view == .azureConsumption else {
                views[product] = view
                continue
            }
            consumption.insert(product)
            let key = Key(market: market, month: month.number, product: product)
            let span = Span(from: row.from, through: row.through, tags: row.tags)
            // Tiers repeat the same days; one span is enough.
            if spans[key]?.contains(where: {
                $0.from == span.from && $0.through == span.through && $0.tags == span.tags
            })
                != true
            {
                spans[key, default: []].append(span)
            }
        }
    }

    /// Whether the consumption sheet of a market and month was imported.
    package func knows(market: CountryCode, month: BillingMonth) -> Bool {
        sheets.contains(Sheet(market: market, month: month.number))
    }

    package func find(productID: String, skuID: String, market: CountryCode?, day: Day) -> Answer {
        guard let market, knows(market: market, month: day.month) else { return .unknownSheet }
        guard let product = products[ProductKey(productID, skuID)] else { return .notListed }
        let found = spans[Key(market: market, month: day.month.number, product: product)] ?? []
        guard let span = found.last(where: { $0.from <= day && day <= $0.through }) else { return .notListed }
        return .listed(span.tags)
    }

    /// On which days of a month the answer for a product can differ from that of the day before, as bits 1…31.
    package func changes(productID: String, skuID: String, market: CountryCode?, month: BillingMonth) -> UInt32 {
        guard let market, let product = products[ProductKey(productID, skuID)] else { return 0 }
        var days: UInt32 = 0
        for span in spans[Key(market: market, month: month.number, product: product)] ?? [] {
            for day in [span.from, span.through.advanced(by: 1)] {
                let number = day.number - month.firstDay.number + 1
                if 1...31 ~= number { days |= 1 << UInt32(number) }
            }
        }
        return days
    }

    /// The sheet of a product that no consumption sheet has.
    package func otherView(productID: String, skuID: String) -> PriceSheetView? {
        guard let product = products[ProductKey(productID, skuID)], !consumption.contains(product) else { return nil }
        return views[product]
    }

    private mutating func intern(_ productID: String, _ skuID: String) -> Int32 {
        let key = ProductKey(productID, skuID)
        if let known = products[key] { return known }
        let next = Int32(products.count)
        products[key] = next
        return next
    }
}
