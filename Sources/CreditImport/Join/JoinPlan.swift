internal import Credit
internal import Store

/// Lines of one group.
struct JoinSlice: Sendable {
    /// Position among the groups of the plan.
    let group: Int
    let rows: Range<Int>
}

/// Where a group's lines are cut: before those of this subscription from that day on.
struct JoinBound: Hashable, Comparable, Sendable {
    let subscription: GUID
    /// nil: all of the subscription.
    let day: Day?

    static func < (a: JoinBound, b: JoinBound) -> Bool {
        if a.subscription != b.subscription { return a.subscription < b.subscription }
        return (a.day?.number ?? .min) < (b.day?.number ?? .min)
    }
}

/// The lines of groups with the same columns, cut into windows that follow each other by subscription.
///
/// Directories are read one at a time; kept is one number for each group and window, and while the cuts are sought one
/// for each subscription.
struct JoinPlan {
    /// By first import and line, so that lines are nearly in their order before they are sorted.
    let groups: [LineGroupHeader]
    private(set) var windows: [[JoinSlice]] = []
    /// Lines of a joined group.
    let groupRows: Int

    init(_ members: [LineGroupHeader], _ limits: JoinLimits, _ reader: any StoreReader) throws {
        groups = members.sorted {
            ($0.imports.first ?? 0, $0.firstLine, $0.id) < ($1.imports.first ?? 0, $1.firstLine, $1.id)
        }
        let sizes = try JoinSizes(groups, reader)
        groupRows = max(1, min(limits.groupRows, sizes.rows(in: limits.groupBytes, bytesPerRow: sizes.rowBytes)))
        let windowRows = max(
            1,
            min(
                limits.windowRows, sizes.rows(in: limits.columnBytes, bytesPerRow: sizes.columnBytes),
                sizes.rows(in: limits.windowBytes, bytesPerRow: sizes.rowBytes)))
        let counts = try SubscriptionCounts(groups, reader)
        let large = counts.above(windowRows / 4)
        var days: [Int: [GUID: [Int32: Int]]] = [:]
        if !large.isEmpty { days = try Self.days(of: large, groups, reader) }
        let bounds = Self.bounds(counts, days, windowRows: windowRows, large)
        try cut(bounds, days, reader)
    }

    /// Lines by day of subscriptions that are too large for a window, for each group.
    private static func days(
        of large: Set<GUID>, _ groups: [LineGroupHeader], _ store: any StoreReader
    ) throws -> [Int: [GUID: [Int32: Int]]] {
        var days: [Int: [GUID: [Int32: Int]]] = [:]
        let reader = LineGroupReader()
        for (index, header) in groups.enumerated() {
            let directory = try store.directory(of: header)
            let entries = directory.entries.filter { large.contains($0.subscription) }
            if entries.isEmpty { continue }
            try reader.open(header)
            try store.load([UsageColumn.usageDate.id], of: header, directory, into: reader)
            let texts = try reader.dictionary(UsageColumn.usageDate)
            let numbers = (0..<texts.count).map { texts.day($0)?.number ?? .min }
            for entry in entries {
                var counts: [Int32: Int] = [:]
                for id in try reader.indexes(UsageColumn.usageDate.id, rows: entry.rows) {
                    counts[numbers[Int(id)], default: 0] += 1
                }
                days[index, default: [:]][entry.subscription] = counts
            }
        }
        return days
    }

    /// Where windows begin, but for the first.
    private static func bounds(
        _ counts: SubscriptionCounts, _ days: [Int: [GUID: [Int32: Int]]], windowRows: Int, _ large: Set<GUID>
    ) -> [JoinBound] {
        let windows = (counts.total + windowRows - 1) / windowRows
        let target = (counts.total + max(1, windows) - 1) / max(1, windows)
        var bounds: [JoinBound] = []
        var rows = 0
        func add(_ count: Int, _ bound: JoinBound) {
            if rows > 0, rows >= target || rows + count > windowRows {
                bounds.append(bound)
                rows = 0
            }
            rows += count
        }
        for (subscription, count) in counts.rows {
            guard large.contains(subscription) else {
                add(Int(count), JoinBound(subscription: subscription, day: nil))
                continue
            }
            var byDay: [Int32: Int] = [:]
            for group in days.values { byDay.merge(group[subscription] ?? [:], uniquingKeysWith: +) }
            for (position, (day, count)) in byDay.sorted(by: { $0.key < $1.key }).enumerated() {
                add(count, JoinBound(subscription: subscription, day: position == 0 ? nil : Day(number: day)))
            }
        }
        return bounds
    }

