internal import Credit
internal import Store

/// A value that is not what its column or key needs.
struct FieldProblem: Error {
    let column: String?
    let message: String
}

/// A small CSV file with its header: calls a closure for each row and gathers the rows that it refuses.
struct CSVTable {
    /// As in the file.
    let header: [String]
    private var records: CSVRecords
    private let columns: ColumnPlaces

    /// - Parameters:
    ///   - required: columns that must be there.
    ///   - aliases: other names of a column, in lower case.
    /// - Throws: `.empty`, `.missingColumn`, `.duplicateColumn`, `.shape`, `.unterminatedQuote`.
    init(
        _ bytes: [UInt8], kind: ImportKind, required: [String], aliases: [String: String] = [:]
    ) throws(ImportFailure) {
        records = CSVRecords(bytes)
        switch try records.next() {
        case .end: throw .empty
        case .broken(_, _, let message, _): throw .shape("the header cannot be read: \(message)")
        case .record(let record): header = record.fields
        }
        var columns: [String: Int] = [:]
        for (index, name) in header.enumerated() {
            let folded = Self.fold(name)
            let key = aliases[folded] ?? folded
            if columns.updateValue(index, forKey: key) != nil, !key.isEmpty { throw .duplicateColumn(name: name) }
        }
        for name in required where columns[Self.fold(name)] == nil {
            throw .missingColumn(name: name, known: header, kind: kind)
        }
        self.columns = ColumnPlaces(columns)
    }

    /// Reads all rows; one for which `body` throws is a problem and the next one follows.
    /// - Throws: `.unterminatedQuote`.
    mutating func forEach(
        _ batch: inout FactBatch, _ body: (CSVRow, inout FactBatch) throws(FieldProblem) -> Void
    ) throws(ImportFailure) {
        while true {
            switch try records.next() {
            case .end: return
            case .broken(let line, let field, let message, let text):
                let column = header.indices.contains(field) ? header[field] : nil
                batch.problems.append(RowProblem(line: line, column: column, message: message, text: text))
            case .record(let record):
                guard record.fields.count == header.count else {
                    let message = "the row has \(record.fields.count) columns, the header \(header.count)"
                    batch.problems.append(
                        RowProblem(line: record.line, column: nil, message: message, text: record.text))
                    continue
                }
                do throws(FieldProblem) {
                    try body(CSVRow(record: record, columns: columns), &batch)
                    batch.rows += 1
                } catch {
                    batch.problems.append(
                        RowProblem(line: record.line, column: error.column, message: error.message, text: record.text))
                }
            }
        }
    }

    static func fold(_ name: String) -> String { name.filter { $0 != " " && $0 != "_" }.lowercased() }
}

/// Where the columns of a file are; a name is folded the first time that it is asked for.
final class ColumnPlaces {
    private let folded: [String: Int]
    private var known: [String: Int?] = [:]

    init(_ folded: [String: Int]) { self.folded = folded }

    func place(of column: String) -> Int? {
        if let place = known[column] { return place }
        let place = folded[CSVTable.fold(column)]
        known[column] = .some(place)
        return place
    }
}

/// One row with its columns by name.
struct CSVRow {
    let record: CSVRecord
    let columns: ColumnPlaces

    var origin: FactOrigin { FactOrigin(line: record.line) }

    /// The field's text; nil where the column is absent or blank.
    func optional(_ column: String) -> String? {
        guard let index = columns.place(of: column) else { return nil }
        let text = record.fields[index]
        return text.isEmpty ? nil : text
    }

    func text(_ column: String) throws(FieldProblem) -> String {
        guard let text = optional(column) else { throw FieldProblem(column: column, message: "a value is missing") }
        return text
    }

    func value<Value>(_ column: String, _ make: (String) -> Value?, _ what: String) throws(FieldProblem) -> Value {
        guard let value = try optionalValue(column, make, what) else {
            throw FieldProblem(column: column, message: "a value is missing")
        }
        return value
    }

    func optionalValue<Value>(
        _ column: String, _ make: (String) -> Value?, _ what: String
    ) throws(FieldProblem) -> Value? {
        guard let text = optional(column) else { return nil }
        guard let value = make(text) else {
            throw FieldProblem(column: column, message: "\(Fields.shown(text)) is not \(what)")
        }
        return value
    }

