import Credit
import Store

/// The line groups of a month that have lines that may count, and the accounts that their lines belong to.
struct MonthGroups {
    struct Group {
        var header: LineGroupHeader
        var directory: LineDirectory
        var runs: [AccountRun]
        var hasLinesWithoutSubscription: Bool
    }

    private(set) var groups: [Group] = []
    /// Ascending.
    private(set) var accounts: [Account] = []

    var rowCount: Int { groups.reduce(0) { $0 + $1.header.rowCount } }

    init(month: BillingMonth, visibility: UsageVisibility, reader: any StoreReader) throws {
        let headers = try reader.lineGroups(months: [month]).filter { header in
            header.imports.contains { visibility.isVisible(import: $0) }
        }
        var directories: [Int: LineDirectory] = [:]
        try reader.directories(groups: headers.map(\.id)) { index, bytes in
            directories[index] = try LineDirectory(decoding: bytes)
        }
        var owners: [[OwnedRows]] = []
        for (index, header) in headers.enumerated() {
            guard let directory = directories[index] else {
                throw StoreError.corrupt(detail: "line group \(header.id) has no directory")
            }
            let owned = try OwnedRows.list(header, directory, reader)
            owners.append(owned)
            groups.append(
                Group(
                    header: header, directory: directory, runs: [],
                    hasLinesWithoutSubscription: owned.contains { $0.account.isWithoutSubscription }))
        }
        accounts = Set(owners.joined().map(\.account)).sorted()
        var numbers: [Account: UInt32] = [:]
        for (number, account) in accounts.enumerated() { numbers[account] = UInt32(number) }
        for (index, owned) in owners.enumerated() {
            // By account, as the sums want it: within a subscription that has several, their lines take turns.
            groups[index].runs = owned.map { AccountRun(account: numbers[$0.account] ?? 0, rows: $0.rows) }
        }
    }
}

/// Neighbouring lines with one subscription, customer and plan.
struct OwnedRows {
    var account: Account
    var rows: Range<Int>

    /// The lines of a group by their owners. Reads columns only where the directory does not tell.
    static func list(
        _ header: LineGroupHeader, _ directory: LineDirectory, _ reader: any StoreReader
    ) throws -> [OwnedRows] {
        var owned: [OwnedRows] = []
        owned.reserveCapacity(directory.entries.count)
        var columns: (customers: IDs, plans: IDs)?
        for entry in directory.entries {
            if entry.isUniform {
                owned.append(
                    OwnedRows(
                        account: Account(
                            subscription: entry.subscription, customer: entry.customer, plan: entry.plan.unlessZero),
                        rows: entry.rows))
                continue
            }
            let (customers, plans) = try columns ?? read(header, directory, reader)
            columns = (customers, plans)
            var start = entry.rows.lowerBound
            while start < entry.rows.upperBound {
                var end = start + 1
                while end < entry.rows.upperBound, customers.ids[end] == customers.ids[start],
                    plans.ids[end] == plans.ids[start]
                {
                    end += 1
                }
                owned.append(
                    OwnedRows(
                        account: Account(
                            subscription: entry.subscription, customer: customers.value(start),
                            plan: plans.value(start).unlessZero),
                        rows: start..<end))
                start = end
            }
        }
        return owned
    }

    private struct IDs {
        var values: [GUID]
        var ids: [UInt32]

        func value(_ row: Int) -> GUID { values[Int(ids[row])] }
    }

    private static func read(
        _ header: LineGroupHeader, _ directory: LineDirectory, _ store: any StoreReader
    ) throws -> (IDs, IDs) {
        let reader = LineGroupReader()
        try reader.open(header)
        let wanted = directory.fetchList([UsageColumn.customerID.id, UsageColumn.subscriptionID.id])
        let keys = wanted.map { LineColumnKey(group: header.id, column: $0) }
        try store.lineColumns(keys) { index, bytes in try reader.load(wanted[index], bytes) }
        func ids(_ column: UsageColumn) throws -> IDs {
            let texts = try reader.dictionary(column)
            return IDs(
                values: (0..<texts.count).map { texts.id($0) },
                ids: try reader.indexes(column.id, rows: 0..<header.rowCount))
        }
        return (try ids(.customerID), try ids(.subscriptionID))
    }
}

extension GUID {
    /// nil for the id that stands for a blank field.
    var unlessZero: GUID? { high == 0 && low == 0 ? nil : self }
}
