package import Credit

/// The ledger of a month: its generation in force and what it was computed from.
package struct LedgerMonthRecord: Sendable, Hashable {
    package var month: BillingMonth
    /// Rises by one with each computation that changed something.
    package var generation: Int64
    /// When, by the clock that was passed in.
    package var computedAt: Instant
    package var lines: Int
    /// What CreditLedger keeps of the month beside the sums, in its own format.
    package var summary: [UInt8]

    package init(
        month: BillingMonth, generation: Int64, computedAt: Instant, lines: Int, summary: [UInt8]
    ) {
        self.month = month
        self.generation = generation
        self.computedAt = computedAt
        self.lines = lines
        self.summary = summary
    }
}

/// One column of a table of sums.
package struct SumTableKey: Sendable, Hashable {
    package var month: BillingMonth
    package var generation: Int64
    /// Which table; numbers are CreditLedger's.
    package var kind: Int
    /// Which column of it.
    package var part: Int

    package init(
        month: BillingMonth, generation: Int64, kind: Int, part: Int
    ) {
        self.month = month
        self.generation = generation
        self.kind = kind
        self.part = part
    }
}