    func guid(_ column: String) throws(FieldProblem) -> GUID { try value(column, { GUID($0) }, Fields.guid) }
    func optionalGUID(_ column: String) throws(FieldProblem) -> GUID? {
        try optionalValue(column, { GUID($0) }, Fields.guid)
    }

    func decimal(_ column: String) throws(FieldProblem) -> ExactDecimal {
        guard let value = try optionalDecimal(column) else {
            throw FieldProblem(column: column, message: "a number is missing")
        }
        return value
    }

    func optionalDecimal(_ column: String) throws(FieldProblem) -> ExactDecimal? {
        guard let text = optional(column) else { return nil }
        do {
            return try ExactDecimal(parsing: text)
        } catch {
            throw FieldProblem(column: column, message: "\(Fields.shown(text)): \(error.message)")
        }
    }

    /// RFC 3339, a bare date, or what Microsoft's files write.
    func optionalInstant(_ column: String, _ parse: (String) throws(TimeError) -> Instant) throws(FieldProblem)
        -> Instant?
    {
        guard let text = optional(column) else { return nil }
        do {
            return try parse(text)
        } catch {
            throw FieldProblem(column: column, message: "\(Fields.shown(text)): \(error.message)")
        }
    }

    /// `from` and `until` of our own kinds.
    func period() throws(FieldProblem) -> Interval {
        func parse(_ text: String) throws(TimeError) -> Instant { try Instant(parsing: text) }
        guard let from = try optionalInstant("from", parse) else {
            throw FieldProblem(column: "from", message: "a time is missing")
        }
        try Fields.plausible(from, "from")
        let until = try optionalInstant("until", parse)
        if let until, until < from { throw FieldProblem(column: "until", message: "it lies before from") }
        return Interval(from: from, until: until)
    }
}

extension CSVRow {
    /// A time at which something happened, which is not ahead of `now`; it is needed.
    func happened(_ column: String, before now: Instant) throws(FieldProblem) -> Instant {
        guard let time = try optionalTime(column) else {
            throw FieldProblem(column: column, message: "a time is missing")
        }
        try Fields.past(time, column, now)
        return time
    }

    func optionalTime(_ column: String) throws(FieldProblem) -> Instant? {
        try optionalInstant(column) { text throws(TimeError) in try Instant(parsing: text) }
    }

    /// A day, also as Microsoft's files write it.
    func optionalDay(_ column: String) throws(FieldProblem) -> Day? {
        let time = try optionalInstant(column) { text throws(TimeError) in try Instant(parsingFileTime: text) }
        if let time { try Fields.plausible(time, column) }
        return time?.day
    }

    /// An Azure id.
    func scope(_ column: String) throws(FieldProblem) -> String {
        let scope = try text(column)
        guard scope.hasPrefix("/") else {
            throw FieldProblem(column: column, message: "\(Fields.shown(scope)) is no Azure scope; it begins with /")
        }
        return scope
    }
}

/// Words of messages about values.
enum Fields {
    /// What happened, happened in these years; any other date is a mistake of the file.
    static let plausibleTimes = Day(number: 10_957).start..<Day(number: 47_482).start

    static func plausible(_ time: Instant, _ column: String) throws(FieldProblem) {
        if !plausibleTimes.contains(time) {
            throw FieldProblem(column: column, message: "\(time) lies outside of the years 2000 to 2100")
        }
    }

    /// - Parameter now: when the file is imported.
    static func past(_ time: Instant, _ column: String, _ now: Instant) throws(FieldProblem) {
        try plausible(time, column)
        if isFuture(time, now) { throw FieldProblem(column: column, message: "\(time) has not come yet") }
    }

    /// Whether a time lies more than a day ahead: a day is what a clock that goes wrong or a forgotten zone make.
    static func isFuture(_ time: Instant, _ now: Instant) -> Bool {
        time.microseconds - Instant.microsecondsPerDay > now.microseconds
    }

    static let guid = "an id of the form 0e195b37-4574-4539-bc42-0e539b9684c0"

    /// A value in a message: cut, so that a message stays a line.
    static func shown(_ text: String) -> String { "\"\(text.count > 60 ? text.prefix(57) + "…" : text[...])\"" }
}
