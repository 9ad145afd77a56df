/// The columns of a line group that sums are made from, one entry a line, by the numbers of `ThreadSums`.
struct SumColumns {
    /// Stretches of lines of one account, in the order of the lines.
    var runs: [AccountRun] = []
    /// Day of the month, 1…31.
    var day: [UInt32] = []
    var sumClass: [UInt32] = []
    /// Resource group.
    var group: [UInt32] = []
    /// Pair of product and meter category.
    var product: [UInt32] = []
    /// 1 where the file agrees with the decision.
    var agrees: [UInt32] = []
    /// 0 for lines that a newer file replaced; empty where all lines count.
    var counts: [UInt8] = []
}

/// Neighbouring lines of one account.
struct AccountRun: Sendable {
    var account: UInt32
    var rows: Range<Int>
}
