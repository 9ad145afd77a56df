/// How a savings plan's hourly commitment covers usage of one meter.
/// - Source: azure-savings.md (2022-10-11), worked examples; no credit is in these amounts.
package struct SavingsPlanUsage: Sendable, Hashable {
    /// Price of an hour under the plan.
    package let planRate: ExactDecimal
    package let coveredHours: ExactDecimal
    /// Hours at the pay-as-you-go price.
    package let paygHours: ExactDecimal
    package let paygCost: ExactDecimal
    /// Commitment and pay-as-you-go.
    package let totalCost: ExactDecimal

    /// Quotients are kept to 20 decimals.
    /// - Throws: `.overflow`.
    package init(
        commitmentPerHour: ExactDecimal, paygRate: ExactDecimal, discount: ExactDecimal, hours: ExactDecimal
    ) throws(DecimalError) {
        planRate = try paygRate.multiplied(by: ExactDecimal.one.subtracting(discount))
        let commitment = try commitmentPerHour.multiplied(by: hours)
        let covered = planRate.isZero ? hours : try commitment.divided(by: planRate, scale: 20, rounding: .halfUp)
        coveredHours = min(covered, hours)
        paygHours = try hours.subtracting(coveredHours)
        paygCost = try WideDecimal(paygHours).multiplied(by: paygRate).rounded(scale: 20, .halfUp).narrowed()
        totalCost = try commitment.adding(paygCost)
    }
}
