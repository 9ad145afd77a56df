package import Credit
package import Store

/// Why a file was refused; nothing of it is stored.
package enum ImportFailure: Error, Sendable, Hashable {
    case missingFile
    case unreadable(String)
    case empty
    case unknownKind
    /// A gzip or zip that ends too early or contradicts its own checksum.
    case truncatedArchive(String)
    case archive(String)
    case missingColumn(name: String, known: [String], kind: ImportKind)
    case duplicateColumn(name: String)
    case json(line: Int, column: Int, message: String)
    /// The JSON is well formed and of another shape.
    case shape(String)
    /// A quoted field that never ends.
    case unterminatedQuote(line: Int)
    case recordTooLong(line: Int, limitMegabytes: Int)
    case noSnapshotTime
    /// The snapshot is of a time that has not come.
    case futureSnapshot(Instant)
    case noCustomer
    case noMonth
    /// `first` are the first of them.
    case tooManyBadRows(rejected: Int, rows: Int, limitPercent: String, first: [RowProblem])
    case tie(scope: String, with: String)
    case overlap(scope: String, with: String)
    /// It is of another partner than the files that are stored.
    case otherPartner(found: GUID, known: GUID)
    case option(String)

    /// Stable name for reports.
    package var code: String {
        switch self {
        case .missingFile: "IMPORT_MISSING_FILE"
        case .unreadable: "IMPORT_UNREADABLE"
        case .empty: "IMPORT_EMPTY"
        case .unknownKind: "IMPORT_UNKNOWN_KIND"
        case .truncatedArchive: "IMPORT_TRUNCATED_ARCHIVE"
        case .archive: "IMPORT_ARCHIVE"
        case .missingColumn: "IMPORT_MISSING_COLUMN"
        case .duplicateColumn: "IMPORT_DUPLICATE_COLUMN"
        case .json: "IMPORT_JSON"
        case .shape: "IMPORT_SHAPE"
        case .unterminatedQuote: "IMPORT_UNTERMINATED_QUOTE"
        case .recordTooLong: "IMPORT_RECORD_TOO_LONG"
        case .noSnapshotTime: "IMPORT_NO_SNAPSHOT_TIME"
        case .futureSnapshot: "IMPORT_FUTURE_SNAPSHOT"
        case .noCustomer: "IMPORT_NO_CUSTOMER"
        case .noMonth: "IMPORT_NO_MONTH"
        case .tooManyBadRows: "IMPORT_TOO_MANY_BAD_ROWS"
        case .tie: "IMPORT_TIE"
        case .overlap: "IMPORT_OVERLAP"
        case .otherPartner: "IMPORT_OTHER_PARTNER"
        case .option: "IMPORT_OPTION"
        }
    }

    /// What is wrong and what to do; the caller puts the file's name in front.
    package var message: String {
        switch self {
        case .missingFile: "there is no such file"
        case .unreadable(let detail): "the file cannot be read: \(detail)"
        case .empty: "the file is empty; export it again"
        case .unknownKind:
            "neither the header nor the keys are those of a known kind; say which it is with --as KIND, or export it again"
        case .truncatedArchive(let detail): "the archive is cut off or damaged (\(detail)); download it again"
        case .archive(let detail): "\(detail); unpack it and import what is inside"
        case .missingColumn(let name, let known, let kind):
            "the header has no column \"\(name)\", which \(kind.code) needs. It has: "
                + "\(known.joined(separator: ", ")). Export the file again, or say with --as what it is"
        case .duplicateColumn(let name): "the header has the column \"\(name)\" twice; remove one"
        case .json(let line, let column, let message): "line \(line), column \(column): \(message)"
        case .shape(let detail): "the JSON is not of this kind: \(detail)"
        case .unterminatedQuote(let line): "line \(line): a quoted field begins here and never ends"
        case .recordTooLong(let line, let limit):
            "line \(line): a record is longer than \(limit) MB; a quote may be missing"
        case .noSnapshotTime:
            "a snapshot needs its time; give --at TIME, or put it in the name (role-assignments-2026-10-31T06-00-00Z.json)"
        case .futureSnapshot(let time):
            "the snapshot is dated \(time), which has not come yet; give the time at which it was taken with --at"
        case .noCustomer:
            "the file does not name its customer; give --customer ID, or wrap it as {\"customerTenantId\":…,\"items\":[…]}"
        case .noMonth: "the sheet's month is not known; give --month 2026-10, or put it in the name (…-202610.csv)"
        case .tooManyBadRows(let rejected, let rows, let limit, _):
            "\(rejected) of \(rows) rows are bad, more than \(limit) %; the first ones are listed. Mend the file, or raise "
                + "--max-bad-rows"
        case .tie(let scope, let with):
            "it is as old as \(with), and both are \(scope); say with --as-of which one is newer"
        case .overlap(let scope, let with):
            "it has \(scope) in common with \(with), but not all of it; import a file with the same invoices or months"
        case .otherPartner(let found, let known):
            "it is of the partner with the tenant \(found), and the store is of \(known); keep a store for each partner, or "
                + "allow it with --allow-other-partners"
        case .option(let detail): detail
        }
    }
}
