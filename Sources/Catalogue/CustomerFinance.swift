package import Credit
package import Store

/// What customers mean to spend, what is left of their Azure credits, and which subscriptions changed partners.
package struct CustomerFinance: Sendable {
    /// Budgets by customer, ascending by the month from which they hold.
    private let budgets: [GUID: [BudgetRecord]]
    /// Transfers by customer, newest request first.
    private let transfers: [GUID: [TransferRecord]]
    /// Azure credit balances, each credit and month once; by customer, credit, currency and month.
    package let balances: [CreditBalanceRecord]

    /// The budget that holds in a month: that of the newest month with one, up to it.
    package func budget(of customer: GUID, in month: BillingMonth) -> BudgetRecord? {
        (budgets[customer] ?? []).last { $0.month <= month }
    }

    package func transfers(of customer: GUID) -> [TransferRecord] { transfers[customer] ?? [] }

    /// - Parameter owner: whose tenant an Azure subscription lies in.
    init(_ reader: any StoreReader, owner: (GUID) -> GUID?) throws {
        budgets = Dictionary(
            grouping: Latest.of(try reader.budgets()) { "\($0.customer)|\($0.month)" }.sorted { $0.month < $1.month },
            by: \.customer)
        var byCustomer: [GUID: [TransferRecord]] = [:]
        for record in Latest.of(try reader.transfers(), key: { "\($0.subscriptionID)|\($0.requestedAt)" })
            .sorted(by: { ($1.requestedAt, $1.subscriptionID) < ($0.requestedAt, $0.subscriptionID) })
        {
            guard let customer = owner(record.subscriptionID) else { continue }
            byCustomer[customer, default: []].append(record)
        }
        transfers = byCustomer
        balances = Latest.of(try reader.creditBalances()) { record in
            "\(record.customer)|\(record.agreementID ?? "")|\(record.name)|\(record.currency)|\(record.month)"
        }
    }
}
