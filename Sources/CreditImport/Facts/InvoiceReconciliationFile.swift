internal import Credit
internal import JSON
internal import Store

/// INVOICE_RECONCILIATION: the billed lines of a month, as CSV of 46 or 45 columns in any order, or as JSON pages.
/// - Source: files.md section 4.
enum InvoiceReconciliationFile {
    static let columns = [
        "PartnerId", "CustomerId", "CustomerName", "CustomerDomainName", "CustomerCountry", "InvoiceNumber", "MpnId",
        "ResellerMpnId", "OrderId", "OrderDate", "ProductId", "SkuId", "AvailabilityId", "SkuName", "ProductName",
        "ChargeType", "UnitPrice", "Quantity", "Subtotal", "TaxTotal", "Total", "Currency",
        "PriceAdjustmentDescription", "PublisherName", "PublisherId", "SubscriptionDescription", "SubscriptionId",
        "ChargeStartDate", "ChargeEndDate", "TermAndBillingCycle", "EffectiveUnitPrice", "UnitType", "AlternateId",
        "BillableQuantity", "BillingFrequency", "PricingCurrency", "PCToBCExchangeRate", "PCToBCExchangeRateDate",
        "MeterDescription", "ReservationOrderId", "CreditReasonCode", "SubscriptionStartDate", "SubscriptionEndDate",
        "ReferenceID", "ProductQualifiers", "PromotionID",
    ]

    static func read(csv bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(
            bytes, kind: .invoiceReconciliation,
            required: [
                "CustomerId", "InvoiceNumber", "ProductId", "SkuId", "AvailabilityId", "ChargeType", "UnitPrice",
                "Quantity", "Subtotal", "Currency", "SubscriptionId", "EffectiveUnitPrice", "BillableQuantity",
            ], aliases: ["totalforcustomer": "total", "customertenantid": "customerid"])
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            try add(
                InvoiceFields(origin: row.origin) { name throws(FieldProblem) in row.optional(name) }, to: &batch)
        }
        return finished(batch)
    }

    static func read(_ items: JSONItems) -> FactBatch {
        var batch = FactBatch()
        items.forEach(&batch) { (item, batch) throws(FieldProblem) in
            try add(
                InvoiceFields(origin: item.origin) { name throws(FieldProblem) in
                    let key = jsonNames[name] ?? name.prefix(1).lowercased() + String(name.dropFirst())
                    guard let value = item.value(key) else { return nil }
                    if value.array == nil { return try item.optional(key) }
                    var writer = JSONWriter()
                    writer.value(value)
                    return writer.text == "[]" ? nil : writer.text
                }, to: &batch)
        }
        return finished(batch)
    }

    /// Keys of the API that are not the column's name with a small first letter.
    private static let jsonNames = [
        "Total": "totalForCustomer", "PCToBCExchangeRate": "pcToBCExchangeRate",
        "PCToBCExchangeRateDate": "pcToBCExchangeRateDate", "ReferenceID": "referenceId",
        "PromotionID": "promotionId",
    ]

    private static func finished(_ batch: FactBatch) -> FactBatch {
        var batch = batch
        batch.scopes = Set(batch.invoiceLines.map(\.invoice)).sorted().map { "reconciliation:\($0)" }
        batch.partnerTenants = Set(batch.invoiceLines.compactMap(\.partnerID))
        let currencies = Dictionary(grouping: batch.invoiceLines, by: \.invoice).mapValues { Set($0.map(\.currency)) }
        for (invoice, found) in currencies.sorted(by: { $0.key < $1.key }) where found.count > 1 {
            let list = found.map(\.description).sorted().joined(separator: ", ")
            batch.notes.append(
                RowProblem(
                    line: 1, column: "Currency",
                    message: "the invoice \(invoice) is billed in \(list); each is summed alone",
                    text: []))
        }
        return batch
    }

    private static func add(_ fields: InvoiceFields, to batch: inout FactBatch) throws(FieldProblem) {
        let start = try fields.optionalDay("ChargeStartDate")
        let end = try fields.optionalDay("ChargeEndDate")
        if let start, let end, end < start {
            throw FieldProblem(column: "ChargeEndDate", message: "it lies before ChargeStartDate")
        }
        let ordered = try fields.optionalDay("OrderDate")
        guard let month = (start ?? end ?? ordered)?.month else {
            throw FieldProblem(column: "ChargeStartDate", message: "neither the charge nor the order has a date")
        }
        let subtotal = try fields.decimal("Subtotal")
        let tax = try fields.optionalDecimal("TaxTotal") ?? .zero
        let sum = try sum(subtotal, tax)
        let total = try fields.optionalDecimal("Total")
        let term = try fields.optional("TermAndBillingCycle")
        let description = try fields.optional("SubscriptionDescription") ?? ""
        let record = InvoiceLineRecord(
            origin: fields.origin, partnerID: try fields.optionalGUID("PartnerId"), month: month,
            invoice: try fields.text("InvoiceNumber"), customer: try fields.guid("CustomerId"),
            planID: try fields.optionalGUID("SubscriptionId"), productID: try fields.text("ProductId"),
            skuID: try fields.text("SkuId"), availabilityID: try fields.optional("AvailabilityId") ?? "",
            productName: try fields.optional("ProductName") ?? "", skuName: try fields.optional("SkuName") ?? "",
            chargeType: try fields.optional("ChargeType") ?? "",
            category: InvoiceLineCategory(
                term: term ?? "", hasChargeEnd: end != nil, publisher: try fields.optional("PublisherName") ?? "",
                publisherID: try fields.optional("PublisherId") ?? "", subscriptionDescription: description,
                isUsage: try fields.optional("MeterDescription") != nil), unitPrice: try fields.decimal("UnitPrice"),
            effectiveUnitPrice: try fields.decimal("EffectiveUnitPrice"),
            quantity: try fields.optionalDecimal("Quantity") ?? .zero,
            billableQuantity: try fields.decimal("BillableQuantity"), subtotal: subtotal, tax: tax,
            total: total ?? sum, currency: try fields.currency("Currency"),
            pricingCurrency: try fields.optionalCurrency("PricingCurrency"),
            exchangeRate: try fields.rate("PCToBCExchangeRate"),
            exchangeRateDay: try fields.optionalDay("PCToBCExchangeRateDate"),
            priceAdjustment: try fields.optional("PriceAdjustmentDescription"),
            creditReason: try fields.optional("CreditReasonCode"),
            benefitOrderID: try fields.optional("ReservationOrderId"), term: term, chargeStart: start, chargeEnd: end)
        batch.invoiceLines.append(record)
        // Microsoft's own sample has a line that does not add up, so such a line is taken and told of.
        if let total, sum != total {
            batch.notes.append(
                RowProblem(
                    line: fields.origin.line, column: "Total",
                    message: "\(total) is not Subtotal \(subtotal) and TaxTotal \(tax) together; Subtotal is used",
                    text: []))
        }
    }

    private static func sum(_ a: ExactDecimal, _ b: ExactDecimal) throws(FieldProblem) -> ExactDecimal {
        do throws(DecimalError) {
            return try a.adding(b).normalised
        } catch {
            throw FieldProblem(column: "Subtotal", message: error.message)
        }
    }
}

