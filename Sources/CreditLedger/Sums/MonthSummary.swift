package import Credit
package import Store

/// What a report must know of a month before it reads any sums: the `summary` of the store's record of the ledger.
package struct MonthSummary: Sendable, Hashable {
    /// The first and last day that has lines; both nil without lines.
    package var firstDay: Day?
    package var lastDay: Day?
    /// Lines that count.
    package var lines: Int
    /// How fine sums beside those by day are.
    var detail: CellDetail
    /// The first account of each part of the table of cells.
    var cellStarts: [UInt32]
    /// The same of the table of resource groups.
    var groupStarts: [UInt32]
    /// Days of the month that have a part in the table of days, as bits 1…31.
    var days: UInt32
    /// What was missing; numbered in the table of missing facts.
    package var missing: [MissingFact]
    /// What decided, as `CreditPolicy.text`; empty while no partner is known, and in ledgers of older versions.
    package var policy: String
    /// Whether an older version wrote it.
    package private(set) var isOfOlderVersion = false

    static let format: UInt8 = 2

    func encoded() -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(Self.format)
        writer.byte(firstDay == nil ? 0 : 1)
        writer.unsigned(UInt64(UInt32(bitPattern: firstDay?.number ?? 0)))
        writer.unsigned(UInt64(UInt32(bitPattern: lastDay?.number ?? 0)))
        writer.count(lines)
        writer.byte(detail.rawValue)
        for starts in [cellStarts, groupStarts] {
            writer.count(starts.count)
            for start in starts { writer.unsigned(UInt64(start)) }
        }
        writer.unsigned(UInt64(days))
        writer.count(missing.count)
        for fact in missing { fact.encode(into: &writer) }
        writer.text(policy)
        return writer.bytes
    }

    init(
        firstDay: Day?, lastDay: Day?, lines: Int, detail: CellDetail, cellStarts: [UInt32], groupStarts: [UInt32],
        days: UInt32, missing: [MissingFact], policy: String
    ) {
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.lines = lines
        self.detail = detail
        self.cellStarts = cellStarts
        self.groupStarts = groupStarts
        self.days = days
        self.missing = missing
        self.policy = policy
    }

    /// Reads the summary of a stored month.
    /// - Throws: `.unknownFormat`, `.corrupt`.
    package init(_ record: LedgerMonthRecord) throws(StoreError) {
        let what = "the ledger's summary of \(record.month)"
        var reader = ByteReader(record.summary, what: what)
        let format = try reader.byte()
        guard 1...Self.format ~= format else { throw .unknownFormat(what: what) }
        isOfOlderVersion = format < Self.format
        let hasDays = try reader.byte() == 1
        let numbers = (try reader.unsigned(), try reader.unsigned())
        firstDay = hasDays ? Day(number: Int32(truncatingIfNeeded: numbers.0)) : nil
        lastDay = hasDays ? Day(number: Int32(truncatingIfNeeded: numbers.1)) : nil
        lines = try reader.count()
        guard let detail = CellDetail(rawValue: try reader.byte()) else { throw reader.damage }
        self.detail = detail
        var starts: [[UInt32]] = [[], []]
        for index in 0..<2 {
            for _ in 0..<(try reader.itemCount()) {
                starts[index].append(UInt32(truncatingIfNeeded: try reader.unsigned()))
            }
        }
        (cellStarts, groupStarts) = (starts[0], starts[1])
        days = UInt32(truncatingIfNeeded: try reader.unsigned())
        missing = []
        for _ in 0..<(try reader.itemCount()) { missing.append(try MissingFact(from: &reader)) }
        policy = format < 2 ? "" : try reader.text()
        guard reader.isAtEnd else { throw reader.damage }
    }
}
