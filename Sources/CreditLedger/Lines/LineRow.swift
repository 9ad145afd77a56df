package import Credit
package import Store

/// A usage line with the columns that were asked for.
package struct LineRow: Sendable {
    /// Where the line was found; `LinePages.reread` starts from there.
    let hit: LineHit
    /// Lines of one group share what was decoded.
    let block: LineBlock
    /// Position among the lines of the block.
    let index: Int

    package var cursor: LineCursor { hit.cursor }
    package var reference: LineReference { cursor.reference }
    package var day: Day { cursor.day }
    /// The Azure subscription by `LineKey`.
    package var subscription: GUID { cursor.subscription }

    /// The value of a column as UTF-8; empty where it is blank or the file does not have it.
    /// - Precondition: the column was asked for.
    package func bytes(_ column: UsageColumn) -> [UInt8] { block.bytes(column.id, index) }

    package func text(_ column: UsageColumn) -> String { String(decoding: bytes(column), as: UTF8.self) }

    /// The number in a column; nil when blank.
    package func decimal(_ column: UsageColumn) -> ExactDecimal? { block.decimal(column.id, index) }

    /// The id in a column by `LineKey`; nil when blank.
    package func id(_ column: UsageColumn) -> GUID? {
        let bytes = bytes(column)
        return bytes.isEmpty ? nil : LineKey.id(bytes)
    }

    /// The decision of the ledger; nil while no partner is known, and where it was not asked for.
    package var decision: StoredDecision? { block.decision(index) }

    /// The columns that `facts` and `amounts` read.
    package static let factColumns: Set<UsageColumn> = [
        .customerID, .customerCountry, .tier2MpnID, .productID, .skuID, .skuName, .subscriptionDescription,
        .subscriptionID, .usageDate, .meterName, .resourceGroup, .resourceURI, .unitPrice, .quantity,
        .pcToBCExchangeRate, .creditPercentage, .creditType, .benefitType, .additionalInfo, .entitlementID,
        .rateOfCredit, .pricingPreTaxTotal,
    ]

    /// The columns that `amounts` alone reads.
    package static let amountColumns: Set<UsageColumn> = [
        .unitPrice, .quantity, .pcToBCExchangeRate, .creditPercentage, .creditType, .rateOfCredit,
    ]

    /// The line as the one-case path of the decision takes it; for explanations.
    package func facts(_ known: LedgerFacts) -> LineFacts {
        let plan = id(.subscriptionID)
        let reseller = text(.tier2MpnID)
        let quantity = decimal(.quantity) ?? .zero
        let price = decimal(.unitPrice) ?? .zero
        let entitlement = id(.entitlementID)
        let product = ProductFacts(
            offer: OfferKind(usageDescription: text(.subscriptionDescription)), productID: text(.productID),
            skuID: text(.skuID), market: CountryCode(text(.customerCountry)), day: day, skuName: text(.skuName),
            meterName: text(.meterName), benefitType: text(.benefitType), creditType: text(.creditType),
            creditPercentage: creditPercentage,
            isPaidByReservation: (decimal(.pricingPreTaxTotal)?.isZero ?? true)
                && ProductText.namesReservation(additionalInfo: bytes(.additionalInfo)))
        return LineFacts(
            product: product, customer: id(.customerID), subscription: entitlement,
            path: Scope.path(
                subscription: entitlement, resourceGroup: text(.resourceGroup), resource: text(.resourceURI)),
            reseller: reseller.isEmpty
                ? plan.flatMap { known.planResellers[$0] } : known.decision?.reseller(partnerID: reseller),
            unitPrice: price, quantity: quantity, exchangeRate: decimal(.pcToBCExchangeRate) ?? .one)
    }

    /// What the ledger's decision is worth on this line; nil without a decision.
    /// - Throws: `.overflow` beyond 76 digits.
    package func amounts(rounding: CreditPolicy.DailyRounding = .none) throws(DecimalError) -> LineAmounts? {
        guard let decision else { return nil }
        var product = ProductFacts(productID: "", skuID: "", market: nil, day: day, creditType: text(.creditType))
        product.creditPercentage = creditPercentage
        return try LineAmounts(
            unitPrice: decimal(.unitPrice) ?? .zero, quantity: decimal(.quantity) ?? .zero,
            exchangeRate: decimal(.pcToBCExchangeRate) ?? .one, rate: decision.rateOfDay, reason: decision.reason,
            azureCreditPercentage: product.azureCreditPercentage, rounding: rounding)
    }

    private var creditPercentage: ExactDecimal {
        if let percentage = decimal(.creditPercentage) { return percentage }
        guard let fraction = decimal(.rateOfCredit) else { return .zero }
        return (try? fraction.multiplied(by: ExactDecimal(100))) ?? .zero
    }
}

/// The decision of a line as the ledger keeps it.
package struct StoredDecision: Sendable, Hashable {
    package let reason: CreditReason
    /// The id of the grant that decided, as `GrantKeys` makes it; in ledgers of older versions its key; nil where none
    /// did.
    package let grant: String?
    /// The credit rate of the day as a fraction where the line earns or misses it, else 0.
    package let rateOfDay: ExactDecimal
    /// Whether Microsoft's file says the same.
    package let agrees: Bool

    package var isEligible: Bool { reason.isEligible }
    /// What the line earns, as a fraction.
    package var rate: ExactDecimal { reason.isEligible ? rateOfDay : .zero }
}
