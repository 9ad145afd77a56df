package import Credit

/// The number of a column of a line group or of its ledger, fixed for ever: below 128 the canonical columns, from 128
/// on the columns that Microsoft adds.
package struct ColumnID: RawRepresentable, Sendable, Hashable, Comparable {
    /// Below 1,024.
    package let rawValue: UInt16

    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static func < (a: ColumnID, b: ColumnID) -> Bool { a.rawValue < b.rawValue }
}

/// One column of one line group.
package struct LineColumnKey: Sendable, Hashable {
    package let group: Int64
    package let column: ColumnID

    package init(group: Int64, column: ColumnID) {
        self.group = group
        self.column = column
    }
}

/// What the store knows of a line group without unpacking it.
package struct LineGroupHeader: Sendable, Hashable {
    /// Given by `StoreWriter.nextLineGroupID`, never used twice.
    package var id: Int64
    /// By UsageDate.
    package var month: BillingMonth
    /// Share of the customers, 0 while the store is one machine.
    package var bucket: Int
    /// 0 as imported; a join of the month gives its groups the next number.
    package var generation: Int64
    /// Whose lines are in it, ascending.
    package var imports: [Int64]
    package var rowCount: Int
    package var firstDay: Day
    package var lastDay: Day
    /// Lowest line number of the file; 1 is the header.
    package var firstLine: Int
    package var lastLine: Int
    /// Those that are present, ascending.
    package var columns: [ColumnID]

    package init(
        id: Int64, month: BillingMonth, bucket: Int, generation: Int64, imports: [Int64], rowCount: Int,
        firstDay: Day, lastDay: Day, firstLine: Int, lastLine: Int, columns: [ColumnID]
    ) {
        self.id = id
        self.month = month
        self.bucket = bucket
        self.generation = generation
        self.imports = imports
        self.rowCount = rowCount
        self.firstDay = firstDay
        self.lastDay = lastDay
        self.firstLine = firstLine
        self.lastLine = lastLine
        self.columns = columns
    }
}
