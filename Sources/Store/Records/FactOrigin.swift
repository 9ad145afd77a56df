/// Where a fact came from: the import and the line of its file.
package struct FactOrigin: Sendable, Hashable {
    package var importID: Int64
    /// 1-based line of a CSV file; for JSON the 1-based position of the item.
    package var line: Int

    package init(
        importID: Int64, line: Int
    ) {
        self.importID = importID
        self.line = line
    }
}
