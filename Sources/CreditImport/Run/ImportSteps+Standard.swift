internal import CByteScan
internal import Catalogue
package import Credit
package import CreditLedger
package import Store

extension ImportSteps {
    /// The steps as the program runs them.
    /// - Parameter derive: works out what follows from the ledger of months, in the same transaction.
    package static func standard(
        policy: CreditPolicy = CreditPolicy(),
        derive: @escaping @Sendable ([BillingMonth], any StoreWriter, Instant) throws -> Void = { _, _, _ in }
    ) -> ImportSteps {
        ImportSteps(
            importUsage: { task, writer in try UsageImport.run(task, writer) },
            computeLedger: { months, writer, now in
                _ = try computeLedger(months, writer, now: now, policy: policy)
                try derive(months, writer, now)
            })
    }

    /// Computes the ledger of months from the facts and lines that the transaction sees.
    /// - Parameter views: opens a view of the store that `writer` has not changed yet: work is then shared out.
    /// - Throws: `StoreError`, `DecimalError.overflow`.
    package static func computeLedger(
        _ months: [BillingMonth], _ writer: any StoreWriter, now: Instant, policy: CreditPolicy = CreditPolicy(),
        views: (@Sendable () -> any StoreView)? = nil
    ) throws -> [LedgerComputation.Outcome] {
        let beside = views?()
        defer { beside?.close() }
        let revision = try writer.revision()
        let isSame = try beside.map { try $0.revision() == revision } ?? false
        let loaded = try DecisionFactsLoader.load(writer, policy: policy, beside: isSame ? beside : nil)
        // What facts were read from is a multiple of them; the lines come next.
        free_memory_to_system()
        let facts = LedgerFacts(
            decision: loaded.decision, planResellers: loaded.planResellers,
            grantKeys: loaded.grantSources.map(\.key), knownAccess: loaded.knownAccess)
        return try LedgerComputation.run(
            months: months, facts: facts, writer: writer, now: now,
            views: isSame ? Self.threadViews(views, of: revision) : nil)
    }

    /// Views that show that revision.
    private static func threadViews(
        _ open: (@Sendable () -> any StoreView)?, of revision: Int64
    ) -> (@Sendable () -> (any LedgerReader)?)? {
        guard let open else { return nil }
        return {
            let view = open()
            guard let shown = try? view.revision(), shown == revision else { return nil }
            return view
        }
    }
}
