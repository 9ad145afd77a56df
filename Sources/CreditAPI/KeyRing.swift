package import Credit
package import Store
import Synchronization

/// The API keys that were used lately, by the SHA-256 of their text.
///
/// A key that was seen is asked for again in the store after half a second, so that an expiry or a revocation holds
/// within a second; in between, a request costs no statement for it.
package final class KeyRing: Sendable {
    /// - Unit: microseconds.
    static let trustedFor: Int64 = 500_000
    private static let capacity = 10_000

    private struct Entry {
        let record: APIKeyRecord
        let viewer: Viewer
        let checkedAt: Instant
    }

    private let store: any CreditStore
    private let entries = Mutex<[[UInt8]: Entry]>([:])

    package init(_ store: any CreditStore) { self.store = store }

    /// The viewer that the key stands for; nil where there is no such key, or it is not in force.
    /// - Parameter hash: SHA-256 of the key's text, 32 bytes.
    package func viewer(hash: [UInt8], now: Instant) throws -> Viewer? {
        let known = entries.withLock { $0[hash] }
        if let known, now.microseconds - known.checkedAt.microseconds < Self.trustedFor, now >= known.checkedAt {
            return known.record.isInForce(at: now) ? known.viewer : nil
        }
        guard let record = try store.read({ try $0.apiKey(hash: hash) }), record.isInForce(at: now) else {
            entries.withLock { $0[hash] = nil }
            return nil
        }
        // The viewer is kept while the key says the same, and with it what it knows of the snapshot.
        let viewer = known.flatMap { $0.record == record ? $0.viewer : nil } ?? Viewer(record)
        entries.withLock { entries in
            if entries.count >= Self.capacity { entries.removeAll() }
            entries[hash] = Entry(record: record, viewer: viewer, checkedAt: now)
        }
        return viewer
    }
}
