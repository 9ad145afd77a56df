internal import Credit
internal import Store

/// Transfers and budgets of customers.
extension SQLiteSession {
    func insert(_ records: [TransferRecord]) throws(StoreError) {
        try insertAll(TransferStatements.insertTransfer, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.subscriptionID).bind(record.fromPartnerID).bind(record.toPartnerID).bind(record.state)
                .bind(record.requestedAt).bind(record.finishedAt)
        }
    }

    func transfers() throws(StoreError) -> [TransferRecord] {
        try facts(TransferStatements.transfers) { row throws(StoreError) in
            TransferRecord(
                origin: Self.origin(row), subscriptionID: try row.guid(), fromPartnerID: row.textOrNil(),
                toPartnerID: row.textOrNil(), state: try row.value(TransferState.self),
                requestedAt:
                    row.instant(), finishedAt: row.instantOrNil())
        }
    }

    func insert(_ records: [BudgetRecord]) throws(StoreError) {
        try insertAll(TransferStatements.insertBudget, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.customer).bind(record.month).bind(record.amount).bind(record.currency)
        }
    }

    func budgets() throws(StoreError) -> [BudgetRecord] {
        try facts(TransferStatements.budgets) { row throws(StoreError) in
            BudgetRecord(
                origin: Self.origin(row), customer: try row.guid(), month: row.month(), amount: try row.decimalOrNil(),
                currency: try row.currency())
        }
    }
}
