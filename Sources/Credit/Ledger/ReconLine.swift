/// The subtotal of a line of the monthly invoice reconciliation.
/// - Source: pec.md section 10 formula 5 (modern-invoice-reconciliation-file.md 2022-01-18).
package enum ReconLine {
    package enum Kind: String, Sendable, Hashable, CaseIterable {
        case usage = "USAGE"
        case license = "LICENSE"
    }

    /// Usage: cut(cut(price × quantity, 2) × rate, 2). Licences: cut(price × rate, 2) × quantity. "Cut" is the policy's
    /// rounding, by default toward zero as a spreadsheet's ROUNDDOWN.
    /// - Throws: `.overflow`.
    package static func subtotal(
        _ kind: Kind, effectiveUnitPrice: WideDecimal, quantity: ExactDecimal, exchangeRate: ExactDecimal,
        rounding: CreditPolicy.ReconRounding
    ) throws(DecimalError) -> ExactDecimal {
        switch kind {
        case .usage:
            try subtotal(
                cost: effectiveUnitPrice.multiplied(by: quantity), exchangeRate: exchangeRate, rounding: rounding)
        case .license:
            try effectiveUnitPrice.multiplied(by: exchangeRate).rounded(scale: 2, rounding.rule)
                .multiplied(by: quantity).narrowed()
        }
    }

    /// The usage formula from the exact cost in pricing currency.
    /// - Throws: `.overflow`.
    package static func subtotal(
        cost: WideDecimal, exchangeRate: ExactDecimal, rounding: CreditPolicy.ReconRounding
    ) throws(DecimalError) -> ExactDecimal {
        try cost.rounded(scale: 2, rounding.rule).multiplied(by: exchangeRate).rounded(scale: 2, rounding.rule)
            .narrowed()
    }
}

/// One meter of a plan on the monthly reconciliation: days with credit and days without.
/// - Source: pec.md section 11; azure-plan-billing.md 2021-05-19 (up to two lines) and 2022-07-18 (one line).
package struct ReconMonth: Sendable, Hashable {
    package struct Line: Sendable, Hashable {
        package let billableQuantity: ExactDecimal
        /// Blended prices with 15 significant digits.
        package let effectiveUnitPrice: ExactDecimal
        package let subtotal: ExactDecimal
    }

    package let lines: [Line]
    package let subtotal: ExactDecimal

    /// - Throws: `.overflow`.
    package init(
        unitPrice: ExactDecimal, rate: ExactDecimal, eligibleQuantity: ExactDecimal, ineligibleQuantity: ExactDecimal,
        exchangeRate: ExactDecimal, lines mode: CreditPolicy.ReconLines, rounding: CreditPolicy.ReconRounding
    ) throws(DecimalError) {
        let reduced = try unitPrice.multiplied(by: ExactDecimal.one.subtracting(rate))
        var lines: [Line] = []
        switch mode {
        case .split:
            for (quantity, price) in [(eligibleQuantity, reduced), (ineligibleQuantity, unitPrice)]
            where !quantity.isZero {
                let subtotal = try ReconLine.subtotal(
                    .usage, effectiveUnitPrice: WideDecimal(price), quantity: quantity, exchangeRate: exchangeRate,
                    rounding: rounding)
                lines.append(Line(billableQuantity: quantity, effectiveUnitPrice: price, subtotal: subtotal))
            }
        case .blended:
            let quantity = try eligibleQuantity.adding(ineligibleQuantity)
            let cost = try WideDecimal(reduced).multiplied(by: eligibleQuantity)
                .adding(WideDecimal(unitPrice).multiplied(by: ineligibleQuantity))
            let price =
                quantity.isZero ? unitPrice : try cost.narrowed().divided(by: quantity, significantDigits: 15)
            // From the exact cost: the price shown is rounded and would lose a cent.
            let subtotal = try ReconLine.subtotal(cost: cost, exchangeRate: exchangeRate, rounding: rounding)
            lines.append(Line(billableQuantity: quantity, effectiveUnitPrice: price, subtotal: subtotal))
        }
        self.lines = lines
        var sum = ExactDecimal.zero
        for line in lines { sum = try sum.adding(line.subtotal) }
        subtotal = sum
    }
}
