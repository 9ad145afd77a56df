/// How much a join takes in hand at once; what it needs beside the store's own memory follows from it.
package struct JoinLimits: Sendable, Hashable {
    /// Lines of a joined group.
    package var groupRows = 98_304
    /// Unpacked bytes of a joined group.
    package var groupBytes = 12 << 20
    /// Lines that are sorted at once. Those of one subscription and day stay together, whatever their number.
    package var windowRows = 1 << 20
    /// Unpacked bytes of one column of those lines.
    package var columnBytes = 24 << 20
    /// Unpacked bytes of all columns of those lines.
    package var windowBytes = 96 << 20
    /// Groups that are gone which one transaction clears away.
    package var clearedGroups = 4

    package init() {}
}
