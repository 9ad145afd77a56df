internal import Credit
internal import Store

/// PRICE_SHEET: the consumption sheet of a market and month, or another view of the price list.
/// - Source: files.md section 5.
enum PriceSheetFile {
    static let columns = [
        "ProductTitle", "ProductId", "SkuId", "SkuTitle", "Publisher", "SkuDescription", "UnitOfMeasure",
        "TermDuration", "Market", "Currency", "UnitPrice", "PricingTierRangeMin", "PricingTierRangeMax",
        "EffectiveStartDate", "EffectiveEndDate", "MeterIds", "MeterType", "Tags",
    ]
    /// "A 64-bit maximum that went through a float: treat ≥ 9.2e18 as no limit."
    private static let noLimit = (try? ExactDecimal(coefficient: 9_200_000_000_000_000_000, scale: 0)) ?? .zero
    /// Ends in this year or later are open.
    private static let openYear = 9000

    static func read(_ bytes: [UInt8], _ context: FileContext) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(
            bytes, kind: .priceSheet,
            required: ["ProductId", "SkuId", "Market", "UnitPrice", "EffectiveStartDate", "EffectiveEndDate", "Tags"],
            aliases: ["meterid": "meterids"])
        var batch = FactBatch()
        let names = Set(table.header.map(CSVTable.fold))
        let view =
            context.options.view ?? (names.contains("billingplan") || names.contains("erpprice") ? .licenseBased : nil)
            ?? .azureConsumption
        guard let month = context.options.month ?? FileNames.month(in: context.stem) else { throw .noMonth }
        var markets: Set<CountryCode> = []
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            let item = try item(row, view: view, month: month)
            markets.insert(item.market)
            batch.priceItems.append(item)
        }
        batch.view = view
        batch.month = month
        batch.scopes = markets.sorted().map { "sheet:\(view.code):\($0):\(month)" }
        return batch
    }

    private static func item(
        _ row: CSVRow, view: PriceSheetView, month: BillingMonth
    ) throws(FieldProblem) -> PriceItemRecord {
        let market = try row.value("Market", { CountryCode($0) }, "a market of two letters")
        let currency = try row.optionalValue("Currency", { CurrencyCode($0) }, "a currency code") ?? .usd
        let tierTo = try row.optionalDecimal("PricingTierRangeMax")
        return PriceItemRecord(
            origin: row.origin, view: view, market: market, month: month, currency: currency,
            productID: try row.text("ProductId"), skuID: try row.text("SkuId"),
            productTitle: row.optional("ProductTitle") ?? "", skuTitle: row.optional("SkuTitle") ?? "",
            publisher: row.optional("Publisher") ?? "", skuDescription: row.optional("SkuDescription") ?? "",
            unitOfMeasure: row.optional("UnitOfMeasure") ?? "", termDuration: row.optional("TermDuration") ?? "",
            unitPrice: try row.decimal("UnitPrice"), tierFrom: try row.optionalDecimal("PricingTierRangeMin"),
            tierTo: tierTo.flatMap { $0 < noLimit ? $0 : nil }, effective: try effective(row),
            meterIDs: split(row.optional("MeterIds"), ",; "), meterType: row.optional("MeterType") ?? "",
            tags: split(row.optional("Tags"), ",;|"))
    }

    /// The end in the file is the last second that counts.
    private static func effective(_ row: CSVRow) throws(FieldProblem) -> Interval {
        func parse(_ text: String) throws(TimeError) -> Instant { try Instant(parsingFileTime: text) }
        guard let from = try row.optionalInstant("EffectiveStartDate", parse) else {
            throw FieldProblem(column: "EffectiveStartDate", message: "a date is missing")
        }
        guard let last = try row.optionalInstant("EffectiveEndDate", parse),
            last.day.components.year < openYear
        else { return Interval(from: from, until: nil) }
        if last < from { throw FieldProblem(column: "EffectiveEndDate", message: "it lies before EffectiveStartDate") }
        let second: Int64 = 1_000_000
        let isEndOfSecond = last.microseconds % (60 * second) == 59 * second
        return Interval(from: from, until: isEndOfSecond ? Instant(microseconds: last.microseconds + second) : last)
    }

    private static func split(_ text: String?, _ marks: String) -> [String] {
        (text ?? "").split { marks.contains($0) }.map { part in
            String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }.filter { !$0.isEmpty }
    }
}
