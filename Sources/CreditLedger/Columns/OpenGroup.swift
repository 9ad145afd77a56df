import Credit
import Store

/// A line group with its columns at hand; what was decoded once is kept until the next group.
final class OpenGroup {
    private(set) var header: LineGroupHeader
    private(set) var directory: LineDirectory
    let reader = LineGroupReader()
    private var cachedIDs: [UInt16: [UInt32]] = [:]
    private var cachedOwners: [OwnedRows]?
    private var cachedDays: [Day]?

    init(_ header: LineGroupHeader, _ directory: LineDirectory) throws {
        self.header = header
        self.directory = directory
        try reader.open(header)
    }

    /// Goes on to another group.
    func open(_ header: LineGroupHeader, _ directory: LineDirectory) throws {
        self.header = header
        self.directory = directory
        try reader.open(header)
        cachedIDs.removeAll(keepingCapacity: true)
        cachedOwners = nil
        cachedDays = nil
    }

    var rowCount: Int { header.rowCount }

    /// The entry of each line; nil where the group has no such column, or one text for all lines.
    func ids(_ column: ColumnID) throws -> [UInt32]? {
        guard reader.isLoaded(column), try reader.dictionary(column).count > 1 else { return nil }
        if let known = cachedIDs[column.rawValue] { return known }
        var ids: [UInt32] = []
        try reader.read(column, into: &ids)
        cachedIDs[column.rawValue] = ids
        return ids
    }

    /// The texts of a column; none where the group does not have it.
    func texts(_ column: ColumnID) throws -> TextDictionary? {
        reader.isLoaded(column) ? try reader.dictionary(column) : nil
    }

    func owners() throws -> [OwnedRows] {
        if let cachedOwners { return cachedOwners }
        let owners = try OwnedRows.list(directory) { reader }
        cachedOwners = owners
        return owners
    }

    /// The day of each line.
    func days() throws -> [Day] {
        if let cachedDays { return cachedDays }
        let texts = try reader.dictionary(UsageColumn.usageDate)
        let values = try (0..<texts.count).map { entry in
            guard let day = texts.day(entry) else {
                throw StoreError.corrupt(detail: "a line group holds a line without a day")
            }
            return day
        }
        let ids = try ids(UsageColumn.usageDate.id)
        let days = ids.map { $0.map { values[Int($0)] } } ?? [Day](repeating: values[0], count: rowCount)
        cachedDays = days
        return days
    }

    /// The day of one line, without those of the others.
    func day(_ row: Int) throws -> Day {
        if let cachedDays { return cachedDays[row] }
        let texts = try reader.dictionary(UsageColumn.usageDate)
        guard let entry = try reader.indexes(UsageColumn.usageDate.id, rows: row..<row + 1).first,
            let day = texts.day(Int(entry))
        else { throw StoreError.corrupt(detail: "a line group holds a line without a day") }
        return day
    }

    /// The reasons of the entries of the ledger's column.
    func reasons() throws -> [CreditReason] {
        guard let texts = try texts(LedgerColumn.reason.id) else { return [.partnerNotBilled] }
        return try (0..<texts.count).map { entry in
            guard let reason = CreditReason(code: texts.string(entry)) else {
                throw StoreError.unknownFormat(what: "a reason in the ledger")
            }
            return reason
        }
    }
}
