package import Credit

/// A row of an Azure credit balance file.
/// - Source: files.md section 7.
package struct CreditBalanceRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// Tenant of the partner.
    package var partnerID: GUID?
    package var customer: GUID
    package var month: BillingMonth
    /// ACO.
    package var name: String
    /// Used since the start: a month's use is the difference to the month before.
    package var used: ExactDecimal
    /// active or expired.
    package var status: String
    package var balance: ExactDecimal
    package var currency: CurrencyCode
    package var agreementID: String?
    package var effective: Day?
    package var expiry: Day?

    package init(
        origin: FactOrigin, partnerID: GUID? = nil, customer: GUID, month: BillingMonth, name: String,
        used:
            ExactDecimal, status: String, balance: ExactDecimal, currency: CurrencyCode, agreementID: String? = nil,
        effective: Day? = nil, expiry: Day? = nil
    ) {
        self.origin = origin
        self.partnerID = partnerID
        self.customer = customer
        self.month = month
        self.name = name
        self.used = used
        self.status = status
        self.balance = balance
        self.currency = currency
        self.agreementID = agreementID
        self.effective = effective
        self.expiry = expiry
    }
}
