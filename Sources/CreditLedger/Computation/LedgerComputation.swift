package import Credit
package import Store

/// Computes the ledger of months from the line groups that a transaction sees: at import, and again whenever facts
/// change. There is no other way to a decision in the store.
package enum LedgerComputation {
    /// What a computation did to a month.
    package struct Outcome: Sendable, Hashable {
        package let month: BillingMonth
        /// In force now; the one before where nothing changed.
        package let generation: Int64
        /// Lines that count.
        package let lines: Int
        /// Columns of line groups that are new or other than before.
        package let changedColumns: Int
        package let isChanged: Bool
        /// The policy of the generation before, as `CreditPolicy.text`; nil where there is none or it does not say.
        package let previousPolicy: String?
        /// Whether the generation before was computed by an older version, whose ledger said less.
        package let isUpgrade: Bool
        /// What the computation took, without loading facts.
        package let duration: Duration
    }

    /// - Parameters:
    ///   - months: months without line groups lose their sums.
    ///   - now: the time to note.
    ///   - threads: that decide lines.
    ///   - views: opens a view for a thread to read lines with; nil where it does not show what `writer` shows. Only where
    ///     `writer` has changed nothing yet; without it the threads take turns with `writer`.
    /// - Throws: `StoreError`, and `DecimalError.overflow` where a sum needs more than 256 bits.
    @discardableResult
    package static func run(
        months: [BillingMonth], facts: LedgerFacts, writer: any LedgerWriter, now: Instant, threads: Int = 2,
        views: (@Sendable () -> (any LedgerReader)?)? = nil
    ) throws -> [Outcome] {
        let visibility = UsageVisibility(imports: try writer.imports())
        let known = try writer.ledgerMonths()
        let source = LineSource(writer, views: views)
        return try Set(months).sorted().map { month in
            let run = MonthRun(
                month: month, facts: facts, visibility: visibility, source: source,
                previous: known.last { $0.month == month })
            return try run.run(now: now, threads: max(1, threads))
        }
    }
}
