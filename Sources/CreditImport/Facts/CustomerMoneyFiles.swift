internal import Credit
internal import Store

/// TRANSFERS: subscriptions that went from one partner to another.
/// - Source: contract README section 2; model.md section 9.
enum TransfersFile {
    static let columns = [
        "subscription_id", "from_partner_id", "to_partner_id", "state", "requested_at", "finished_at",
    ]

    static func read(_ bytes: [UInt8], _ context: FileContext) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(bytes, kind: .transfers, required: columns)
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            let state = try row.value(
                "state", { TransferState(code: $0.uppercased()) },
                AccessGrantsFile.one(of: TransferState.allCases.map(\.code)))
            let requested = try row.happened("requested_at", before: context.now)
            let finished = try row.optionalTime("finished_at")
            if let finished, finished < requested {
                throw FieldProblem(column: "finished_at", message: "it lies before requested_at")
            }
            if finished == nil && state == .complete {
                throw FieldProblem(column: "finished_at", message: "a complete transfer says when it was complete")
            }
            if finished != nil && !state.isFinal {
                throw FieldProblem(column: "finished_at", message: "a transfer that is \(state.code) has not finished")
            }
            let (from, to) = (row.optional("from_partner_id"), row.optional("to_partner_id"))
            if from == nil && to == nil {
                throw FieldProblem(column: "to_partner_id", message: "neither partner is named")
            }
            if let from, from == to {
                throw FieldProblem(column: "to_partner_id", message: "it is the partner who gives it away")
            }
            batch.transfers.append(
                TransferRecord(
                    origin: row.origin, subscriptionID: try row.guid("subscription_id"), fromPartnerID: from,
                    toPartnerID: to, state: state, requestedAt: requested, finishedAt: finished))
        }
        return batch
    }
}

/// BUDGETS: what customers mean to spend a month.
/// - Source: contract README section 2; model.md section 10.
enum BudgetsFile {
    static let columns = ["customer_tenant_id", "month", "amount", "currency"]

    static func read(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(bytes, kind: .budgets, required: columns)
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            let amount = try row.optionalDecimal("amount")
            if let amount, amount.isNegative {
                throw FieldProblem(column: "amount", message: "a budget is not below zero")
            }
            batch.budgets.append(
                BudgetRecord(
                    origin: row.origin, customer: try row.guid("customer_tenant_id"),
                    month: try row.value("month", { ExchangeRatesFile.month($0) }, "a month as 202610 or 2026-10"),
                    amount: amount, currency: try row.value("currency", { CurrencyCode($0) }, "a currency code")))
        }
        return batch
    }
}

/// AZURE_CREDIT_BALANCE: what is left of Azure credits, by month.
/// - Source: files.md section 7.
enum CreditBalanceFile {
    static let columns = [
        "PartnerID", "CustomerID", "InvoiceMonth", "CreditName", "CreditAmount", "Status", "BalanceAmount",
        "CurrencyCode", "AgreementID", "EffectiveDate", "ExpiryDate",
    ]

    static func read(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(
            bytes, kind: .azureCreditBalance,
            required: ["CustomerID", "InvoiceMonth", "CreditAmount", "BalanceAmount", "CurrencyCode"])
        var batch = FactBatch()
        var months: Set<BillingMonth> = []
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            let month = try row.value(
                "InvoiceMonth", { ExchangeRatesFile.month($0) }, "a month as 202610 or 2026-10")
            let effective = try row.optionalDay("EffectiveDate")
            let expiry = try row.optionalDay("ExpiryDate")
            if let effective, let expiry, expiry < effective {
                throw FieldProblem(column: "ExpiryDate", message: "it lies before EffectiveDate")
            }
            batch.creditBalances.append(
                CreditBalanceRecord(
                    origin: row.origin, partnerID: try row.optionalGUID("PartnerID"),
                    customer: try row.guid("CustomerID"), month: month, name: row.optional("CreditName") ?? "ACO",
                    used: try row.decimal("CreditAmount"), status: row.optional("Status") ?? "",
                    balance: try row.decimal("BalanceAmount"),
                    currency: try row.value("CurrencyCode", { CurrencyCode($0) }, "a currency code"),
                    agreementID: row.optional("AgreementID"), effective: effective, expiry: expiry))
            months.insert(month)
        }
        batch.partnerTenants = Set(batch.creditBalances.compactMap(\.partnerID))
        batch.scopes = months.sorted().map { "creditBalance:\($0)" }
        return batch
    }
}
