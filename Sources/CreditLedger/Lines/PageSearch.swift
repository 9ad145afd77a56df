import Credit
import Store

/// The lines found for one page so far.
struct PageSearch {
    let query: LinePageQuery
    let mask: RowMask
    /// In order, at most one more than the page has.
    private(set) var found: [LineHit] = []
    /// Positions of the groups that can have lines of the page.
    private(set) var groups: [Int] = []
    /// Where the first line that can be on the page would be, by group.
    private(set) var starts: [Int: LineCursor] = [:]
    private(set) var isFull: Bool

    init(_ query: LinePageQuery, _ visibility: UsageVisibility) {
        self.query = query
        mask = RowMask(filter: query.filter, period: query.period, visibility: visibility)
        isFull = query.first <= 0
    }

    var hits: ArraySlice<LineHit> { found.prefix(max(0, query.first)) }
    var hasNext: Bool { found.count > query.first && query.first > 0 }

    var months: [BillingMonth] {
        if isFull { return [] }
        return ReportJob.months(of: query.period).filter { month in query.after.map { $0.month <= month } ?? true }
    }

    func mayMatch(_ header: LineGroupHeader) -> Bool {
        if isFull || !query.period.overlaps(header.firstDay...header.lastDay) { return false }
        if let after = query.after, header.month < after.month { return false }
        return mask.matchesImports(header)
    }

    /// Chooses the groups to read. Where the directories alone say which lines match, only as many as the page needs.
    mutating func plan(_ headers: [LineGroupHeader], _ directories: [LineDirectory]) {
        if isFull { return }
        var stretches: [Stretch] = []
        for (group, header) in headers.enumerated() where mayMatch(header) {
            let isExact = mask.isExact(header)
            // Lines of the group that are surely behind the page before: more than a page of them is enough of it.
            var own = 0
            for entry in candidates(header, directories[group]) where mask.mayMatch(entry) {
                if isBehind(entry, header) { continue }
                let isWhole =
                    isExact && entry.isUniform && query.period.contains(entry.firstDay)
                    && query.period.contains(entry.lastDay)
                stretches.append(Stretch(group: group, month: header.month, entry: entry, isWhole: isWhole))
                // Where the columns decide, the whole group is read anyway: its beginning is all that matters.
                if !isExact { break }
                if isWhole, query.after.map({ $0 < Self.start(entry) }) ?? true { own += entry.rows.count }
                if own > query.first { break }
            }
        }
        stretches.sort { $0.start < $1.start }
        var chosen: Set<Int> = []
        var sure = 0
        var lastEnd: LineCursor?
        for stretch in stretches {
            // Enough lines lie before this stretch, all that begin before it are taken.
            if sure > query.first, let lastEnd, lastEnd < stretch.start { break }
            if chosen.insert(stretch.group).inserted { starts[stretch.group] = stretch.start }
            lastEnd = max(lastEnd ?? stretch.end, stretch.end)
            if stretch.isWhole, query.after.map({ $0 < stretch.start }) ?? true { sure += stretch.entry.rows.count }
        }
        groups = chosen.sorted()
    }

    /// Whether all lines of an entry come before the place behind the page before.
    private func isBehind(_ entry: LineDirectory.Entry, _ header: LineGroupHeader) -> Bool {
        guard let after = query.after, header.month == after.month else { return false }
        return entry.subscription < after.subscription
            || (entry.subscription == after.subscription && entry.lastDay < after.day)
    }

    /// Entries that the filter's subscriptions, or the place behind the page before, leave.
    private func candidates(
        _ header: LineGroupHeader, _ directory: LineDirectory
    ) -> ArraySlice<LineDirectory.Entry> {
        if let subscriptions = query.filter.subscriptions, subscriptions.count * 8 < directory.entries.count {
            return subscriptions.sorted().compactMap { directory.entry(of: $0) }[...]
        }
        guard let after = query.after, header.month == after.month else { return directory.entries[...] }
        var (low, high) = (0, directory.entries.count)
        while low < high {
            let middle = (low + high) / 2
            if directory.entries[middle].subscription < after.subscription { low = middle + 1 } else { high = middle }
        }
        return directory.entries[low...]
    }

