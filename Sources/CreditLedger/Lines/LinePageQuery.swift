package import Credit
package import Store

/// One page of usage lines.
package struct LinePageQuery: Sendable, Hashable {
    /// Both ends included.
    package var period: ClosedRange<Day>
    package var filter: LineFilter
    /// Lines a page; 0 asks for none.
    package var first: Int
    /// The last line of the page before.
    package var after: LineCursor?
    /// Columns that the rows must have; asking one for another throws.
    package var columns: Set<UsageColumn>
    /// Whether rows tell their decision.
    package var hasDecisions: Bool
    /// Whether the lines of the whole list are counted, which can cost a scan.
    package var isCounted: Bool

    package init(
        period: ClosedRange<Day>, filter: LineFilter, first: Int, after: LineCursor? = nil,
        columns: Set<UsageColumn>, hasDecisions: Bool = true, isCounted: Bool = false
    ) {
        self.period = period
        self.filter = filter
        self.first = first
        self.after = after
        self.columns = columns
        self.hasDecisions = hasDecisions
        self.isCounted = isCounted
    }
}

/// Some lines in the order of all lines.
package struct LinePage: Sendable {
    package let rows: [LineRow]
    package let hasNext: Bool
    /// Lines of the whole list, where they were asked for.
    package let totalCount: Int?
}
