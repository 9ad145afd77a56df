internal import Catalogue
package import Credit
package import CreditLedger
package import Store

extension ImportSteps {
    /// The steps as the program runs them.
    package static func standard(policy: CreditPolicy = CreditPolicy()) -> ImportSteps {
        ImportSteps(
            importUsage: { task, writer in try UsageImport.run(task, writer) },
            computeLedger: { months, writer, now in
                _ = try computeLedger(months, writer, now: now, policy: policy)
            })
    }

    /// Computes the ledger of months from the facts and lines that the transaction sees.
    /// - Throws: `StoreError`, `DecimalError.overflow`.
    package static func computeLedger(
        _ months: [BillingMonth], _ writer: any StoreWriter, now: Instant, policy: CreditPolicy = CreditPolicy()
    ) throws -> [LedgerComputation.Outcome] {
        let loaded = try DecisionFactsLoader.load(writer, policy: policy)
        let facts = LedgerFacts(
            decision: loaded.decision, planResellers: loaded.planResellers,
            grantKeys: loaded.grantSources.map(\.key), knownAccess: loaded.knownAccess)
        return try LedgerComputation.run(months: months, facts: facts, writer: writer, now: now)
    }
}
