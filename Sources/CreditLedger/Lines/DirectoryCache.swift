import Locking
package import Store

/// Directories of line groups, which never change and are asked for by every page. One for a store, shared by all.
package final class DirectoryCache: Sendable {
    private struct State {
        var directories: [Int64: LineDirectory] = [:]
        /// In the order of arrival; the oldest go first.
        var order: [Int64] = []
        var entries = 0
    }

    private let state = Lock(State())
    private let limit: Int

    /// - Parameter limit: subscriptions in all groups together; one takes about 72 bytes.
    package init(limit: Int = 500_000) { self.limit = limit }

    /// The directories of the groups, in their order. At most one statement.
    package func directories(_ groups: [LineGroupHeader], _ reader: any LedgerReader) throws -> [LineDirectory] {
        let known = state.withLock { state in groups.map { state.directories[$0.id] } }
        let wanted = groups.indices.filter { known[$0] == nil }
        if wanted.isEmpty { return known.compactMap { $0 } }
        var found = known
        try reader.directories(groups: wanted.map { groups[$0].id }) { index, bytes in
            found[wanted[index]] = try LineDirectory(decoding: bytes)
        }
        let all = found.compactMap { $0 }
        guard all.count == groups.count else {
            throw StoreError.corrupt(detail: "a line group has no directory")
        }
        state.withLock { state in
            for index in wanted where state.directories[groups[index].id] == nil {
                state.directories[groups[index].id] = all[index]
                state.order.append(groups[index].id)
                state.entries += all[index].entries.count
            }
            while state.entries > limit, let oldest = state.order.first {
                state.order.removeFirst()
                state.entries -= state.directories.removeValue(forKey: oldest)?.entries.count ?? 0
            }
        }
        return all
    }
}
