import Credit
import Store

@testable import CreditImport

extension FuzzTarget {
    /// CSV of small files: the texts of all records together are the file.
    static let csv = FuzzTarget(name: "csv") { bytes in
        var records = CSVRecords(bytes)
        var last = 0
        while let next = try? records.next() {
            switch next {
            case .record(let record):
                check(record.line > last, "lines do not ascend")
                check(!record.fields.isEmpty && !record.text.isEmpty, "an empty record")
                last = record.line
            case .broken(let line, _, _, _): last = line
            case .end: return
            }
        }
    }

    /// Columns, directories and formats of stored lines, in an envelope that is made good.
    static let columns = FuzzTarget(name: "columns") { bytes in
        guard bytes.count > 2 else { return }
        let contents = Array(bytes[2...])
        let blob = ColumnBlob.seal(contents)
        let reader = LineGroupReader()
        let column = ColumnID(rawValue: UInt16(bytes[0]))
        do {
            try reader.open(rowCount: Int(bytes[1]))
            try reader.load(column, blob)
            if let dictionary = try? reader.dictionary(column) {
                for index in 0..<min(dictionary.count, 300) { _ = dictionary.raw(index) }
                let indexes = try reader.indexes(column, rows: 0..<reader.rowCount)
                check(indexes.allSatisfy { $0 < dictionary.count }, "an index without an entry")
            }
            _ = try? reader.names(column)
            _ = try? reader.mantissas(column, rows: 0..<reader.rowCount)
            _ = try? reader.numbers(column, rows: 0..<reader.rowCount)
        } catch {}
        _ = try? LineDirectory(decoding: blob)
        _ = try? UsageFileFormat(decoding: blob)
        // The same bytes without the envelope.
        _ = try? ColumnBlob.open(contents)
    }

    /// Decimals: what is read prints, and reads back as the same number.
    static let decimal = FuzzTarget(name: "decimal") { bytes in
        if let value = try? ExactDecimal(parsing: bytes.span) {
            guard let again = try? ExactDecimal(parsing: value.description) else {
                fatalError("a printed decimal cannot be read")
            }
            check(again == value, "a decimal differs after printing")
        }
        if let value = try? WideDecimal(parsing: bytes.span) {
            guard let again = try? WideDecimal(parsing: value.description) else {
                fatalError("a printed wide decimal cannot be read")
            }
            check(again == value, "a wide decimal differs after printing")
        }
    }
}
