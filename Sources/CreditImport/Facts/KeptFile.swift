internal import Credit
internal import Store

/// Kinds whose rows are counted and checked for their form, and whose bytes are kept until their own questions exist.
enum KeptFile {
    static let reconciliationColumns = [
        "PartnerId", "CustomerId", "CustomerName", "CustomerDomainName", "CustomerCountry", "InvoiceNumber", "MpnId",
        "ResellerMpnId", "OrderId", "OrderDate", "ProductId", "SkuId", "AvailabilityId", "SkuName", "ProductName",
        "ChargeType", "UnitPrice", "Quantity", "Subtotal", "TaxTotal", "Total", "Currency",
        "PriceAdjustmentDescription", "PublisherName", "PublisherId", "SubscriptionDescription", "SubscriptionId",
        "ChargeStartDate", "ChargeEndDate", "TermAndBillingCycle", "EffectiveUnitPrice", "UnitType", "AlternateId",
        "BillableQuantity", "BillingFrequency", "PricingCurrency", "PCToBCExchangeRate", "PCToBCExchangeRateDate",
        "MeterDescription", "ReservationOrderId", "CreditReasonCode", "SubscriptionStartDate", "SubscriptionEndDate",
        "ReferenceID", "ProductQualifiers", "PromotionID",
    ]
    static let creditBalanceColumns = [
        "PartnerID", "CustomerID", "InvoiceMonth", "CreditName", "CreditAmount", "Status", "BalanceAmount",
        "CurrencyCode", "AgreementID", "EffectiveDate", "ExpiryDate",
    ]

    static func reconciliation(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(
            bytes, kind: .invoiceReconciliation,
            required: [
                "CustomerId", "InvoiceNumber", "ProductId", "SkuId", "AvailabilityId", "ChargeType", "UnitPrice",
                "Quantity", "Subtotal", "Currency", "SubscriptionId", "EffectiveUnitPrice", "BillableQuantity",
            ], aliases: ["totalforcustomer": "total"])
        var batch = FactBatch()
        var invoices: Set<String> = []
        try table.forEach(&batch) { (row, _) throws(FieldProblem) in
            invoices.insert(try row.text("InvoiceNumber"))
            for column in ["UnitPrice", "Quantity", "Subtotal", "EffectiveUnitPrice", "BillableQuantity"] {
                _ = try row.optionalDecimal(column)
            }
        }
        batch.scopes = invoices.sorted().map { "reconciliation:\($0)" }
        return batch
    }

    static func creditBalance(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(
            bytes, kind: .azureCreditBalance,
            required: ["CustomerID", "InvoiceMonth", "CreditAmount", "BalanceAmount", "CurrencyCode"])
        var batch = FactBatch()
        var months: Set<BillingMonth> = []
        try table.forEach(&batch) { (row, _) throws(FieldProblem) in
            months.insert(
                try row.value("InvoiceMonth", { ExchangeRatesFile.month($0) }, "a month as 202610 or 2026-10"))
            for column in ["CreditAmount", "BalanceAmount"] { _ = try row.decimal(column) }
        }
        batch.scopes = months.sorted().map { "creditBalance:\($0)" }
        return batch
    }
}
