package import Credit
package import Store

/// What the import of one usage file is told.
package struct UsageImportTask {
    /// The id that its lines carry.
    package let importID: Int64
    /// At the file's first byte.
    package let source: ImportSource
    package let badRows: BadRowLimit
    /// To be told now and then how many rows are done; it may be called from any thread.
    package let progress: ImportProgress
    /// Called now and then from the thread of the transaction.
    package let heartbeat: () -> Void

    package init(
        importID: Int64, source: ImportSource, badRows: BadRowLimit, progress: ImportProgress,
        heartbeat: @escaping () -> Void = {}
    ) {
        self.importID = importID
        self.source = source
        self.badRows = badRows
        self.progress = progress
        self.heartbeat = heartbeat
    }
}

/// What the import of one usage file found; its line groups and rejected rows are written already.
package struct UsageImportOutcome: Sendable {
    /// Rows that were taken.
    package var rows: Int
    package var rejected: Int
    /// The first rejected rows, for the report.
    package var firstProblems: [RowProblem]
    package var coverage: UsageCoverage
    package var customers: [SeenCustomerRecord]
    package var plans: [SeenPlanRecord]
    package var subscriptions: [SeenSubscriptionRecord]

    package init(
        rows: Int, rejected: Int, firstProblems: [RowProblem], coverage: UsageCoverage,
        customers: [SeenCustomerRecord], plans: [SeenPlanRecord], subscriptions: [SeenSubscriptionRecord]
    ) {
        self.rows = rows
        self.rejected = rejected
        self.firstProblems = firstProblems
        self.coverage = coverage
        self.customers = customers
        self.plans = plans
        self.subscriptions = subscriptions
    }
}

/// The two large parts of an import that other folders and targets own.
package struct ImportSteps: Sendable {
    /// Reads a usage file into line groups of the transaction; refuses by throwing `ImportFailure`.
    package let importUsage: @Sendable (UsageImportTask, any StoreWriter) throws -> UsageImportOutcome
    /// Computes the ledger of these months from what the transaction sees.
    package let computeLedger: @Sendable ([BillingMonth], any StoreWriter, Instant) throws -> Void

    package init(
        importUsage: @escaping @Sendable (UsageImportTask, any StoreWriter) throws -> UsageImportOutcome,
        computeLedger: @escaping @Sendable ([BillingMonth], any StoreWriter, Instant) throws -> Void
    ) {
        self.importUsage = importUsage
        self.computeLedger = computeLedger
    }
}
