import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// The budget of a customer in a month.
struct BudgetKey: Sendable {
    let customer: CustomerKey
    let month: BillingMonth
    let amount: ExactDecimal
    let currency: CurrencyCode
}

enum FinanceFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<BudgetKey>("Budget", key: BudgetKey.self) {
            One("amount") { key, _ in MoneyKey.exact(WideDecimal(key.amount), key.currency) }
            One("used", waits: true) { level -> [MoneyKey?] in try used(level.keys, level.context) }
            Text("month") { key, _ in key.month.description }
        }
        Object<TransferRecord>("Transfer", key: TransferRecord.self) {
            Text("state") { transfer, _ in transfer.state.code }
            One("subscription") { transfer, context -> SubscriptionKey? in
                context.snapshot.subscriptions.row(id: transfer.subscriptionID).map { SubscriptionKey($0) }
            }
            Text("toPartnerId") { transfer, _ -> String? in transfer.toPartnerID }
            Text("fromPartnerId") { transfer, _ -> String? in transfer.fromPartnerID }
            Text("requestedAt") { transfer, _ in transfer.requestedAt.description }
            Text("finishedAt") { transfer, _ -> String? in transfer.finishedAt?.description }
            One("source") { transfer, context -> SourceKey? in SourceKey(transfer.origin, in: context.snapshot) }
        }
    }

    /// List amounts in the budget's currency: an estimate without tax, credits and fees.
    /// - Source: model.md section 10.
    private static func used(_ keys: [BudgetKey], _ context: RequestContext) throws -> [MoneyKey?] {
        guard let month = keys.first?.month else { return [] }
        let tenants = keys.map { context.snapshot.customers.tenants[$0.customer.index] }
        var filter = context.visibleLines()
        filter.restrict(customers: Set(tenants))
        let reports = tenants.map { tenant in
            ReportKey(
                period: month.firstDay...month.lastDay, filter: filter,
                within: [GroupPath(dimension: .customer, key: .id(tenant))])
        }
        return try zip(keys, context.answer(reports.map { $0.query(nil) })).map { key, groups in
            let sums = try groups.groups.first?.billing() ?? []
            return sums.first { $0.currency == key.currency }.map { .exact($0.amounts.list, key.currency) }
        }
    }
}

extension RequestContext {
    /// The budgets of customers in the month that the argument names, else in this month.
    func budgets(_ keys: [CustomerKey], _ arguments: InputObject) throws(APIError) -> [BudgetKey?] {
        let month = arguments.string("month") == nil ? today.month : try arguments.month("month")
        return keys.map { key in
            guard let record = snapshot.finance.budget(of: snapshot.customers.tenants[key.index], in: month),
                let amount = record.amount
            else { return nil }
            return BudgetKey(customer: key, month: month, amount: amount, currency: record.currency)
        }
    }
}
