package import Credit

/// A customer's spending budget from a month on; a warning, never a stop.
/// - Source: model.md section 10.
package struct BudgetRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var customer: GUID
    /// The first month that it holds for.
    package var month: BillingMonth
    /// A month; nil: from here on there is none.
    package var amount: ExactDecimal?
    package var currency: CurrencyCode

    package init(
        origin: FactOrigin, customer: GUID, month: BillingMonth, amount: ExactDecimal? = nil,
        currency:
            CurrencyCode
    ) {
        self.origin = origin
        self.customer = customer
        self.month = month
        self.amount = amount
        self.currency = currency
    }
}
