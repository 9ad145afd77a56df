/// How a usage file was written: what an export needs beside the columns. Kept in `UsageCoverage.format`.
package struct UsageFileFormat: Sendable, Hashable {
    /// A line without a field.
    package struct BlankLine: Sendable, Hashable {
        package let line: Int
        /// Its end: a newline, with or without a carriage return.
        package let bytes: [UInt8]

        package init(line: Int, bytes: [UInt8]) {
            self.line = line
            self.bytes = bytes
        }
    }

    /// The header with the byte-order mark before it and the line end behind it. Empty for JSON, whose bytes are kept whole.
    package var header: [UInt8]
    /// In the order of the file.
    package var columns: [ColumnID]
    /// Names of the columns from `ColumnID.firstExtra` on, in order.
    package var extraNames: [String]
    /// Ascending.
    package var blankLines: [BlankLine]

    package init(header: [UInt8], columns: [ColumnID], extraNames: [String], blankLines: [BlankLine] = []) {
        self.header = header
        self.columns = columns
        self.extraNames = extraNames
        self.blankLines = blankLines
    }

    package func encoded() -> [UInt8] {
        let out = ByteBuffer()
        func append(_ bytes: [UInt8]) {
            out.appendVarint(bytes.count)
            out.append(bytes)
        }
        append(header)
        out.appendVarint(columns.count)
        for column in columns { out.appendVarint(Int(column.rawValue)) }
        out.appendVarint(extraNames.count)
        for name in extraNames { append(Array(name.utf8)) }
        out.appendVarint(blankLines.count)
        for blank in blankLines {
            out.appendVarint(blank.line)
            append(blank.bytes)
        }
        return ColumnBlob.seal(out.copy())
    }

    /// - Throws: `.corrupt`, `.unknownFormat`.
    package init(decoding blob: [UInt8]) throws(StoreError) {
        let unpacker = ColumnUnpacker()
        try unsafe unpacker.open(blob.span.bytes)
        var cursor = unpacker.cursor
        header = try cursor.array(try cursor.varint())
        columns = []
        for _ in 0..<(try cursor.varint(upTo: ColumnID.limit)) {
            columns.append(ColumnID(rawValue: UInt16(try cursor.varint(upTo: ColumnID.limit - 1))))
        }
        extraNames = []
        for _ in 0..<(try cursor.varint(upTo: ColumnID.limit)) {
            extraNames.append(String(decoding: try cursor.array(try cursor.varint()), as: UTF8.self))
        }
        blankLines = []
        for _ in 0..<(try cursor.varint(upTo: cursor.remaining)) {
            blankLines.append(BlankLine(line: try cursor.varint(), bytes: try cursor.array(try cursor.varint())))
        }
    }
}
