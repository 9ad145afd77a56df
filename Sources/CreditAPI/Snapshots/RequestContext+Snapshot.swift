import Catalogue
package import Credit
import Store

/// Why no answer of that state can be given.
package enum SnapshotRefusal: Error, Sendable, Hashable {
    /// The text is no token of ours.
    case malformed
    /// Schema, plugins or policy are others now.
    case otherProgram
    /// The store cannot be seen as it stood then.
    case gone
    /// The store changes faster than a state of it can be taken.
    case busy
    /// The server was put together without it.
    case notOffered
}

/// Answers that name the state they were made from, and answers from such a state.
extension RequestContext {
    /// The same request over one state of the store, all of it: small tables, lines, ledger and clock.
    /// - Parameter text: a token that names the state; nil: the newest.
    /// - Throws: `SnapshotRefusal`, and what the store throws.
    package func seeing(_ text: String?) throws -> RequestContext {
        guard let origin else { throw SnapshotRefusal.notOffered }
        guard let text else {
            let view = try newest(origin)
            let state = try origin.state(view.snapshot, view.view)
            let token = SnapshotToken(state, origin, now: now)
            return RequestContext(self, view.snapshot, view.view, now: now, token: token.text)
        }
        guard let token = SnapshotToken(text), token.now <= now else { throw SnapshotRefusal.malformed }
        guard token.schema == origin.schema, token.plugins == origin.plugins else { throw SnapshotRefusal.otherProgram }
        let newest = try newest(origin)
        if try origin.state(newest.snapshot, newest.view).digest == token.data {
            return RequestContext(self, newest.snapshot, newest.view, now: token.now, token: text)
        }
        newest.view.close()
        // As of the last change; a new version of a plugin may have come into force after it.
        for instant in [token.changedAt, token.now] {
            let view = store.view(asOf: instant)
            if try DataState(view).digest == token.data {
                let snapshot = try history.snapshot(asOf: instant)
                return RequestContext(self, snapshot, view, now: token.now, token: text, isPast: true)
            }
            view.close()
        }
        throw SnapshotRefusal.gone
    }

    /// Names the state that the answer was made from; nil where the store has moved on from what the request sees.
    package func nameState() throws -> String? {
        if let token { return token }
        guard let origin else { return nil }
        let state = try origin.state(snapshot, reader())
        return state.revision == snapshot.revision ? SnapshotToken(state, origin, now: now).text : nil
    }

    /// All that an answer depends on beside the request, and since when it is so; nil while an import is shown as it goes on.
    /// - Parameter token: names the state that the answer is made from; nil: the newest.
    package func dependence(onSnapshot token: String?) -> (name: String, since: Instant)? {
        guard let origin, token != nil || snapshot.imports.running.isEmpty else { return nil }
        let roles = viewer.roles.map(\.rawValue).sorted()
        let who = "\(viewer.actor) \(roles) \(viewer.seen) \(viewer.hasMFA) \(locale)"
        let name = "\(origin.schema) \(origin.plugins) \(who)"
        if let token { return ("\(name) \(token)", now) }
        // Of the imports the newest, so that another store at the same address differs; agreements begin and end by the clock.
        let newest = snapshot.imports.records.first
        let agreements = snapshot.partners.agreements.count(where: { $0.period.contains(now) })
        let data = "\(snapshot.revision) \(newest?.id ?? 0) \(newest?.finishedAt?.microseconds ?? 0) \(agreements)"
        return ("\(name) \(data) \(today)", max(origin.since(data, now: now), today.start))
    }

    /// Whether what was read of the store is what the snapshot shows.
    package var isOfOneState: Bool {
        if token != nil { return true }
        if let known = sawOneState { return known }
        return (try? openedRevision().map { $0 == snapshot.revision } ?? true) == true
    }

    /// A view, and the snapshot that shows the same; without the import that goes on beside the store.
    private func newest(_ origin: AnswerOrigin) throws -> (snapshot: Snapshot, view: any StoreView) {
        var snapshot = snapshot
        for _ in 0..<8 {
            let view = store.view()
            if try view.revision() == snapshot.revision {
                return (snapshot.imports.running.isEmpty ? snapshot : snapshot.with(running: nil), view)
            }
            view.close()
            snapshot = try origin.refresh()
        }
        throw SnapshotRefusal.busy
    }
}
