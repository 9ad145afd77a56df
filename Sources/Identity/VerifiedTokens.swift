import Crypto
import Locking

/// What tokens that were verified stand for, by their SHA-256: a token in use costs no signature. Holds no token.
package final class VerifiedTokens<Value: Sendable>: Sendable {
    private struct Entry {
        let value: Value
        let expiresAt: Int64
    }

    private struct State {
        var entries: [SHA256Digest: Entry] = [:]
        /// Of the keys that the entries were verified with.
        var generation = 0
    }

    private let capacity: Int
    private let state = Lock(State())

    package init(capacity: Int = 10_000) { self.capacity = capacity }

    package var count: Int { state.withLock { $0.entries.count } }

    /// - Parameters:
    ///   - generation: of the keys that count now; entries of another are dropped.
    ///   - make: verifies the token, where it isn't known.
    package func value<E: Error>(
        _ token: Span<UInt8>, generation: Int, now: Int64,
        make: () throws(E) -> (value: Value, expiresAt: Int64)
    ) throws(E) -> Value {
        let hash = unsafe token.withUnsafeBytes { unsafe SHA256.hash(data: $0) }
        let known = state.withLock { state -> Value? in
            if state.generation != generation {
                state.entries = [:]
                state.generation = generation
            }
            return state.entries[hash].flatMap { $0.expiresAt > now ? $0.value : nil }
        }
        if let known { return known }
        let made = try make()
        state.withLock { state in
            // Keys may have changed meanwhile; then it is verified again the next time.
            guard state.generation == generation else { return }
            if state.entries.count >= capacity { state.entries = state.entries.filter { $0.value.expiresAt > now } }
            if state.entries.count >= capacity { state.entries = [:] }
            state.entries[hash] = Entry(value: made.value, expiresAt: made.expiresAt)
        }
        return made.value
    }
}
