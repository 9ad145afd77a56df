internal import Credit
internal import Store

/// Lines of invoice reconciliation files and Azure credit balances.
extension SQLiteSession {
    func insert(_ records: [CreditBalanceRecord]) throws(StoreError) {
        try insertAll(InvoiceStatements.insertCreditBalance, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.partnerID).bind(record.customer).bind(record.month).bind(record.name).bind(record.used)
                .bind(record.status).bind(record.balance).bind(record.currency).bind(record.agreementID)
                .bind(record.effective).bind(record.expiry)
        }
    }

    func creditBalances() throws(StoreError) -> [CreditBalanceRecord] {
        try facts(InvoiceStatements.creditBalances) { row throws(StoreError) in
            CreditBalanceRecord(
                origin: Self.origin(row), partnerID: try row.guidOrNil(), customer: try row.guid(),
                month:
                    row.month(), name: row.text(), used: try row.decimal(), status: row.text(),
                balance: try row.decimal(), currency: try row.currency(), agreementID: row.textOrNil(),
                effective:
                    row.dayOrNil(), expiry: row.dayOrNil())
        }
    }

    func insert(_ records: [InvoiceLineRecord]) throws(StoreError) {
        try insertAll(InvoiceStatements.insertInvoiceLine, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.partnerID).bind(record.month).bind(record.invoice).bind(record.customer)
                .bind(record.planID).bind(record.productID).bind(record.skuID).bind(record.availabilityID)
                .bind(record.productName).bind(record.skuName).bind(record.chargeType).bind(record.category)
                .bind(record.unitPrice).bind(record.effectiveUnitPrice).bind(record.quantity)
                .bind(record.billableQuantity).bind(record.subtotal).bind(record.tax).bind(record.total)
                .bind(record.currency).bind(record.pricingCurrency).bind(record.exchangeRate)
                .bind(record.exchangeRateDay).bind(record.priceAdjustment).bind(record.creditReason)
                .bind(record.benefitOrderID).bind(record.term).bind(record.chargeStart).bind(record.chargeEnd)
        }
    }

    private static func invoiceLine(_ row: Statement) throws(StoreError) -> InvoiceLineRecord {
        InvoiceLineRecord(
            origin: Self.origin(row), partnerID: try row.guidOrNil(), month: row.month(),
            invoice:
                row.text(), customer: try row.guid(), planID: try row.guidOrNil(), productID: row.text(),
            skuID:
                row.text(), availabilityID: row.text(), productName: row.text(), skuName: row.text(),
            chargeType: row.text(), category: try row.value(InvoiceLineCategory.self), unitPrice: try row.decimal(),
            effectiveUnitPrice: try row.decimal(), quantity: try row.decimal(),
            billableQuantity: try row.decimal(), subtotal: try row.decimal(), tax: try row.decimal(),
            total:
                try row.decimal(), currency: try row.currency(), pricingCurrency: row.currencyOrNil(),
            exchangeRate: try row.decimalOrNil(), exchangeRateDay: row.dayOrNil(),
            priceAdjustment:
                row.textOrNil(), creditReason: row.textOrNil(), benefitOrderID: row.textOrNil(),
            term:
                row.textOrNil(), chargeStart: row.dayOrNil(), chargeEnd: row.dayOrNil())
    }

    func invoiceLines(
        months: [BillingMonth], customers: [GUID]?, _ body: (InvoiceLineRecord) throws -> Void
    ) throws {
        let statement = try connected().counted(InvoiceStatements.invoiceLines)
        defer { statement.reset() }
        statement.bind(knownAt).bind(Lists.json(months.map { Int64($0.number) })).bind(customers.map { Lists.hex($0) })
        while try statement.step() { try body(try Self.invoiceLine(statement)) }
    }

    func invoiceMonths() throws(StoreError) -> [BillingMonth] {
        try facts(InvoiceStatements.invoiceMonths) { row throws(StoreError) in row.month() }
    }
}
