/// A row that was not taken, with the place and the reason.
package struct ImportErrorRecord: Sendable, Hashable {
    package var importID: Int64
    /// 1-based line of the file.
    package var line: Int
    /// The column's name; nil where the row as a whole is wrong.
    package var column: String?
    package var message: String
    /// The bytes of the row as in the file, its line end included; empty where another error of the same row holds them.
    package var text: [UInt8]

    package init(
        importID: Int64, line: Int, column: String? = nil, message: String, text: [UInt8]
    ) {
        self.importID = importID
        self.line = line
        self.column = column
        self.message = message
        self.text = text
    }
}
