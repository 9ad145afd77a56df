/// The public identity of a usage line: the import and the line of its file.
package struct LineReference: Sendable, Hashable, Comparable {
    package let importID: Int64
    /// Where the record begins; 1 is the header.
    package let line: Int

    package init(importID: Int64, line: Int) {
        self.importID = importID
        self.line = line
    }

    package static func < (a: LineReference, b: LineReference) -> Bool {
        (a.importID, a.line) < (b.importID, b.line)
    }
}
