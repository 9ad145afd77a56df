internal import Credit
internal import Store

/// EXCHANGE_RATES: US dollars for one unit of a currency, by month.
/// - Source: files.md section 6.
enum ExchangeRatesFile {
    static let columns = ["CurrencyCode", "USDPerUnit", "Month"]

    static func read(_ bytes: [UInt8], _ context: FileContext) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(bytes, kind: .exchangeRates, required: columns)
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            let rate = try row.decimal("USDPerUnit")
            if rate.isZero || rate.isNegative {
                throw FieldProblem(column: "USDPerUnit", message: "a rate is above zero")
            }
            batch.exchangeRates.append(
                ExchangeRateRecord(
                    origin: row.origin,
                    currency: try row.value("CurrencyCode", { CurrencyCode($0) }, "a currency code"),
                    month: try row.value("Month", { month($0) }, "a month as 202610 or 2026-10"), usdPerUnit: rate))
        }
        return batch
    }

    /// `202610`, `2026-10`, or a date in the month.
    static func month(_ text: String) -> BillingMonth? {
        if let month = try? BillingMonth(parsing: text) { return month }
        if text.utf8.count == 6 { return FileNames.month(in: text) }
        return (try? Instant(parsingFileTime: text))?.day.month
    }
}
