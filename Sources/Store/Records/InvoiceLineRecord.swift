package import Credit

/// A line of an invoice reconciliation file.
/// - Source: files.md section 4.
package struct InvoiceLineRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// Tenant of the partner.
    package var partnerID: GUID?
    /// Of the charge: by its start, else its end, else the order.
    package var month: BillingMonth
    package var invoice: String
    package var customer: GUID
    /// The Azure plan: `SubscriptionId`.
    package var planID: GUID?
    package var productID: String
    package var skuID: String
    package var availabilityID: String
    package var productName: String
    package var skuName: String
    /// As in the file: New, customerCredit, …
    package var chargeType: String
    /// What kind of product was billed.
    package var category: InvoiceLineCategory
    /// List price in pricing currency.
    package var unitPrice: ExactDecimal
    /// After the credit and other adjustments.
    package var effectiveUnitPrice: ExactDecimal
    /// Units bought: 1 for usage.
    package var quantity: ExactDecimal
    /// Units used, or licences.
    package var billableQuantity: ExactDecimal
    /// Before tax, in billing currency.
    package var subtotal: ExactDecimal
    package var tax: ExactDecimal
    package var total: ExactDecimal
    /// Billing currency.
    package var currency: CurrencyCode
    package var pricingCurrency: CurrencyCode?
    /// Pricing to billing currency.
    package var exchangeRate: ExactDecimal?
    package var exchangeRateDay: Day?
    /// The text list of reasons of the lower price.
    package var priceAdjustment: String?
    /// Of a customer credit.
    package var creditReason: String?
    /// Order of a reservation or a savings plan.
    package var benefitOrderID: String?
    /// `TermAndBillingCycle`.
    package var term: String?
    package var chargeStart: Day?
    package var chargeEnd: Day?

    package init(
        origin: FactOrigin, partnerID: GUID? = nil, month: BillingMonth, invoice: String, customer: GUID,
        planID: GUID? = nil, productID: String, skuID: String, availabilityID: String, productName: String,
        skuName: String, chargeType: String, category: InvoiceLineCategory, unitPrice: ExactDecimal,
        effectiveUnitPrice: ExactDecimal, quantity: ExactDecimal, billableQuantity: ExactDecimal,
        subtotal:
            ExactDecimal, tax: ExactDecimal, total: ExactDecimal, currency: CurrencyCode,
        pricingCurrency:
            CurrencyCode? = nil, exchangeRate: ExactDecimal? = nil, exchangeRateDay: Day? = nil,
        priceAdjustment:
            String? = nil, creditReason: String? = nil, benefitOrderID: String? = nil, term: String? = nil,
        chargeStart: Day? = nil, chargeEnd: Day? = nil
    ) {
        self.origin = origin
        self.partnerID = partnerID
        self.month = month
        self.invoice = invoice
        self.customer = customer
        self.planID = planID
        self.productID = productID
        self.skuID = skuID
        self.availabilityID = availabilityID
        self.productName = productName
        self.skuName = skuName
        self.chargeType = chargeType
        self.category = category
        self.unitPrice = unitPrice
        self.effectiveUnitPrice = effectiveUnitPrice
        self.quantity = quantity
        self.billableQuantity = billableQuantity
        self.subtotal = subtotal
        self.tax = tax
        self.total = total
        self.currency = currency
        self.pricingCurrency = pricingCurrency
        self.exchangeRate = exchangeRate
        self.exchangeRateDay = exchangeRateDay
        self.priceAdjustment = priceAdjustment
        self.creditReason = creditReason
        self.benefitOrderID = benefitOrderID
        self.term = term
        self.chargeStart = chargeStart
        self.chargeEnd = chargeEnd
    }
}
