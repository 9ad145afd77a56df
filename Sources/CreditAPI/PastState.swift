import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// The store as it stood at an instant, for one request: one view of the past and what is read through it.
final class PastState: Sendable {
    let snapshot: Snapshot
    let view: LedgerView
    // A request runs on one thread at a time.
    private nonisolated(unsafe) let open: any StoreView

    /// - Parameters:
    ///   - view: of the store at that instant.
    ///   - snapshot: of the same instant.
    ///   - present: in which objects are looked up.
    init(_ view: any StoreView, snapshot: Snapshot, present: Snapshot, directories: DirectoryCache) {
        unsafe open = view
        self.snapshot = snapshot
        let reports = CreditReports(
            reader: view, visibility: snapshot.visibility, naming: AccountNaming(snapshot),
            policy: snapshot.decision?.policy ?? CreditPolicy())
        self.view = LedgerView(
            facts: LedgerFacts(decision: snapshot.decision, planResellers: snapshot.planResellers),
            grantRows: snapshot.grants.sources.map { present.grants.row(key: $0.key) ?? -1 }, reports: reports,
            pages: LinePages(
                reader: view, visibility: snapshot.visibility, directories: directories, reports: reports), isPast: true
        )
    }

    deinit { unsafe open.close() }

    var reader: any StoreReader { unsafe open }
}

extension RequestContext {
    /// The state that an argument `asOf` asks for; nil for the newest: without one, and for an instant that has not
    /// come yet.
    func past(_ arguments: InputObject) throws -> PastState? {
        guard let instant = arguments.string("asOf").flatMap({ try? Instant(parsing: $0) }), instant < now else {
            return nil
        }
        if let known = unsafe pastStates[instant] { return known }
        let made = PastState(
            store.view(asOf: instant), snapshot: try history.snapshot(asOf: instant), present: snapshot,
            directories: directories)
        unsafe pastStates[instant] = made
        return made
    }
}
