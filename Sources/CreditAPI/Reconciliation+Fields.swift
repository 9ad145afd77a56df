import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// A month's usage against its invoices, for one question.
final class ReconciliationKey: Sendable {
    let reconciliation: Reconciliation
    /// Those that differ and fit the filter, largest first.
    let mismatches: [ReconciledItem]

    init(_ reconciliation: Reconciliation, causes: Set<MismatchCause>?) {
        self.reconciliation = reconciliation
        mismatches = reconciliation.items.filter { item in
            guard let cause = item.cause else { return false }
            return causes?.contains(cause) ?? true
        }.sorted { a, b in
            let (left, right) = (a.difference.magnitude, b.difference.magnitude)
            return left == right ? a.key < b.key : right < left
        }
    }
}

/// What one file says of a mismatch.
struct MismatchSide: Sendable {
    let side: ReconciliationSide
    let currency: CurrencyCode
}

enum ReconciliationFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<ReconciliationKey>("Reconciliation", key: ReconciliationKey.self) {
            Text("month") { key, _ in key.reconciliation.month.description }
            Many("byCurrency") { key, _ in key.reconciliation.comparisons }
            Integer("matched") { key, _ in key.reconciliation.items.count { $0.cause == nil } }
            One("mismatches") { level -> [ItemPage<ReconciledItem>] in
                let page = try level.arguments.page(level.context)
                return try level.keys.map { key in
                    try ItemPage(key.mismatches, .mismatches, page) { $0.key.text }
                }
            }
            Many("notConsumption") { key, _ in key.reconciliation.otherParts }
            Many("azureCredits") { key, _ in key.reconciliation.credits }
        }
        Object<InvoiceComparison>("InvoiceComparison", key: InvoiceComparison.self) {
            Text("currency") { sum, _ in sum.currency.description }
            amount("computed") { $0.computed }
            amount("invoiced") { $0.invoiced }
            amount("difference") { $0.difference }
            Integer("lines") { sum, _ in sum.lines }
            Integer("matchedLines") { sum, _ in sum.matchedLines }
        }
        Object<InvoicePart>("InvoicePart", key: InvoicePart.self) {
            Text("category") { part, _ in part.category.code }
            One("amount") { part, _ in MoneyKey.exact(WideDecimal(part.amount), part.currency) }
            Integer("lines") { part, _ in part.lines }
        }
        Object<AzureCreditUse>("AzureCreditUse", key: AzureCreditUse.self) {
            One("customer") { use, context -> CustomerKey? in
                context.snapshot.customers.row(tenant: use.customer).map { CustomerKey($0) }
            }
            One("invoiced") { use, _ in MoneyKey.exact(WideDecimal(use.invoiced), use.currency) }
            One("used") { use, _ -> MoneyKey? in use.used.map { .exact(WideDecimal($0), use.currency) } }
            One("balance") { use, _ -> MoneyKey? in use.balance.map { .exact(WideDecimal($0), use.currency) } }
        }
        itemPageBindings("Mismatch", of: ReconciledItem.self)
        mismatch
    }

    @ObjectBuilder<RequestContext> private static var mismatch: [BoundObject<RequestContext>] {
        Object<ReconciledItem>("Mismatch", key: ReconciledItem.self) {
            One("azurePlan") { item, context -> AzurePlanKey? in
                item.key.plan.flatMap { context.snapshot.plans.row(id: $0) }.map { AzurePlanKey($0) }
            }
            One("customer") { item, context -> CustomerKey? in
                context.snapshot.customers.row(tenant: item.key.customer).map { CustomerKey($0) }
            }
            Text("productId") { item, _ in item.key.productID }
            Text("skuId") { item, _ in item.key.skuID }
            Text("availabilityId") { item, _ -> String? in
                item.key.availabilityID.isEmpty ? nil : item.key.availabilityID
            }
            One("computed") { item, _ -> MoneyKey? in
                item.usage.map { .exact(WideDecimal($0.amount), item.key.currency) }
            }
            One("invoiced") { item, _ -> MoneyKey? in
                item.invoice.map { .exact(WideDecimal($0.amount), item.key.currency) }
            }
            One("difference") { item, _ in MoneyKey.exact(WideDecimal(item.difference), item.key.currency) }
            Text("cause") { item, _ in (item.cause ?? .rounding).code }
            One("usage") { item, _ -> MismatchSide? in
                item.usage.map { MismatchSide(side: $0, currency: item.key.currency) }
            }
            One("invoice") { item, _ -> MismatchSide? in
                item.invoice.map { MismatchSide(side: $0, currency: item.key.currency) }
            }
        }
        Object<MismatchSide>("MismatchSide", key: MismatchSide.self) {
            Integer("lines") { side, _ in side.side.lines }
            Text("quantity") { side, _ in side.side.quantity.normalised.description }
            Texts("unitPrices") { side, _ in side.side.unitPrices.map(\.description) }
            Texts("exchangeRates") { side, _ in side.side.exchangeRates.map(\.description) }
        }
    }

    private static func amount(
        _ name: String, _ value: @escaping @Sendable (InvoiceComparison) -> ExactDecimal
    ) -> Leaf<RequestContext, InvoiceComparison> {
        Leaf(name) { level in
            let keys = level.keys
            return { row, out in out.decimal(value(keys[row])) }
        }
    }
}

extension RequestContext {
    /// The reconciliation that the arguments ask for.
    func reconciliation(_ arguments: InputObject) throws -> ReconciliationKey {
        let month = try arguments.month("month")
        let past = try past(arguments)
        let known = past?.snapshot ?? snapshot
        guard let policy = known.decision?.policy else { throw APIError.missingFact(APITexts.noPartner) }
        var filter = visibleLines()
        let input = arguments.object("filter")
        if let by = input?.object("customer") {
            filter.restrict(customers: Set(try customer(by).map { [snapshot.customers.tenants[Int($0)]] } ?? []))
        }
        if let text = input?.string("azurePlan") {
            let id = GlobalID(text)
            filter.plans = Set((id?.type == .azurePlan ? id?.guid : nil).map { [$0] } ?? [])
        }
        filter.productID = input?.string("productId")
        let causes = input?.strings("cause").map { codes in
            Set(MismatchCause.allCases.filter { codes.contains($0.code) })
        }
        let made = try Reconciliation(
            month: month, reader: past?.reader ?? reader(), visibility: try past?.snapshot.visibility ?? visibility(),
            filter: filter, policy: policy, balances: known.finance.balances)
        return ReconciliationKey(made, causes: causes)
    }
}
