package import Credit
package import Store

/// What customers mean to spend, what is left of their Azure credits, and which subscriptions changed partners.
package struct CustomerFinance: Sendable {
    /// Budgets by customer, ascending by the month from which they hold.
    private let budgets: [GUID: [BudgetRecord]]
    /// Transfers by customer, newest request first.
    private let transfers: [GUID: [TransferRecord]]
    /// Those that are complete, by subscription, oldest first.
    private let moves: [GUID: [TransferRecord]]
    /// Azure credit balances, each credit and month once; by customer, credit, currency and month.
    package let balances: [CreditBalanceRecord]

    /// The budget that holds in a month: that of the newest month with one, up to it.
    package func budget(of customer: GUID, in month: BillingMonth) -> BudgetRecord? {
        (budgets[customer] ?? []).last { $0.month <= month }
    }

    package func transfers(of customer: GUID) -> [TransferRecord] { transfers[customer] ?? [] }

    /// Who was billed for a subscription on a day, where that was another partner: billing moves at the moment at which a
    /// transfer is complete. Of a day within which it moves a part is the partner's own, so it is not another's.
    /// - Parameters:
    ///   - day: from its first instant to its last.
    ///   - isOwn: whether a PartnerID is the partner's.
    /// - Returns: the other's PartnerID, empty where no transfer names it; nil: the partner itself.
    /// - Source: model.md section 9.
    package func otherPartner(
        of subscription: GUID, on day: Interval, isOwn: (String) -> Bool
    ) -> String? {
        var billed: (isOwn: Bool, partner: String)?
        for move in moves[subscription] ?? [] {
            guard let at = move.finishedAt else { continue }
            let (isIn, isOut) = (move.toPartnerID.map(isOwn) ?? false, move.fromPartnerID.map(isOwn) ?? false)
            // Between two of the partner's own ids, or between two others: nothing changes for the partner.
            if isIn == isOut { continue }
            if at <= day.from {
                billed = (isIn, move.toPartnerID ?? "")
            } else if at < day.end {
                return nil
            } else {
                billed = billed ?? (isOut, move.fromPartnerID ?? "")
                break
            }
        }
        return billed.flatMap { $0.isOwn ? nil : $0.partner }
    }

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
        moves = Dictionary(
            grouping: byCustomer.values.flatMap(\.self).filter { $0.state == .complete && $0.finishedAt != nil }
                .sorted {
                    ($0.finishedAt ?? $0.requestedAt, $0.requestedAt) < (
                        $1.finishedAt ?? $1.requestedAt, $1.requestedAt
                    )
                },
            by: \.subscriptionID)
        balances = Latest.of(try reader.creditBalances()) { record in
            "\(record.customer)|\(record.agreementID ?? "")|\(record.name)|\(record.currency)|\(record.month)"
        }
    }
}
