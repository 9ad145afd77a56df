package import Store

/// The column table of a daily rated usage file: which column of ours each field is.
/// - Source: files.md sections 1 and 2.2.
package struct UsageHeader: Sendable, Hashable {
    /// Far above the 55 that there are; more is not a usage file.
    static let columnLimit = 400
    /// In the order of the file.
    package let columns: [ColumnID]
    /// Names as in the file, in its order.
    package let names: [String]
    /// Names of the columns that Microsoft added, in the order of their numbers.
    package let extraNames: [String]
    /// Whether the records are made of items of JSON.
    package let isTranslated: Bool

    /// Reads the first record, without its line end.
    /// - Throws: `.missingColumn`, `.duplicateColumn`.
    package init(parsing record: [UInt8], isTranslated: Bool = false) throws(ImportFailure) {
        self.isTranslated = isTranslated
        var bytes = record[...]
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        names = Self.fields(bytes).map { field in
            String(decoding: CSVField.unquoted(field), as: UTF8.self).trimmingBlanks()
        }
        var columns: [ColumnID] = []
        var extraNames: [String] = []
        for name in names {
            let column: ColumnID
            if let known = UsageColumn(name: name) {
                column = known.id
            } else {
                column = ColumnID(rawValue: ColumnID.firstExtra.rawValue + UInt16(truncatingIfNeeded: extraNames.count))
                extraNames.append(name)
            }
            if columns.contains(column) { throw .duplicateColumn(name: name) }
            columns.append(column)
            if columns.count > Self.columnLimit { throw .unknownKind }
        }
        for column in UsageColumn.allCases where !column.isOptional && !columns.contains(column.id) {
            throw .missingColumn(name: column.name, known: names, kind: .dailyRatedUsage)
        }
        for (percent, rate) in Self.pairs where columns.contains(percent.id) && columns.contains(rate.id) {
            throw .duplicateColumn(name: rate.name)
        }
        self.columns = columns
        self.extraNames = extraNames
    }

    /// Whether a header is that of daily rated usage, complete or not: it has the columns that no other file has.
    package static func isUsage(names: [String]) -> Bool {
        let found = Set(names.compactMap { UsageColumn(name: $0) })
        return found.isSuperset(of: [.usageDate, .meterID, .unitPrice])
            || found.isSuperset(of: [.usageDate, .entitlementID, .effectiveUnitPrice])
    }

    /// Percents and the fractions that newer files have in their place.
    private static let pairs: [(UsageColumn, UsageColumn)] = [
        (.partnerEarnedCreditPercentage, .rateOfPartnerEarnedCredit), (.creditPercentage, .rateOfCredit),
    ]

    /// Fields of a record, quotes included.
    static func fields(_ record: ArraySlice<UInt8>) -> [[UInt8]] {
        var fields: [[UInt8]] = []
        var start = record.startIndex
        var isQuoted = false
        for index in record.indices {
            if record[index] == UInt8(ascii: "\"") { isQuoted.toggle() }
            if record[index] == UInt8(ascii: ","), !isQuoted {
                fields.append(Array(record[start..<index]))
                start = index + 1
            }
        }
        fields.append(Array(record[start...]))
        return fields
    }
}

extension String {
    fileprivate func trimmingBlanks() -> String {
        let start = drop { $0 == " " || $0 == "\t" }
        return String(start.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}
