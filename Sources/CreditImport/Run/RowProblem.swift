package import Store

/// A row that is not taken, with the place and the reason.
package struct RowProblem: Sendable, Hashable {
    /// 1-based line of the file; for JSON the 1-based position of the item.
    package let line: Int
    /// The column's name; nil where the row as a whole is wrong.
    package let column: String?
    package let message: String
    /// The row's bytes as in the file.
    package let text: [UInt8]

    package init(line: Int, column: String?, message: String, text: [UInt8]) {
        self.line = line
        self.column = column
        self.message = message
        self.text = text
    }

    package func record(importID: Int64) -> ImportErrorRecord {
        ImportErrorRecord(importID: importID, line: line, column: column, message: message, text: text)
    }
}

/// How many bad rows a file may have before it is refused.
package struct BadRowLimit: Sendable, Hashable {
    /// In hundredths of a percent: 100 is 1 %.
    package let basisPoints: Int

    /// One percent.
    package static let standard = BadRowLimit(basisPoints: 100)

    package init(basisPoints: Int) { self.basisPoints = basisPoints }

    /// A single bad row never refuses a file that has a good one.
    package func allows(rejected: Int, of rows: Int) -> Bool {
        rejected == 0 || (rejected == 1 && rows > 1) || rejected * 10_000 <= rows * basisPoints
    }

    package var percent: String {
        let fraction = basisPoints % 100
        return fraction == 0 ? "\(basisPoints / 100)" : "\(basisPoints / 100).\(fraction < 10 ? "0" : "")\(fraction)"
    }
}
