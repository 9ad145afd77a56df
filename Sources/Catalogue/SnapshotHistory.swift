package import Credit
package import Store
import Synchronization

/// Snapshots of the store as it stood at instants of the past. A few are kept: people repeat one old report.
package final class SnapshotHistory: Sendable {
    private static let most = 4

    /// Between two changes of what counts the store stood alike.
    private struct Key: Hashable {
        let revision: Int64
        let lastChange: Instant?
    }

    private let store: any CreditStore
    private let policy: CreditPolicy
    private let known = Mutex<[(key: Key, snapshot: Snapshot)]>([])

    /// - Parameter policy: what decisions are made with; the defaults are those of the contract.
    package init(_ store: any CreditStore, policy: CreditPolicy = CreditPolicy()) {
        self.store = store
        self.policy = policy
    }

    /// - Throws: what the store throws.
    package func snapshot(asOf instant: Instant) throws -> Snapshot {
        let view = store.view(asOf: instant)
        defer { view.close() }
        let imports = try view.imports()
        let changes = imports.flatMap { [$0.finishedAt, $0.replacedAt] }.compactMap(\.self).filter { $0 <= instant }
        let key = Key(revision: try view.revision(), lastChange: changes.max())
        if let hit = known.withLock({ $0.first { $0.key == key }?.snapshot }) { return hit }
        let made = try SnapshotLoader.load(view, policy: policy)
        known.withLock { kept in
            if kept.count == Self.most { kept.removeFirst() }
            kept.append((key, made))
        }
        return made
    }
}
