package import Credit
import Locking
package import Store

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

    /// A key's text as requests bring it, with what it stood for when it was looked up.
    private final class Recent: Sendable {
        let token: [UInt8]
        let record: APIKeyRecord
        let viewer: Viewer
        let checkedAt: Instant

        init(token: [UInt8], entry: Entry) {
            self.token = token
            record = entry.record
            viewer = entry.viewer
            checkedAt = entry.checkedAt
        }
    }

    /// Places for keys in use, so that a request with one of them costs no SHA-256. Two keys that fall on one place take
    /// turns in it, at the price of a hash.
    private static let recentPlaces = 256

    private let store: any CreditStore
    private let recent = Lock<[Recent?]>(Array(repeating: nil, count: recentPlaces))
    /// Unknown to clients, so that none can choose keys that share a place.
    private let seed = UInt64.random(in: .min ... .max)
    private let entries = Lock<[[UInt8]: Entry]>([:])

    package init(_ store: any CreditStore) { self.store = store }

    /// The viewer that the key stands for; nil where there is no such key, or it is not in force.
    /// - Parameters:
    ///   - token: the key's text.
    ///   - hash: makes the SHA-256 of the text, 32 bytes; called where the key wasn't seen within half a second.
    package func viewer(token: Span<UInt8>, now: Instant, hash: () -> [UInt8]) throws -> Viewer? {
        let place = place(of: token)
        if let known = recent.withLock({ $0[place] }), Self.isFresh(known.checkedAt, now),
            Self.equal(known.token, token)
        {
            return known.record.isInForce(at: now) ? known.viewer : nil
        }
        let hash = hash()
        guard let viewer = try viewer(hash: hash, now: now) else { return nil }
        if let entry = entries.withLock({ $0[hash] }), entry.viewer === viewer {
            let text = unsafe token.withUnsafeBufferPointer { unsafe Array($0) }
            recent.withLock { $0[place] = Recent(token: text, entry: entry) }
        }
        return viewer
    }

    private static func isFresh(_ checkedAt: Instant, _ now: Instant) -> Bool {
        now.microseconds - checkedAt.microseconds < trustedFor && now >= checkedAt
    }

    private func place(of token: Span<UInt8>) -> Int {
        var state = seed
        for index in 0..<token.count {
            let product = (state ^ UInt64(token[index])).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
            state = product.high ^ product.low
        }
        return Int(truncatingIfNeeded: state % UInt64(Self.recentPlaces))
    }

    /// Takes as long whatever the bytes are, so that the time says nothing about how many of them were right.
    private static func equal(_ known: [UInt8], _ token: Span<UInt8>) -> Bool {
        guard known.count == token.count else { return false }
        var difference: UInt8 = 0
        for index in known.indices { difference |= known[index] ^ token[index] }
        return difference == 0
    }

    /// The viewer that the key stands for; nil where there is no such key, or it is not in force.
    /// - Parameter hash: SHA-256 of the key's text, 32 bytes.
    package func viewer(hash: [UInt8], now: Instant) throws -> Viewer? {
        let known = entries.withLock { $0[hash] }
        if let known, Self.isFresh(known.checkedAt, now) {
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
