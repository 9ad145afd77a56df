/// A line group that is ready to be stored.
package struct EncodedGroup: Sendable {
    /// Its id is 0 until it is stored.
    package var header: LineGroupHeader
    package var directory: [UInt8]
    /// Ascending by column.
    package var columns: [(id: ColumnID, blob: [UInt8])]

    package init(header: LineGroupHeader, directory: [UInt8], columns: [(id: ColumnID, blob: [UInt8])]) {
        self.header = header
        self.directory = directory
        self.columns = columns
    }

    /// Bytes of all blobs.
    package var size: Int { columns.reduce(directory.count) { $0 + $1.blob.count } }
}

extension StoreWriter {
    /// Stores a group with its columns and gives its id.
    package func insert(_ group: EncodedGroup) throws(StoreError) -> Int64 {
        var header = group.header
        header.id = try nextLineGroupID()
        try unsafe insert(header, directory: group.directory.span.bytes)
        for (column, blob) in group.columns {
            try unsafe insertLineColumn(
                LineColumnKey(group: header.id, column: column), month: header.month, bucket: header.bucket,
                blob.span.bytes)
        }
        return header.id
    }
}

extension LedgerReader {
    /// Fetches columns of one group, with those that they refer to, into a reader that stands on it. One statement.
    /// - Throws: `.corrupt` where a column of the list is not stored.
    package func load(
        _ columns: some Sequence<ColumnID>, of header: LineGroupHeader, _ directory: LineDirectory,
        into reader: LineGroupReader
    ) throws {
        let present = Set(header.columns)
        let wanted = directory.fetchList(columns).filter { present.contains($0) && !reader.isLoaded($0) }
        var found = 0
        try lineColumns(wanted.map { LineColumnKey(group: header.id, column: $0) }) { index, blob in
            try reader.load(wanted[index], blob)
            found += 1
        }
        if found < wanted.count { throw StoreError.corrupt(detail: "columns of a line group are missing") }
    }
}
