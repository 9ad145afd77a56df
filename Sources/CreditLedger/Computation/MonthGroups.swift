import Credit
import Store

/// The line groups of a month that have lines that may count, and the accounts that their lines belong to.
struct MonthGroups: Sendable {
    struct Group: Sendable {
        var header: LineGroupHeader
        var directory: LineDirectory
        var runs: [AccountRun]
        var hasLinesWithoutSubscription: Bool
    }

    private(set) var groups: [Group] = []
    /// Ascending.
    private(set) var accounts: [Account] = []

    var rowCount: Int { groups.reduce(0) { $0 + $1.header.rowCount } }

    init(month: BillingMonth, visibility: UsageVisibility, reader: any LedgerReader) throws {
        let headers = try reader.lineGroups(months: [month]).filter { header in
            header.imports.contains { visibility.isVisible(import: $0) }
        }
        let blobs = try reader.directories(groups: headers.map(\.id))
        let directories = try Parallel.map(headers.count) { index in
            guard let blob = blobs[index] else {
                throw StoreError.corrupt(detail: "line group \(headers[index].id) has no directory")
            }
            let directory = try LineDirectory(decoding: blob)
            // Those that must be read for it are read below, by the one thread that may ask the store.
            return (
                directory, OwnedRows.needsColumns(directory) ? [] : try OwnedRows.list(directory) { LineGroupReader() }
            )
        }
        var owners: [[OwnedRows]] = []
        for (index, header) in headers.enumerated() {
            let directory = directories[index].0
            let owned =
                OwnedRows.needsColumns(directory)
                ? try OwnedRows.list(directory) { try Self.owners(header, directory, reader) } : directories[index].1
            owners.append(owned)
            groups.append(
                Group(
                    header: header, directory: directory, runs: [],
                    hasLinesWithoutSubscription: owned.contains { $0.account.isWithoutSubscription }))
        }
        accounts = Self.distinct(owners)
        let all = accounts
        let lists = owners
        let runs = try Parallel.map(lists.count) { index in Self.runs(lists[index], all) }
        for index in groups.indices { groups[index].runs = runs[index] }
    }

    private static func runs(_ owned: [OwnedRows], _ accounts: [Account]) -> [AccountRun] {
        // Both are in order, but for subscriptions that changed hands: their lines take turns.
        var number = 0
        return owned.map { run in
            if number >= accounts.count || accounts[number] != run.account {
                number = place(of: run.account, in: accounts, from: number)
            }
            return AccountRun(account: UInt32(number), rows: run.rows)
        }
    }

    /// The next account is mostly near the last one.
    private static func place(of account: Account, in accounts: [Account], from start: Int) -> Int {
        var number = start
        for _ in 0..<8 where number < accounts.count {
            if accounts[number] == account { return number }
            number += 1
        }
        var (low, high) = (0, accounts.count)
        while low < high {
            let middle = (low + high) / 2
            if accounts[middle] < account { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// All accounts once, ascending: lists that are in order are merged two by two.
    private static func distinct(_ owners: [[OwnedRows]]) -> [Account] {
        var lists = owners.map { owned in
            var list: [Account] = []
            list.reserveCapacity(owned.count)
            var isInOrder = true
            for run in owned where list.last != run.account {
                if let last = list.last, run.account < last { isInOrder = false }
                list.append(run.account)
            }
            return isInOrder ? list : Set(list).sorted()
        }
        while lists.count > 1 {
            var merged: [[Account]] = []
            for index in stride(from: 0, to: lists.count, by: 2) {
                merged.append(index + 1 < lists.count ? union(lists[index], lists[index + 1]) : lists[index])
            }
            lists = merged
        }
        return lists.first ?? []
    }

    private static func union(_ first: [Account], _ second: [Account]) -> [Account] {
        var union: [Account] = []
        union.reserveCapacity(max(first.count, second.count))
        var (a, b) = (0, 0)
        while a < first.count, b < second.count {
            if first[a] == second[b] {
                union.append(first[a])
                a += 1
                b += 1
            } else if first[a] < second[b] {
                union.append(first[a])
                a += 1
            } else {
                union.append(second[b])
                b += 1
            }
        }
        union += first[a...]
        union += second[b...]
        return union
    }

    private static func owners(
        _ header: LineGroupHeader, _ directory: LineDirectory, _ store: any LedgerReader
    ) throws -> LineGroupReader {
        let reader = LineGroupReader()
        try reader.open(header)
        try store.load(OwnedRows.columns.map(\.id), of: header, directory, into: reader)
        return reader
    }
}

extension GUID {
    /// nil for the id that stands for a blank field.
    var unlessZero: GUID? { high == 0 && low == 0 ? nil : self }
}
