import Catalogue
import Credit
import CreditAPI
import CreditImport
import Store

extension ChangeSteps {
    /// The steps as the program runs them: facts by the importers, the ledger by the importers' computation.
    /// - Parameter feed: what tells listeners of changes.
    static func standard(_ holder: CatalogueHolder, feed: ChangeFeed) -> ChangeSteps {
        let policy = holder.policy
        let steps = ImportSteps.standard(policy: policy)
        return ChangeSteps(
            load: { try SnapshotLoader.load($0, policy: policy) },
            record: { files, writer, now in
                try files.map { file in
                    try FactRecorder.record(
                        file.bytes, kind: file.kind, name: file.name, customer: file.customer, writer: writer, now: now)
                }
            }, computeLedger: { months, writer, now in try steps.computeLedger(months, writer, now) },
            refresh: {
                try holder.refresh()
                return holder.snapshot
            }, feed: feed)
    }
}
