internal import Store

/// A version of a column that a plugin derived, of a joined group.
struct JoinedDerived: Sendable {
    let plugin: Int64
    let output: Int
    let from: Int64
    var until: Int64?
    let state: DerivedState
    let blob: [UInt8]
}

/// What plugins derived follows the lines, values of older versions and generations too. Lines of groups that had no such
/// column get an entry that says so, and the column is partial: the next pass works it out.
extension JoinStep {
    private struct Column: Hashable {
        let plugin: Int64
        let output: Int
    }

    mutating func mergeDerived() throws {
        let versions = try store.derivedVersions(groups: window.slices.map { window.header($0).id })
        let byColumn = Dictionary(grouping: versions) { Column(plugin: $0.key.plugin, output: $0.key.output) }
        for (column, own) in byColumn.sorted(by: { ($0.key.plugin, $0.key.output) < ($1.key.plugin, $1.key.output) }) {
            var byGroup: [Int64: [DerivedColumnVersion]] = [:]
            for version in own { byGroup[version.key.group, default: []].append(version) }
            // Wherever the column of a group begins or ends, that of the joined group can be another.
            for generation in Set(own.map(\.from) + own.compactMap(\.until)).sorted() {
                if isStopped() { throw Stopped() }
                let isRetryable = try gatherDerived(column, generation, byGroup)
                encodeDerived(column, generation, isRetryable: isRetryable)
            }
        }
    }

    /// - Returns: whether a group's column is worth another try.
    private mutating func gatherDerived(
        _ column: Column, _ generation: Int64, _ versions: [Int64: [DerivedColumnVersion]]
    ) throws -> Bool {
        begin()
        var keys: [DerivedColumnKey] = []
        var owners: [Int] = []
        var isRetryable = false
        for (index, slice) in window.slices.enumerated() {
            let id = window.header(slice).id
            let version = versions[id]?.first { $0.from <= generation && generation < $0.until ?? .max }
            guard let version else { continue }
            isRetryable = isRetryable || version.state == .retryable
            keys.append(version.key)
            owners.append(index)
        }
        let unknown = texts.number(of: DerivedEntry.unknown.bytes)
        var next = 0
        func fill(upTo owner: Int) {
            while next < owner {
                ids.append(contentsOf: repeatElement(unknown, count: window.slices[next].rows.count))
                next += 1
            }
        }
        let place = ColumnID(rawValue: 0)
        try store.derivedColumns(keys, generation: generation) { index, blob in
            let slice = window.slices[owners[index]]
            fill(upTo: owners[index])
            try reader.open(window.header(slice))
            try reader.load(place, blob)
            Self.append(try reader.indexes(place, rows: slice.rows), of: try reader.dictionary(place), to: &ids, &texts)
            next = owners[index] + 1
        }
        fill(upTo: window.slices.count)
        guard ids.count == rows.count else { throw StoreError.corrupt(detail: "columns of a plugin are missing") }
        return isRetryable
    }

    private mutating func encodeDerived(_ column: Column, _ generation: Int64, isRetryable: Bool) {
        let (ids, texts) = (ids, texts)
        let unknown: UInt32 = 0
        unsafe ids.withUnsafeBufferPointer { ids in
            unsafe texts.withEntries { texts in
                guard let first = ids.baseAddress else { return }
                for index in outputs.indices {
                    let order = rows.order[outputs[index].rows]
                    let missing = order.reduce(0) { unsafe $0 + (ids[Int($1)] == unknown ? 1 : 0) }
                    var last: JoinedDerived?
                    if let known = outputs[index].derived.last, known.plugin == column.plugin,
                        known.output == column.output, known.until == nil
                    {
                        last = known
                    }
                    let end = outputs[index].derived.count - 1
                    if missing == order.count {
                        if last != nil { outputs[index].derived[end].until = generation }
                        continue
                    }
                    encoder.beginGroup()
                    let blob = unsafe order.withUnsafeBufferPointer { rows in
                        unsafe encoder.text(ColumnID(rawValue: 0), texts, ids: first, rows: rows)
                    }
                    let state: DerivedState = missing > 0 ? .partial : isRetryable ? .retryable : .whole
                    if let last {
                        if last.blob == blob, last.state == state { continue }
                        outputs[index].derived[end].until = generation
                    }
                    outputs[index].derived.append(
                        JoinedDerived(
                            plugin: column.plugin, output: column.output, from: generation, until: nil, state: state,
                            blob: blob))
                }
            }
        }
    }
}
