package import Credit
import Locking
package import Store

/// The newest snapshot, replaced whole when the store's revision moves.
package final class CatalogueHolder: Sendable {
    private let store: any CreditStore
    /// What decisions are made with.
    package let policy: CreditPolicy
    private let current: Lock<Snapshot>
    /// Held while the next one is loaded: who wants it too waits for it.
    private let loading = Lock(())

    /// Loads the first snapshot.
    /// - Parameter policy: what decisions are made with; the defaults are those of the contract.
    package init(_ store: any CreditStore, policy: CreditPolicy = CreditPolicy()) throws {
        self.store = store
        self.policy = policy
        current = Lock(try SnapshotLoader.load(from: store, policy: policy))
    }

    /// The snapshot to begin a request with.
    package var snapshot: Snapshot { current.withLock { $0 } }

    /// Replaces the snapshot where the store has moved on, in this process or another. Running requests keep theirs.
    /// - Returns: whether it was replaced, by this call or meanwhile.
    @discardableResult
    package func refresh() throws -> Bool {
        if try store.revision() == snapshot.revision { return false }
        return try loading.withLock { _ in
            if try store.revision() == snapshot.revision { return true }
            let next = try SnapshotLoader.load(from: store, policy: policy)
            current.withLock { $0 = next }
            return true
        }
    }

    /// Shows the import that runs beside the store, of this process or another; nil: none runs.
    /// - Returns: whether anything is another than before.
    @discardableResult
    package func show(running: RunningImport?) -> Bool {
        current.withLock { snapshot in
            let known = snapshot.imports.running.values.first
            // One that has just ended is in the store already.
            let isThere = running.map {
                snapshot.imports.running[$0.id] == nil && snapshot.imports.row(id: $0.id) != nil
            }
            if known == running || (known == nil && isThere == true) { return false }
            snapshot = snapshot.with(running: running)
            return true
        }
    }
}
