package import Catalogue
package import Credit
import Locking
package import Store

/// Tells those who listen what each change of the store means: credit at risk, and imports that went on.
///
/// Whoever follows the store hands every new snapshot to `changed`; nothing is worked out while nobody listens.
package final class ChangeFeed: Sendable {
    /// What somebody listens to.
    private enum Listener: Sendable {
        /// Of these tenants; nil: of all.
        case risks(Set<GUID>?, @Sendable ([CreditRisk], Snapshot) -> Void)
        case progress(importID: Int64, @Sendable (Int64, Snapshot) -> Void)
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var nextNumber = 0
    }

    private let store: any CreditStore
    private let state = Lock(State())

    package init(_ store: any CreditStore) { self.store = store }

    /// - Parameter customers: tenants that the listener may see; nil: all.
    /// - Returns: what `stop` takes.
    package func onRisk(
        customers: Set<GUID>?, _ body: @escaping @Sendable ([CreditRisk], Snapshot) -> Void
    ) -> Int {
        add(.risks(customers, body))
    }

    /// - Parameter body: called with the import's id each time its state, its rows or its refusals are others.
    package func onProgress(
        importID: Int64, _ body: @escaping @Sendable (Int64, Snapshot) -> Void
    ) -> Int {
        add(.progress(importID: importID, body))
    }

    package func stop(_ number: Int) { _ = state.withLock { $0.listeners.removeValue(forKey: number) } }

    private func add(_ listener: Listener) -> Int {
        state.withLock { state in
            state.nextNumber += 1
            state.listeners[state.nextNumber] = listener
            return state.nextNumber
        }
    }

    /// The store went on from one snapshot to another.
    package func changed(from old: Snapshot, to new: Snapshot, now: Instant) throws {
        let listeners = state.withLock { Array($0.listeners.values) }
        if listeners.isEmpty || old.revision >= new.revision { return }
        var risks: [CreditRisk]?
        for listener in listeners {
            switch listener {
            case .risks(let customers, let body):
                if risks == nil {
                    risks = try store.read { try RiskWatch.risks(from: old, to: new, now: now, reader: $0) }
                }
                let own = (risks ?? []).filter { risk in customers.map { $0.contains(risk.customer) } ?? true }
                if !own.isEmpty { body(own, new) }
            case .progress(let id, let body):
                func record(_ snapshot: Snapshot) -> ImportRecord? {
                    snapshot.imports.row(id: id).map { snapshot.imports.records[Int($0)] }
                }
                let (before, after) = (record(old), record(new))
                if let after, after != before { body(id, new) }
            }
        }
    }
}
