import Credit
import Store

/// The tables of sums of a month; the numbers are stored and never change.
enum SumTableKind: Int, CaseIterable {
    /// What the numbers in keys stand for; parts as in `MonthNames.Part`.
    case names = 1
    /// By account, day and class; a part for each day of the month.
    case days = 2
    /// By account and class.
    case accounts = 3
    /// By product with its meter category, and class.
    case products = 4
    /// By account, resource group and class, in parts by account.
    case groups = 5
    /// By account, resource group, product with its meter category, and class, in parts by account.
    case cells = 6
    /// Lines by account, day and missing fact.
    case missing = 7
    /// By day and class, whatever the account.
    case dayTotals = 8

    func key(month: BillingMonth, generation: Int64, part: Int = 0) -> SumTableKey {
        SumTableKey(month: month, generation: generation, kind: rawValue, part: part)
    }
}
