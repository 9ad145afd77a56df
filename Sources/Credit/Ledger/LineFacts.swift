/// One usage line as the decision and the amounts need it.
package struct LineFacts: Sendable, Hashable {
    package var product: ProductFacts
    /// The customer's tenant; nil: not known.
    package var customer: GUID?
    /// The Azure subscription (`EntitlementId`); nil: taken from the path.
    package var subscription: GUID?
    /// The resource's path, or the path of what is known of it (`Scope.path`).
    package var path: String
    /// The reseller of record, as a place in the facts' list of resellers; nil: none.
    package var reseller: Int?
    /// - Unit: US dollars for one unit, the list price.
    package var unitPrice: ExactDecimal
    package var quantity: ExactDecimal
    /// Pricing currency to billing currency.
    package var exchangeRate: ExactDecimal
    /// PartnerID of the partner to whom the place was billed on that day, before or after a transfer; empty: not known
    /// whose; nil: the billed partner. A usage line is always billed to the partner whose file it is in.
    package var otherPartner: String?

    /// The day of use.
    package var day: Day { product.day }

    package init(
        product: ProductFacts, customer: GUID? = nil, subscription: GUID?, path: String, reseller: Int? = nil,
        unitPrice: ExactDecimal, quantity: ExactDecimal, exchangeRate: ExactDecimal = .one,
        otherPartner: String? = nil
    ) {
        self.product = product
        self.customer = customer
        self.subscription = subscription
        self.path = path
        self.reseller = reseller
        self.unitPrice = unitPrice
        self.quantity = quantity
        self.exchangeRate = exchangeRate
        self.otherPartner = otherPartner
    }
}

/// The answer for one usage line.
package struct LineDecision: Sendable, Hashable {
    package let reason: CreditReason
    /// The credit as a fraction of the list price; zero where the line earns nothing.
    package let rate: ExactDecimal
    /// The grant that decided, as a place in the facts' list; nil where no grant did.
    package let grant: Int?
    /// True where no price sheet of the market and month was there to look into.
    package let isPriceListMissing: Bool

    package var isEligible: Bool { reason.isEligible }

    package init(reason: CreditReason, rate: ExactDecimal, grant: Int?, isPriceListMissing: Bool = false) {
        self.reason = reason
        self.rate = rate
        self.grant = grant
        self.isPriceListMissing = isPriceListMissing
    }
}

/// The answer of stages B and C for one distinct product.
package struct ProductDecision: Sendable, Hashable {
    /// Nil: the product may earn.
    package let reason: CreditReason?
    package let isPriceListMissing: Bool

    package init(reason: CreditReason?, isPriceListMissing: Bool) {
        self.reason = reason
        self.isPriceListMissing = isPriceListMissing
    }
}

/// The answer of stage D for one place and day.
package struct AccessDecision: Sendable, Hashable {
    /// `.okEligible` or a reason of stage D.
    package let reason: CreditReason
    /// The grant that decided, as a place in the facts' list.
    package let grant: Int?

    package init(reason: CreditReason, grant: Int?) {
        self.reason = reason
        self.grant = grant
    }
}
