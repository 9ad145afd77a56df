/// An Azure credit offer's use in a month: the file's amount counts since the start, so a month is a difference.
/// - Source: azure-credit-offer-balance.md (2022-07-27).
package struct AzureCreditBalance: Sendable, Hashable {
    package let usedThisMonth: ExactDecimal
    package let balance: ExactDecimal

    /// - Throws: `.overflow`.
    package init(previous: ExactDecimal, current: ExactDecimal, limit: ExactDecimal) throws(DecimalError) {
        usedThisMonth = try current.subtracting(previous)
        balance = try limit.subtracting(current)
    }
}
