/// A small CSV reader of the tests' own: RFC 4180, records end with LF or CRLF.
struct CSVTable {
    let header: [String]
    let rows: [[String]]
    private let places: [String: Int]

    init(_ text: String) {
        var records: [[String]] = []
        var record: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var bytes = Array(text.utf8).makeIterator()
        var pending = bytes.next()
        while let byte = pending {
            pending = bytes.next()
            switch (byte, isQuoted) {
            case (34, true) where pending == 34:
                field.append(34)
                pending = bytes.next()
            case (34, _): isQuoted.toggle()
            case (44, false), (10, false):
                if byte == 10, field.last == 13 { field.removeLast() }
                record.append(String(decoding: field, as: UTF8.self))
                field.removeAll(keepingCapacity: true)
                if byte == 10 {
                    records.append(record)
                    record.removeAll(keepingCapacity: true)
                }
            default: field.append(byte)
            }
        }
        precondition(field.isEmpty && record.isEmpty && !isQuoted, "the last record is complete")
        header = records.first ?? []
        rows = Array(records.dropFirst())
        places = Dictionary(uniqueKeysWithValues: header.enumerated().map { ($1, $0) })
    }

    func value(_ row: [String], _ column: String) -> String {
        guard let place = places[column] else { preconditionFailure("no column \(column)") }
        return row[place]
    }
}

/// A plain decimal as a whole number of 10^-`scale`; nil when the text is not one or has more decimals.
func fixed(_ text: String, scale: Int) -> Int128? {
    let isNegative = text.hasPrefix("-")
    let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(parts.count), !parts[0].isEmpty else { return nil }
    let fraction = parts.count == 2 ? String(parts[1]) : ""
    guard fraction.count <= scale, parts.count == 1 || !fraction.isEmpty else { return nil }
    let digits = parts[0] + fraction + String(repeating: "0", count: scale - fraction.count)
    guard digits.utf8.allSatisfy({ (48...57).contains($0) }), let value = Int128(digits) else { return nil }
    return isNegative ? -value : value
}
