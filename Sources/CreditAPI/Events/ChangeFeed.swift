package import Catalogue
package import Credit
import Locking
package import Store

/// Tells those who listen what each change of the store means: credit at risk, and imports that went on.
///
/// Whoever follows the store hands every new snapshot to `changed`; nothing is worked out while nobody listens.
package final class ChangeFeed: Sendable {
    /// The tenants that a listener hears of in a state of the store; nil: all. Who may be seen changes while somebody
    /// listens: customers come to a reseller and leave it.
    package typealias Audience = @Sendable (Snapshot) -> Set<GUID>?

    /// What somebody listens to.
    private enum Listener: Sendable {
        /// Of the customers that are heard of. What lies with the partner itself is told only to who sees the partner whole.
        case risks(Audience, seesPartner: Bool, @Sendable ([CreditRisk], Snapshot) -> Void)
        case progress(importID: Int64, @Sendable (Int64, Snapshot) -> Void)
    }

    private struct State {
        var listeners: [Int: Listener] = [:]
        var nextNumber = 0
        /// Accounts of which it was known already that they lack multi-factor authentication.
        var withoutMFA: Set<String> = []
    }

    private let store: any CreditStore
    private let state = Lock(State())

    package init(_ store: any CreditStore) { self.store = store }

    /// - Parameters:
    ///   - customers: that the listener may see, or asks for.
    ///   - seesPartner: whether it may see what lies with the partner itself, as accounts without multi-factor authentication.
    /// - Returns: what `stop` takes.
    package func onRisk(
        customers: @escaping Audience = { _ in nil }, seesPartner: Bool = true,
        _ body: @escaping @Sendable ([CreditRisk], Snapshot) -> Void
    ) -> Int {
        let isFirst = state.withLock { state in
            !state.listeners.values.contains { if case .risks = $0 { true } else { false } }
        }
        if isFirst {
            // Where the store cannot be read now, the next file of sign-ins tells all that it has.
            let known = (try? store.read { try RiskWatch.withoutMFA($0) }) ?? []
            state.withLock { $0.withoutMFA = known }
        }
        return add(.risks(customers, seesPartner: seesPartner, body))
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
        if listeners.isEmpty || old === new || old.revision > new.revision { return }
        var risks: [CreditRisk]?
        for listener in listeners {
            switch listener {
            case .risks(let audience, let seesPartner, let body):
                // Beside the store an import goes on; the store is as it was.
                if old.revision == new.revision { continue }
                if risks == nil {
                    risks = try store.read { reader in
                        try RiskWatch.risks(from: old, to: new, now: now, reader: reader)
                            + mfaRisks(from: old, to: new, now: now, reader: reader)
                    }
                }
                if risks?.isEmpty ?? true { continue }
                let customers = audience(new)
                let own = (risks ?? []).filter { risk in
                    (seesPartner || risk.cause == .access) && customers.map { $0.contains(risk.customer) } ?? true
                }
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

    /// What accounts put at risk of which this change is the first to say that they lack multi-factor authentication.
    private func mfaRisks(
        from old: Snapshot, to new: Snapshot, now: Instant, reader: any StoreReader
    ) throws -> [CreditRisk] {
        let known = Set(old.imports.records.map(\.id))
        guard new.imports.records.contains(where: { $0.kind == .signIns && !known.contains($0.id) }) else { return [] }
        let without = try RiskWatch.withoutMFA(reader)
        let before = state.withLock { state in
            defer { state.withoutMFA = without }
            return state.withoutMFA
        }
        return without.isSubset(of: before) ? [] : try RiskWatch.mfaRisks(in: new, now: now, reader: reader)
    }
}