    private mutating func cut(
        _ bounds: [JoinBound], _ days: [Int: [GUID: [Int32: Int]]], _ reader: any StoreReader
    ) throws {
        windows = [[JoinSlice]](repeating: [], count: bounds.count + 1)
        for (index, header) in groups.enumerated() {
            let entries = bounds.isEmpty ? [] : try reader.directory(of: header).entries
            var next = 0
            var start = 0
            for (window, bound) in bounds.enumerated() {
                while next < entries.count, entries[next].subscription < bound.subscription { next += 1 }
                var end = next < entries.count ? entries[next].rows.lowerBound : header.rowCount
                if let day = bound.day, next < entries.count, entries[next].subscription == bound.subscription {
                    for (number, count) in days[index]?[bound.subscription] ?? [:] where number < day.number {
                        end += count
                    }
                }
                if end > start { windows[window].append(JoinSlice(group: index, rows: start..<end)) }
                start = end
            }
            if header.rowCount > start {
                windows[bounds.count].append(JoinSlice(group: index, rows: start..<header.rowCount))
            }
        }
    }
}

/// How large the lines of some groups are when they are unpacked.
private struct JoinSizes {
    /// Of all columns, in the group whose lines are largest.
    private(set) var rowBytes = 1
    /// Of one column, where it is largest.
    private(set) var columnBytes = 1

    init(_ groups: [LineGroupHeader], _ reader: any StoreReader) throws {
        for header in groups where header.rowCount > 0 {
            var total = 0
            var largest = 0
            try reader.lineColumns(header.columns.map { LineColumnKey(group: header.id, column: $0) }) { _, blob in
                let size = ColumnBlob.unpackedSize(blob)
                total += size
                largest = max(largest, size)
            }
            rowBytes = max(rowBytes, total / header.rowCount)
            columnBytes = max(columnBytes, largest / header.rowCount)
        }
    }

    func rows(in bytes: Int, bytesPerRow: Int) -> Int { bytes / bytesPerRow }
}

/// Lines of each subscription, over all groups.
private struct SubscriptionCounts {
    private static let batch = 1 << 16
    /// Ascending.
    private(set) var rows: [(subscription: GUID, count: Int64)] = []

    var total: Int { rows.reduce(0) { $0 + Int($1.count) } }

    init(_ groups: [LineGroupHeader], _ reader: any StoreReader) throws {
        var pending: [(subscription: GUID, count: Int64)] = []
        for header in groups {
            for entry in try reader.directory(of: header).entries {
                pending.append((entry.subscription, Int64(entry.rows.count)))
            }
            if pending.count > Self.batch { merge(&pending) }
        }
        merge(&pending)
    }

    private mutating func merge(_ pending: inout [(subscription: GUID, count: Int64)]) {
        pending.sort { $0.subscription < $1.subscription }
        var merged: [(subscription: GUID, count: Int64)] = []
        merged.reserveCapacity(rows.count + pending.count / 2)
        var old = 0
        for (subscription, count) in pending {
            while old < rows.count, rows[old].subscription <= subscription {
                merged.append(rows[old])
                old += 1
            }
            if let last = merged.last, last.subscription == subscription {
                merged[merged.count - 1].count += count
            } else {
                merged.append((subscription, count))
            }
        }
        merged += rows[old...]
        rows = merged
        pending.removeAll(keepingCapacity: true)
    }

    func above(_ limit: Int) -> Set<GUID> { Set(rows.filter { $0.count > limit }.map(\.subscription)) }
}

extension StoreReader {
    /// - Throws: `.corrupt` where it is missing.
    func directory(of header: LineGroupHeader) throws -> LineDirectory {
        var directory: LineDirectory?
        try directories(groups: [header.id]) { _, bytes in directory = try LineDirectory(decoding: bytes) }
        guard let directory else { throw StoreError.corrupt(detail: "line group \(header.id) has no directory") }
        return directory
    }
}
