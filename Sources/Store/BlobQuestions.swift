extension StoreReader {
    /// For stores that are small enough to give all.
    package func rejectedRows(
        import id: Int64, after line: Int, limit: Int
    ) throws(StoreError) -> [ImportErrorRecord] {
        Array(try importErrors(imports: [id], limit: .max).filter { $0.line > line && !$0.text.isEmpty }.prefix(limit))
    }
}

/// Copies of blobs, for callers that hand them to other threads.
extension LedgerReader {
    /// The blobs of the keys, nil where there is none.
    package func lineColumns(_ keys: [LineColumnKey]) throws -> [[UInt8]?] {
        var blobs = [[UInt8]?](repeating: nil, count: keys.count)
        try lineColumns(keys) { index, bytes in blobs[index] = bytes.copied() }
        return blobs
    }

    /// The blobs of the keys, nil where there is none.
    package func ledgerColumns(_ keys: [LineColumnKey], generation: Int64) throws -> [[UInt8]?] {
        var blobs = [[UInt8]?](repeating: nil, count: keys.count)
        try ledgerColumns(keys, generation: generation) { index, bytes in blobs[index] = bytes.copied() }
        return blobs
    }

    /// The blobs of the keys, nil where there is none.
    package func sumTables(_ keys: [SumTableKey]) throws -> [[UInt8]?] {
        var blobs = [[UInt8]?](repeating: nil, count: keys.count)
        try sumTables(keys) { index, bytes in blobs[index] = bytes.copied() }
        return blobs
    }

    /// The directories of the groups, nil where there is none.
    package func directories(groups: [Int64]) throws -> [[UInt8]?] {
        var blobs = [[UInt8]?](repeating: nil, count: groups.count)
        try directories(groups: groups) { index, bytes in blobs[index] = bytes.copied() }
        return blobs
    }
}

extension RawSpan {
    /// The bytes as an array of their own.
    package func copied() -> [UInt8] { unsafe withUnsafeBytes { unsafe [UInt8]($0) } }
}
