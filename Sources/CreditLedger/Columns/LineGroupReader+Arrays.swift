import Credit
import Store

extension LineGroupReader {
    /// The entry of each line of the group, into an array that is kept from group to group.
    func read(_ column: ColumnID, into ids: inout [UInt32]) throws(StoreError) {
        try unsafe fill(&ids) { target throws(StoreError) in
            try unsafe indexes(column, rows: 0..<rowCount, into: target)
        }
    }

    func read(_ column: UsageColumn, into ids: inout [UInt32]) throws(StoreError) { try read(column.id, into: &ids) }

    /// The entry of each line; 0 for all where the group does not have the column, or one text for all.
    func readOrZero(
        _ column: UsageColumn, _ texts: TextDictionary?, into ids: inout [UInt32]
    ) throws(StoreError) {
        if let texts, texts.count > 1 { return try read(column, into: &ids) }
        ids.resize(rowCount)
        for row in ids.indices { ids[row] = 0 }
    }

    /// The whole numbers of a column of numbers.
    func read(numbers column: UsageColumn, into mantissas: inout [Int64]) throws(StoreError) {
        try unsafe fill(&mantissas) { target throws(StoreError) in
            try unsafe self.mantissas(column.id, rows: 0..<rowCount, into: target)
        }
    }

    /// The texts of a column and each line's, or nil where the group has no such column.
    func texts(_ column: UsageColumn) throws(StoreError) -> TextDictionary? {
        isLoaded(column.id) ? try dictionary(column) : nil
    }

    private func fill<Element: FixedWidthInteger>(
        _ values: inout [Element], _ body: (UnsafeMutableBufferPointer<Element>) throws(StoreError) -> Void
    ) throws(StoreError) {
        if values.count > rowCount { values.removeLast(values.count - rowCount) }
        if values.count < rowCount { values.append(contentsOf: repeatElement(0, count: rowCount - values.count)) }
        var problem: StoreError?
        unsafe values.withUnsafeMutableBufferPointer { target in
            do throws(StoreError) { try unsafe body(target) } catch { problem = error }
        }
        if let problem { throw problem }
    }
}