/// The values of one line by the names of the CSV's columns, wherever they come from.
struct InvoiceFields {
    let origin: FactOrigin
    let find: (String) throws(FieldProblem) -> String?

    init(origin: FactOrigin, find: @escaping (String) throws(FieldProblem) -> String?) {
        self.origin = origin
        self.find = find
    }

    func optional(_ name: String) throws(FieldProblem) -> String? {
        guard let text = try find(name), !text.isEmpty else { return nil }
        return text
    }

    func text(_ name: String) throws(FieldProblem) -> String {
        guard let text = try optional(name) else { throw FieldProblem(column: name, message: "a value is missing") }
        return text
    }

    func optionalDecimal(_ name: String) throws(FieldProblem) -> ExactDecimal? {
        guard let text = try optional(name) else { return nil }
        do throws(DecimalError) {
            return try ExactDecimal(parsing: text).normalised
        } catch {
            throw FieldProblem(column: name, message: "\(Fields.shown(text)): \(error.message)")
        }
    }

    func decimal(_ name: String) throws(FieldProblem) -> ExactDecimal {
        guard let value = try optionalDecimal(name) else {
            throw FieldProblem(column: name, message: "a number is missing")
        }
        return value
    }

    /// A rate above zero.
    func rate(_ name: String) throws(FieldProblem) -> ExactDecimal? {
        guard let rate = try optionalDecimal(name) else { return nil }
        if rate.isZero || rate.isNegative { throw FieldProblem(column: name, message: "a rate is above zero") }
        return rate
    }

    func optionalGUID(_ name: String) throws(FieldProblem) -> GUID? {
        guard let text = try optional(name) else { return nil }
        guard let id = GUID(text) else {
            throw FieldProblem(column: name, message: "\(Fields.shown(text)) is not \(Fields.guid)")
        }
        return id
    }

    func guid(_ name: String) throws(FieldProblem) -> GUID {
        guard let id = try optionalGUID(name) else { throw FieldProblem(column: name, message: "an id is missing") }
        return id
    }

    func optionalCurrency(_ name: String) throws(FieldProblem) -> CurrencyCode? {
        guard let text = try optional(name) else { return nil }
        guard let code = CurrencyCode(text) else {
            throw FieldProblem(column: name, message: "\(Fields.shown(text)) is not a currency code")
        }
        return code
    }

    func currency(_ name: String) throws(FieldProblem) -> CurrencyCode {
        guard let code = try optionalCurrency(name) else {
            throw FieldProblem(column: name, message: "a currency is missing")
        }
        return code
    }

    func optionalDay(_ name: String) throws(FieldProblem) -> Day? {
        guard let text = try optional(name) else { return nil }
        do throws(TimeError) {
            return try Instant(parsingFileTime: text).day
        } catch {
            throw FieldProblem(column: name, message: "\(Fields.shown(text)): \(error.message)")
        }
    }
}
