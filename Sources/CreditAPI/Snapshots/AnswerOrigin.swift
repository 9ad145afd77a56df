package import Catalogue
package import Credit
import Crypto
import Locking
package import PluginHost
import Store

/// What the answers of one generation of the schema are made with, beside the data.
package final class AnswerOrigin: Sendable {
    /// Raised with each change of the program that makes other bytes of the same data under the same schema.
    private static let program = 1

    /// Names the schema, the policy that credits are decided by, and the program: 12 hexadecimal digits.
    let schema: String
    /// Names the plugins with the content of their files: 12 hexadecimal digits, or 0 for none.
    let plugins: String
    /// The newest state of the store.
    let refresh: @Sendable () throws -> Snapshot
    private let known = Lock<DataState?>(nil)
    /// Since when each state is seen that answers were kept of: the last one.
    private let seen: Lock<(state: String, since: Instant)>

    /// - Parameter sdl: of the schema that is served.
    package init(
        sdl: String, policy: CreditPolicy, plugins set: PluginSet, now: Instant,
        refresh: @escaping @Sendable () throws -> Snapshot
    ) {
        schema = Self.name("\(Self.program)\n\(policy.text)\n\(sdl)")
        plugins =
            set.plugins.isEmpty
            ? "0" : Self.name(set.plugins.map { "\($0.manifest.name) \($0.instance.contentHash)\n" }.joined())
        self.refresh = refresh
        seen = Lock((state: "", since: now))
    }

    /// Since when this state of the data is seen, as far as this server knows: no answer of it was given before.
    func since(_ state: String, now: Instant) -> Instant {
        seen.withLock { seen in
            if seen.state != state { seen = (state: state, since: max(now, seen.since)) }
            return seen.since
        }
    }

    /// The state that a snapshot and a view of the present show; worked out once a revision.
    func state(_ snapshot: Snapshot, _ view: any StoreReader) throws -> DataState {
        if let state = known.withLock({ $0 }), state.revision == snapshot.revision { return state }
        let state = try DataState(view)
        known.withLock { known in
            if state.revision > known?.revision ?? -1 { known = state }
        }
        return state
    }

    private static func name(_ text: String) -> String { hex(SHA256.hash(data: Array(text.utf8)).prefix(6)) }
}
