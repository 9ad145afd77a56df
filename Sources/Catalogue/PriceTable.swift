package import Credit
package import Store

/// Which published list a price belongs to.
package struct PriceListKey: Sendable, Hashable {
    package let market: CountryCode
    package let month: BillingMonth
    package let view: PriceSheetView

    package init(market: CountryCode, month: BillingMonth, view: PriceSheetView) {
        self.market = market
        self.month = month
        self.view = view
    }
}

/// One list: its rows in `PriceTable`.
package struct PriceListRow: Sendable {
    package let key: PriceListKey
    package let rows: Range<Int32>
    /// JSON texts.
    package let market: TextRef
    package let month: TextRef
    package let importedAt: TextRef
}

/// The prices of a snapshot; rows are sorted by list, product, SKU, begin of validity and tier.
package struct PriceTable: Sendable {
    package let lists: [PriceListRow]
    private let listsByKey: [PriceListKey: Int32]
    /// JSON texts. `meterIDs`, `meterTypes`, `tierFroms`, `tierTos` and `untils` may be none.
    package let productIDs: [TextRef]
    package let skuIDs: [TextRef]
    package let productTitles: [TextRef]
    package let skuTitles: [TextRef]
    package let publishers: [TextRef]
    package let meterIDs: [TextRef]
    package let meterTypes: [TextRef]
    package let units: [TextRef]
    package let prices: [TextRef]
    package let currencies: [TextRef]
    package let tierFroms: [TextRef]
    package let tierTos: [TextRef]
    package let froms: [TextRef]
    package let untils: [TextRef]
    /// JSON lists of texts.
    package let tags: [TextRef]
    /// For one unit, as `prices` shows it.
    package let amounts: [ExactDecimal]
    package let validities: [Interval]
    package let origins: [FactOrigin]
    /// Where the tier begins, in whole units; 0 without tiers.
    let tierStarts: [Int64]
    /// Why the product never earns; nil where it can.
    package let reasons: [CreditReason?]
    /// Folded, for filters.
    let foldedProductIDs: [TextRef]
    let foldedSkuIDs: [TextRef]
    let foldedProductTitles: [TextRef]
    let foldedSkuTitles: [TextRef]
    /// All meter ids of the row, folded, with a blank between.
    let foldedMeterIDs: [TextRef]
    /// Rows in the order of their origin.
    private let byOrigin: [Int32]
    private let titlesByProduct: [String: TextRef]

    package var count: Int { productIDs.count }
    package func list(_ key: PriceListKey) -> Int32? { listsByKey[key] }

    /// The title of a product in any list; nil where none has it.
    package func title(productID: String) -> TextRef? { titlesByProduct[productID] }

    /// - Complexity: O(log n).
    package func row(origin: FactOrigin) -> Int32? {
        var low = 0
        var high = byOrigin.count
        while low < high {
            let middle = (low + high) / 2
            let candidate = origins[Int(byOrigin[middle])]
            if (candidate.importID, candidate.line) < (origin.importID, origin.line) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        guard low < byOrigin.count, origins[Int(byOrigin[low])] == origin else { return nil }
        return byOrigin[low]
    }
}

extension PriceTable {
    /// - Parameters:
    ///   - importedAt: when each import was done, by import id.
    ///   - reason: why a product with that view and those tags never earns; asked once for each combination.
    init(
        _ found: [PriceItemRecord], importedAt: [Int64: Instant],
        reason: (PriceItemRecord) -> CreditReason?, into texts: inout TextArenaBuilder
    ) {
        let records = found.filter { $0.view.priceListKind != nil }.sorted(by: Self.precedes)
        productIDs = records.map { texts.json($0.productID) }
        skuIDs = records.map { texts.json($0.skuID) }
        productTitles = records.map { texts.json($0.productTitle) }
        skuTitles = records.map { texts.json($0.skuTitle) }
        publishers = records.map { texts.json($0.publisher) }
        meterIDs = records.map { texts.json($0.meterIDs.first) }
        meterTypes = records.map { $0.meterType.isEmpty ? .none : texts.json($0.meterType) }
        units = records.map { texts.json($0.unitOfMeasure) }
        prices = records.map { texts.json($0.unitPrice.description) }
        currencies = records.map { texts.json($0.currency.description) }
        tierFroms = records.map { texts.json($0.tierFrom?.description) }
        tierTos = records.map { texts.json($0.tierTo?.description) }
        froms = records.map { texts.json($0.effective.from.description) }
        untils = records.map { texts.json($0.effective.until?.description) }
        tags = records.map { texts.list($0.tags) }
        titlesByProduct = Dictionary(zip(records.map(\.productID), productTitles)) { first, _ in first }
        amounts = records.map(\.unitPrice)
        validities = records.map(\.effective)
        origins = records.map(\.origin)
        tierStarts = records.map { Self.tierStart($0.tierFrom) }
        reasons = records.map(reason)
        foldedProductIDs = records.map { texts.folded($0.productID) }
        foldedSkuIDs = records.map { texts.folded($0.skuID) }
        foldedProductTitles = records.map { texts.folded($0.productTitle) }
        foldedSkuTitles = records.map { texts.folded($0.skuTitle) }
        foldedMeterIDs = records.map { texts.folded($0.meterIDs.joined(separator: " ")) }
        let origins = self.origins
        byOrigin = origins.indices.map(Int32.init).sorted {
            (origins[Int($0)].importID, origins[Int($0)].line) < (origins[Int($1)].importID, origins[Int($1)].line)
        }
        var lists: [PriceListRow] = []
        var start = 0
        while start < records.count {
            let key = records[start].listKey
            var end = start
            var latest = Instant.distantPast
            while end < records.count, records[end].listKey == key {
                latest = max(latest, importedAt[records[end].origin.importID] ?? .distantPast)
                end += 1
            }
            lists.append(
                PriceListRow(
                    key: key, rows: Int32(start)..<Int32(end), market: texts.json(key.market.description),
                    month: texts.json(key.month.description), importedAt: texts.json(latest.description)))
            start = end
        }
        self.lists = lists
        listsByKey = Dictionary(uniqueKeysWithValues: lists.enumerated().map { ($1.key, Int32($0)) })
    }

    private static func precedes(_ a: PriceItemRecord, _ b: PriceItemRecord) -> Bool {
        if a.view != b.view { return a.view.rawValue < b.view.rawValue }
        if a.market != b.market { return a.market < b.market }
        if a.month != b.month { return a.month < b.month }
        if a.productID != b.productID { return a.productID.utf8.lexicographicallyPrecedes(b.productID.utf8) }
        if a.skuID != b.skuID { return a.skuID.utf8.lexicographicallyPrecedes(b.skuID.utf8) }
        if a.effective.from != b.effective.from { return a.effective.from < b.effective.from }
        let (left, right) = (tierStart(a.tierFrom), tierStart(b.tierFrom))
        if left != right { return left < right }
        return (a.origin.importID, a.origin.line) < (b.origin.importID, b.origin.line)
    }
}

extension PriceTable {
    /// Where a tier begins, in whole units: fine enough to sort by, as tiers begin at whole units.
    static func tierStart(_ value: ExactDecimal?) -> Int64 {
        guard let value else { return 0 }
        return Int64(clamping: value.rounded(scale: 0, .towardZero).normalised.whole)
    }

    /// The prices of a product that hold on a day, by the list of that market and month; nil: all of the list.
    /// - Complexity: O(log n).
    package func rows(
        list: Int32, productID: String, skuID: String, on day: Day?, in arena: TextArena
    ) -> [Int32] {
        var product: [UInt8] = []
        JSONText.append(productID, to: &product)
        var sku: [UInt8] = []
        JSONText.append(skuID, to: &sku)
        let range = lists[Int(list)].rows
        var low = range.lowerBound
        var high = range.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            let (itsProduct, itsSku) = (
                arena.bytes[productIDs[Int(middle)].range], arena.bytes[skuIDs[Int(middle)].range]
            )
            let isBefore =
                itsProduct.elementsEqual(product)
                ? itsSku.lexicographicallyPrecedes(sku) : itsProduct.lexicographicallyPrecedes(product)
            if isBefore { low = middle + 1 } else { high = middle }
        }
        var found: [Int32] = []
        while low < range.upperBound, arena.bytes[productIDs[Int(low)].range].elementsEqual(product),
            arena.bytes[skuIDs[Int(low)].range].elementsEqual(sku)
        {
            if day.map({ validities[Int(low)].overlaps(Interval($0)) }) ?? true { found.append(low) }
            low += 1
        }
        return found
    }
}

extension ExactDecimal {
    /// The whole units of a value without decimals.
    fileprivate var whole: Int128 {
        var value = coefficient
        for _ in 0..<max(0, scale) { value /= 10 }
        return value
    }
}

extension PriceItemRecord {
    fileprivate var listKey: PriceListKey { PriceListKey(market: market, month: month, view: view) }
}

extension PriceSheetView {
    /// The list's name in the API; nil for lists that are not of Azure.
    package var priceListKind: StaticString? {
        switch self {
        case .azureConsumption: "AZURE_PLAN_CONSUMPTION"
        case .azureReservations: "AZURE_PLAN_RESERVATION"
        case .marketplace: "MARKETPLACE"
        case .licenseBased, .software: nil
        }
    }
}
