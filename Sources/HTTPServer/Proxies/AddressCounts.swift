import Locking

/// What each address has open, on all loops of a server together.
final class AddressCounts: Sendable {
    private let limit: Int
    private let counts = Lock<[ClientAddress: Int]>([:])

    /// - Parameter limit: connections, or a proxy's requests, of one address.
    init(limit: Int) { self.limit = limit }

    /// - Returns: false where the address has as many as it may.
    func take(_ address: ClientAddress) -> Bool {
        counts.withLock { counts in
            let count = counts[address] ?? 0
            if count >= limit { return false }
            counts[address] = count + 1
            return true
        }
    }

    func giveBack(_ address: ClientAddress) {
        counts.withLock { counts in
            guard let count = counts[address] else { return }
            counts[address] = count > 1 ? count - 1 : nil
        }
    }
}