    /// What must be read of a group to find the page's lines.
    func columns(_ header: LineGroupHeader, _ directory: LineDirectory) -> [ColumnID] {
        mask.columns(header, directory) + [UsageColumn.usageDate.id, .lineNumber]
            + (header.imports.count > 1 ? [.importID] : [])
    }

    mutating func add(_ group: OpenGroup) throws {
        let isExact = mask.isExact(group.header) && !OwnedRows.needsColumns(group.directory)
        let passes = isExact ? [] : try mask.apply(to: group)
        let limit = query.first + 1
        var more: [LineHit] = []
        for entry in candidates(group.header, group.directory) where mask.mayMatch(entry) {
            if isBehind(entry, group.header) { continue }
            if found.count >= limit, let last = found.last, last.cursor < Self.start(entry) { break }
            more += try hits(in: entry, group, passes, limit)
            if more.count >= limit { break }
        }
        if more.isEmpty { return }
        found = Self.merge(found, more, limit)
    }

    /// Ends the search when nothing that is left can come before the page's last line.
    mutating func closeIfFull(before next: LineCursor?) {
        guard let next else {
            isFull = true
            return
        }
        if found.count > query.first, let last = found.last, last.cursor < next { isFull = true }
    }

    /// The first lines of an entry that pass; its lines are in order.
    private func hits(
        in entry: LineDirectory.Entry, _ group: OpenGroup, _ passes: [UInt8], _ limit: Int
    ) throws -> [LineHit] {
        let days = try group.reader.dictionary(UsageColumn.usageDate)
        let dayIDs = days.count > 1 ? try group.reader.indexes(UsageColumn.usageDate.id, rows: entry.rows) : []
        let numbers = try group.reader.lineNumbers(rows: entry.rows)
        let imports =
            group.header.imports.count > 1 ? try group.reader.mantissas(.importID, rows: entry.rows) : nil
        let values = (0..<days.count).map { days.day($0) }
        var hits: [LineHit] = []
        for (offset, row) in entry.rows.enumerated() where passes.isEmpty || passes[row] != 0 {
            guard let day = values[dayIDs.isEmpty ? 0 : Int(dayIDs[offset])], query.period.contains(day) else {
                continue
            }
            let cursor = LineCursor(
                subscription: entry.subscription, day: day,
                reference: LineReference(
                    importID: imports?[offset] ?? group.header.imports[0], line: Int(numbers[offset])))
            if let after = query.after, cursor <= after { continue }
            hits.append(LineHit(cursor: cursor, header: group.header, directory: group.directory, row: row))
            if hits.count == limit { break }
        }
        return hits
    }

    private static func merge(_ first: [LineHit], _ second: [LineHit], _ limit: Int) -> [LineHit] {
        var merged: [LineHit] = []
        merged.reserveCapacity(min(limit, first.count + second.count))
        var (a, b) = (0, 0)
        while merged.count < limit, a < first.count || b < second.count {
            if b == second.count || (a < first.count && first[a].cursor < second[b].cursor) {
                merged.append(first[a])
                a += 1
            } else {
                merged.append(second[b])
                b += 1
            }
        }
        return merged
    }

    private static func start(_ entry: LineDirectory.Entry) -> LineCursor {
        LineCursor(
            subscription: entry.subscription, day: entry.firstDay, reference: LineReference(importID: .min, line: 0))
    }

    /// The lines of one subscription in one group.
    private struct Stretch {
        let group: Int
        let month: BillingMonth
        let entry: LineDirectory.Entry
        /// Every line of it matches.
        let isWhole: Bool

        var start: LineCursor { PageSearch.start(entry) }

        var end: LineCursor {
            LineCursor(
                subscription: entry.subscription, day: entry.lastDay,
                reference: LineReference(importID: .max, line: .max))
        }
    }
}
