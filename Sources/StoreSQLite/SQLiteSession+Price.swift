internal import Credit
internal import Store

/// Price sheets and exchange rates.
extension SQLiteSession {
    func insert(_ records: [PriceItemRecord]) throws(StoreError) {
        try insertAll(PriceStatements.insertPriceItem, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.view).bind(record.market).bind(record.month).bind(record.currency)
                .bind(record.productID).bind(record.skuID).bind(record.productTitle).bind(record.skuTitle)
                .bind(record.publisher).bind(record.skuDescription).bind(record.unitOfMeasure)
                .bind(record.termDuration).bind(record.unitPrice).bind(record.tierFrom).bind(record.tierTo)
                .bind(record.effective.from).bind(record.effective.until).bind(Lists.text(record.meterIDs))
                .bind(record.meterType).bind(Lists.text(record.tags))
        }
    }

    func priceItems() throws(StoreError) -> [PriceItemRecord] {
        try facts(PriceStatements.priceItems) { row throws(StoreError) in
            PriceItemRecord(
                origin: Self.origin(row), view: try row.value(PriceSheetView.self), market: try row.country(),
                month: row.month(),
                currency: try row.currency(), productID: row.text(), skuID: row.text(),
                productTitle: row.text(), skuTitle: row.text(), publisher: row.text(),
                skuDescription: row.text(), unitOfMeasure: row.text(), termDuration: row.text(),
                unitPrice: try row.decimal(), tierFrom: try row.decimalOrNil(), tierTo: try row.decimalOrNil(),
                effective: Interval(from: row.instant(), until: row.instantOrNil()),
                meterIDs: Lists.strings(row.text()), meterType: row.text(), tags: Lists.strings(row.text()))
        }
    }

    func insert(_ records: [ExchangeRateRecord]) throws(StoreError) {
        try insertAll(PriceStatements.insertExchangeRate, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.currency).bind(record.month).bind(record.usdPerUnit)
        }
    }

    func exchangeRates() throws(StoreError) -> [ExchangeRateRecord] {
        try facts(PriceStatements.exchangeRates) { row throws(StoreError) in
            ExchangeRateRecord(
                origin: Self.origin(row), currency: try row.currency(), month: row.month(),
                usdPerUnit: try row.decimal())
        }
    }
}
