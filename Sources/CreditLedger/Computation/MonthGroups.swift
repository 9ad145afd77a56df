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
            let owned = try OwnedRows.list(directory) { try Self.owners(header, directory, reader) }
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
            groups[index].runs = owned.map { AccountRun(account: numbers[$0.account] ?? 0, rows: $0.rows) }
        }
    }

    private static func owners(
        _ header: LineGroupHeader, _ directory: LineDirectory, _ store: any StoreReader
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
