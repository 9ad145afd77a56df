/// What a decision is worth on one line. Nothing is rounded where no formula says so.
///
/// - Unit: `list…` and `pricing…` in US dollars, the currency of the price list; the others in the billing currency.
/// - Source: pec.md section 10, formulas 1 to 3; part-paid lines: contract/README.md section 2.2.
package struct LineAmounts: Sendable, Hashable {
    /// Unit price less the credit.
    package let effectiveUnitPrice: WideDecimal
    /// Unit price × quantity: what the line costs by the list.
    package let list: WideDecimal
    /// Effective unit price × quantity, less what an Azure credit or a benefit paid.
    package let pricingPreTaxTotal: WideDecimal
    package let billingPreTaxTotal: WideDecimal
    /// What the credit takes off, in billing currency.
    package let earned: WideDecimal
    package let earnedList: WideDecimal
    /// What it would have taken off, had access been in place.
    package let missed: WideDecimal
    package let missedList: WideDecimal

    /// - Parameters:
    ///   - rate: the credit of the day as a fraction, also where the line earns nothing.
    ///   - azureCreditPercentage: percent of the line that an Azure credit paid.
    /// - Throws: `.overflow` beyond 76 digits.
    package init(
        unitPrice: ExactDecimal, quantity: ExactDecimal, exchangeRate: ExactDecimal, rate: ExactDecimal,
        reason: CreditReason, azureCreditPercentage: ExactDecimal = .zero,
        rounding: CreditPolicy.DailyRounding = .none
    ) throws(DecimalError) {
        let list = try WideDecimal(unitPrice).multiplied(by: quantity)
        let unpaid = try Self.unpaidShare(reason, azureCreditPercentage)
        let credit = try list.multiplied(by: rate).multiplied(by: unpaid)
        let none = WideDecimal.zero
        self.list = list
        effectiveUnitPrice =
            reason.isEligible
            ? try WideDecimal(unitPrice).multiplied(by: ExactDecimal.one.subtracting(rate)) : WideDecimal(unitPrice)
        pricingPreTaxTotal = try effectiveUnitPrice.multiplied(by: quantity).multiplied(by: unpaid)
        let billing = try pricingPreTaxTotal.multiplied(by: exchangeRate)
        billingPreTaxTotal = rounding == .floor2PerLine ? billing.rounded(scale: 2, .towardZero) : billing
        earnedList = reason.isEligible ? credit : none
        missedList = reason.isMissed ? credit : none
        let credited = try credit.multiplied(by: exchangeRate)
        earned = reason.isEligible ? credited : none
        missed = reason.isMissed ? credited : none
    }

    /// The share of the line that is billed: a reservation or a savings plan bills its usage elsewhere (the daily file
    /// shows quantity without cost), an Azure credit pays its percentage.
    package static func unpaidShare(
        _ reason: CreditReason, _ percentage: ExactDecimal
    ) throws(DecimalError) -> ExactDecimal {
        if reason == .reservation || reason == .savingsPlan { return .zero }
        if percentage.isZero { return .one }
        if percentage >= ExactDecimal(100) { return .zero }
        return try ExactDecimal.one.subtracting(
            percentage.multiplied(by: ExactDecimal(coefficient: 1, scale: 2)))
    }
}

extension DecisionFacts {
    /// The amounts of a line under the policies of its day.
    /// - Throws: `.overflow` beyond 76 digits.
    package func amounts(_ line: LineFacts, _ decision: LineDecision) throws(DecimalError) -> LineAmounts {
        try LineAmounts(
            unitPrice: line.unitPrice, quantity: line.quantity, exchangeRate: line.exchangeRate,
            rate: policy.rate.value(on: line.day), reason: decision.reason,
            azureCreditPercentage: line.product.azureCreditPercentage,
            rounding: policy.dailyRounding.value(on: line.day))
    }
}
