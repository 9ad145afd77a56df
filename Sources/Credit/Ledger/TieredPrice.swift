/// A price that falls with the month's quantity.
/// - Source: pec.md section 10 formula 7; files.md section 5.1.
package struct TieredPrice: Sendable, Hashable {
    package struct Tier: Sendable, Hashable {
        /// As written (1, 101, …); only orders the tiers.
        package var from: ExactDecimal
        /// The cumulative quantity at which the tier ends; nil: no limit.
        package var upTo: ExactDecimal?
        package var unitPrice: ExactDecimal

        package init(from: ExactDecimal, upTo: ExactDecimal?, unitPrice: ExactDecimal) {
            self.from = from
            // 9223372036854780000 in the files is a 64-bit maximum that went through a float.
            let limit = ExactDecimal(unchecked: 9_200_000_000_000_000_000, scale: 0)
            self.upTo = upTo.flatMap { $0 >= limit ? nil : $0 }
            self.unitPrice = unitPrice
        }
    }

    /// The quantity that fell into one tier.
    package struct Part: Sendable, Hashable {
        package let quantity: ExactDecimal
        package let unitPrice: ExactDecimal
        package let effectiveUnitPrice: ExactDecimal
        package let subtotal: ExactDecimal
    }

    /// From the lowest; the tier n starts where n − 1 ended, as quantities are fractional.
    package let tiers: [Tier]

    package init(_ tiers: [Tier]) { self.tiers = tiers.sorted { $0.from < $1.from } }

    /// Spreads a month's quantity over the tiers from the bottom; what exceeds the last limit stays in the last tier.
    /// - Throws: `.overflow`.
    package func parts(of quantity: ExactDecimal) throws(DecimalError) -> [(tier: Tier, quantity: ExactDecimal)] {
        var parts: [(Tier, ExactDecimal)] = []
        var left = quantity.magnitude
        var reached = ExactDecimal.zero
        for (number, tier) in tiers.enumerated() where !left.isZero {
            var share = left
            if let end = tier.upTo, number + 1 < tiers.count { share = min(left, try end.subtracting(reached)) }
            if share <= .zero { continue }
            parts.append((tier, quantity.isNegative ? share.negated : share))
            left = try left.subtracting(share)
            reached = try reached.adding(share)
        }
        return parts
    }

    /// Each part priced, reduced by the credit and rounded on its own.
    /// - Throws: `.overflow`.
    package func bill(
        quantity: ExactDecimal, rate: ExactDecimal, exchangeRate: ExactDecimal, rounding: CreditPolicy.ReconRounding
    ) throws(DecimalError) -> (parts: [Part], total: ExactDecimal) {
        var bill: [Part] = []
        var total = ExactDecimal.zero
        for (tier, share) in try parts(of: quantity) {
            let price = try tier.unitPrice.multiplied(by: ExactDecimal.one.subtracting(rate))
            let subtotal = try ReconLine.subtotal(
                .usage, effectiveUnitPrice: WideDecimal(price), quantity: share, exchangeRate: exchangeRate,
                rounding: rounding)
            bill.append(
                Part(quantity: share, unitPrice: tier.unitPrice, effectiveUnitPrice: price, subtotal: subtotal))
            total = try total.adding(subtotal)
        }
        return (bill, total)
    }
}
