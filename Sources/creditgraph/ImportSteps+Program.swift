import Catalogue
import Credit
import CreditImport
import CreditLedger
import Store

extension ImportSteps {
    /// The steps as the program runs them.
    static let program = ImportSteps(
        importUsage: { task, writer in try UsageImport.run(task, writer) },
        computeLedger: { months, writer, now in _ = try computeLedger(months, writer, now) })

    /// Computes the ledger of months from the facts and lines that the transaction sees.
    static func computeLedger(
        _ months: [BillingMonth], _ writer: any StoreWriter, _ now: Instant
    ) throws -> [LedgerComputation.Outcome] {
        let loaded = try DecisionFactsLoader.load(writer)
        let facts = LedgerFacts(
            decision: loaded.decision, planResellers: loaded.planResellers,
            grantKeys: loaded.grantSources.map(\.key), knownAccess: loaded.knownAccess)
        return try LedgerComputation.run(months: months, facts: facts, writer: writer, now: now)
    }
}
