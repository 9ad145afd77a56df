import Credit
package import Store

/// Pages of usage lines, many at once: one statement each for groups, directories, decisions, keys and columns,
/// however many pages are asked for.
package final class LinePages {
    let reader: any LedgerReader
    let visibility: UsageVisibility
    let directories: DirectoryCache
    private let reports: CreditReports

    /// - Parameters:
    ///   - visibility: of the same state of the store.
    ///   - reports: of the same view; counts lists.
    package init(
        reader: any LedgerReader, visibility: UsageVisibility, directories: DirectoryCache, reports: CreditReports
    ) {
        self.reader = reader
        self.visibility = visibility
        self.directories = directories
        self.reports = reports
    }

    /// The page of each query.
    /// - Throws: `StoreError`.
    package func pages(_ queries: [LinePageQuery]) throws -> [LinePage] {
        let counts = try counts(queries)
        var searches = queries.map { PageSearch($0, visibility) }
        let months = Set(searches.flatMap(\.months)).sorted()
        if !months.isEmpty {
            let headers = try reader.lineGroups(months: months)
                .filter { header in searches.contains { $0.mayMatch(header) } }
            let found = headers.isEmpty ? [] : try directories.directories(headers, reader)
            for index in searches.indices { searches[index].plan(headers, found) }
            try search(&searches, headers, found)
        }
        let blocks = LineBlocks(reader)
        for search in searches { blocks.need(search.hits, search.query.columns, search.query.hasDecisions) }
        try blocks.read()
        return try zip(searches, counts).map { search, count in
            LinePage(
                rows: try search.hits.map { try blocks.row($0) }, hasNext: search.hasNext, totalCount: count)
        }
    }

    /// The same lines with other columns, without a search: for callers that learn which columns they need only when
    /// they have the lines. One statement for usage, one for decisions.
    /// - Throws: `StoreError`.
    package func reread(
        _ rows: [LineRow], columns: Set<UsageColumn>, hasDecisions: Bool = true
    ) throws -> [LineRow] {
        let blocks = LineBlocks(reader)
        blocks.need(rows.lazy.map(\.hit), columns, hasDecisions)
        try blocks.read()
        return try rows.map { try blocks.row($0.hit) }
    }

    /// The lines at these addresses, nil where there is none; for lines of replaced imports too.
    /// - Throws: `StoreError`.
    package func lines(
        _ addresses: [LineAddress], columns: Set<UsageColumn>, hasDecisions: Bool = true
    ) throws -> [LineRow?] {
        if addresses.isEmpty { return [] }
        let imports = Set(addresses.map(\.reference.importID))
        let headers = try reader.lineGroups(months: try reader.usageMonths())
            .filter { $0.imports.contains(where: imports.contains) }
        if headers.isEmpty { return addresses.map { _ in nil } }
        let found = try directories.directories(headers, reader)
        // Where each group is looked into, and for what.
        var searches: [(group: Int, rows: [Range<Int>: Set<LineReference>])] = []
        for (group, (header, directory)) in zip(headers, found).enumerated() {
            var rows: [Range<Int>: Set<LineReference>] = [:]
            for address in addresses {
                if let range = address.rows(header, directory) { rows[range, default: []].insert(address.reference) }
            }
            if !rows.isEmpty { searches.append((group, rows)) }
        }
        let wanted = Set(addresses.map(\.reference))
        var hits: [LineReference: LineHit] = [:]
        let stream = GroupStream(
            reader: reader, headers: searches.map { headers[$0.group] }, directories: searches.map { found[$0.group] })
        try stream.run(columns: { _ in [.lineNumber, .importID, UsageColumn.usageDate.id] }) { number, group in
            for (rows, references) in searches[number].rows { try Self.find(references, among: rows, of: group, &hits) }
            return hits.count < wanted.count
        }
        let blocks = LineBlocks(reader)
        blocks.need(hits.values, columns, hasDecisions)
        try blocks.read()
        return try addresses.map { address in
            guard let hit = hits[address.reference],
                address.subscriptionPrefix.map({ $0 == hit.cursor.subscription.prefix }) ?? true
            else { return nil }
            return try blocks.row(hit)
        }
    }

    private static func find(
        _ wanted: Set<LineReference>, among rows: Range<Int>, of group: OpenGroup,
        _ hits: inout [LineReference: LineHit]
    ) throws {
        let numbers = try group.reader.lineNumbers(rows: rows)
        let imports = group.reader.isLoaded(.importID) ? try group.reader.mantissas(.importID, rows: rows) : nil
        let lines = wanted.map { Int64($0.line) }
        guard let first = lines.min(), let last = lines.max() else { return }
        for (index, number) in numbers.enumerated() where first <= number && number <= last {
            let reference = LineReference(importID: imports?[index] ?? group.header.imports[0], line: Int(number))
            let row = rows.lowerBound + index
            guard wanted.contains(reference), hits[reference] == nil,
                let entry = group.directory.entries.first(where: { $0.rows.contains(row) })
            else { continue }
            let cursor = LineCursor(subscription: entry.subscription, day: try group.day(row), reference: reference)
            hits[reference] = LineHit(cursor: cursor, header: group.header, directory: group.directory, row: row)
        }
    }

    /// Lines of the whole lists that are to be counted: their totals know them.
    private func counts(_ queries: [LinePageQuery]) throws -> [Int?] {
        let counted = queries.indices.filter { queries[$0].isCounted }
        if counted.isEmpty { return queries.map { _ in nil } }
        let answers = try reports.answer(
            counted.map { CreditQuery(period: queries[$0].period, filter: queries[$0].filter) })
        var counts = [Int?](repeating: nil, count: queries.count)
        for (index, answer) in zip(counted, answers) { counts[index] = answer.groups.reduce(0) { $0 + $1.lines } }
        return counts
    }

    /// Reads groups in the order of their lines until every page is full.
    private func search(
        _ searches: inout [PageSearch], _ headers: [LineGroupHeader], _ found: [LineDirectory]
    ) throws {
        let open = searches.indices.filter { !searches[$0].groups.isEmpty }
        if open.isEmpty { return }
        var searchesOf: [Int: [Int]] = [:]
        for index in open { for group in searches[index].groups { searchesOf[group, default: []].append(index) } }
        // Pages of a subscription want the groups in the order of days, others in that of subscriptions: a group comes
        // where its first wanted line is.
        let order = searchesOf.keys.sorted { a, b in
            let (first, second) = (
                searchesOf[a]?.compactMap { searches[$0].starts[a] }.min(),
                searchesOf[b]?.compactMap { searches[$0].starts[b] }.min()
            )
            guard let first, let second, first != second else { return a < b }
            return first < second
        }
        let stream = GroupStream(
            reader: reader, headers: order.map { headers[$0] }, directories: order.map { found[$0] })
        let snapshot = searches
        try stream.run(
            columns: { position in
                (searchesOf[order[position]] ?? []).flatMap {
                    snapshot[$0].columns(headers[order[position]], found[order[position]])
                }
            },
            ledger: { position in
                (searchesOf[order[position]] ?? []).flatMap { snapshot[$0].mask.ledgerColumns() }
            },
            derived: { position in
                (searchesOf[order[position]] ?? []).flatMap { snapshot[$0].mask.derivedColumns }
            }
        ) { position, group in
            for index in searchesOf[order[position]] ?? [] where !searches[index].isFull {
                try searches[index].add(group)
            }
            let left = order[(position + 1)...]
            for index in open where !searches[index].isFull {
                var next: LineCursor?
                for group in left {
                    guard let start = searches[index].starts[group] else { continue }
                    next = min(next ?? start, start)
                }
                searches[index].closeIfFull(before: next)
            }
            return open.contains { !searches[$0].isFull }
        }
    }
}
