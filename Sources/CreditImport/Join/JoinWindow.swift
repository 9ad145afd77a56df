internal import Credit
internal import Store

/// A step of a join: lines of neighbouring subscriptions from all groups that have some.
struct JoinWindow {
    /// Lines of one subscription in a slice.
    struct Run {
        /// Position in `subscriptionIDs`.
        let subscription: UInt32
        let count: Int
    }

    struct Slice {
        let group: Int
        let rows: Range<Int>
        let runs: [Run]
        /// Of the group, without its entries.
        let directory: LineDirectory
    }

    private let groups: [LineGroupHeader]
    let groupRows: Int
    private(set) var slices: [Slice] = []
    /// Ascending.
    private(set) var subscriptionIDs: [GUID] = []

    var rowCount: Int { slices.reduce(0) { $0 + $1.rows.count } }

    func header(_ slice: Slice) -> LineGroupHeader { groups[slice.group] }

    init(_ plan: JoinPlan, window: Int, _ reader: any StoreReader) throws {
        groups = plan.groups
        groupRows = plan.groupRows
        var found: Set<GUID> = []
        var entries: [(ids: [GUID], counts: [Int], directory: LineDirectory)] = []
        for slice in plan.windows[window] {
            var directory = try reader.directory(of: plan.groups[slice.group])
            var ids: [GUID] = []
            var counts: [Int] = []
            for entry in directory.entries {
                let rows = entry.rows.clamped(to: slice.rows)
                if rows.isEmpty { continue }
                ids.append(entry.subscription)
                counts.append(rows.count)
            }
            guard counts.reduce(0, +) == slice.rows.count else {
                throw StoreError.corrupt(
                    detail: "the directory of line group \(plan.groups[slice.group].id) does not fit")
            }
            found.formUnion(ids)
            directory.entries = []
            entries.append((ids, counts, directory))
        }
        subscriptionIDs = found.sorted()
        var positions: [GUID: UInt32] = [:]
        positions.reserveCapacity(subscriptionIDs.count)
        for (position, id) in subscriptionIDs.enumerated() { positions[id] = UInt32(position) }
        for (slice, entry) in zip(plan.windows[window], entries) {
            let runs = zip(entry.ids, entry.counts).map { Run(subscription: positions[$0] ?? 0, count: $1) }
            slices.append(Slice(group: slice.group, rows: slice.rows, runs: runs, directory: entry.directory))
        }
    }

    /// Reads columns of each slice's group, one group after the other; those that a group does not have are left out.
    func read(
        _ columns: [ColumnID], _ store: any StoreReader, _ reader: LineGroupReader, _ body: (Slice) throws -> Void
    ) throws {
        var keys: [LineColumnKey] = []
        var owners: [Int] = []
        for (index, slice) in slices.enumerated() {
            let header = header(slice)
            for column in slice.directory.fetchList(columns) where header.columns.contains(column) {
                keys.append(LineColumnKey(group: header.id, column: column))
                owners.append(index)
            }
        }
        var current = -1
        var found = 0
        try store.lineColumns(keys) { index, blob in
            let owner = owners[index]
            if owner != current {
                try reader.open(header(slices[owner]))
                current = owner
            }
            try reader.load(keys[index].column, blob)
            found += 1
            if index + 1 == keys.count || owners[index + 1] != owner { try body(slices[owner]) }
        }
        guard found == keys.count else { throw StoreError.corrupt(detail: "columns of a line group are missing") }
    }
}
