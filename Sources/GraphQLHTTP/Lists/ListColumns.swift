/// The columns of a table: the leaves of its rows, by the keys that lead to them.
struct ListColumns: Sendable {
    /// A key of an object.
    struct Entry: Sendable {
        let key: [UInt8]
        /// The column that the value goes to; nil where it is an object of further entries.
        let column: Int?
        let under: [Entry]

        init(key: String, column: Int) {
            self.key = Array(key.utf8)
            self.column = column
            under = []
        }

        init(key: String, under: [Entry]) {
            self.key = Array(key.utf8)
            column = nil
            self.under = under
        }
    }

    /// Of nested objects with dots between: `usage.date`.
    let names: [String]
    let entries: [Entry]
    /// Whether a row is one value and no object.
    let isLeaf: Bool

    init(names: [String], entries: [Entry]) {
        self.names = names
        self.entries = entries
        isLeaf = false
    }

    /// Rows that are values.
    init(leaf name: String) {
        names = [name]
        entries = []
        isLeaf = true
    }
}
