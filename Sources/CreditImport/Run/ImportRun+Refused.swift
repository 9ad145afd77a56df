internal import Credit
internal import Store

extension ImportRun {
    /// Reports a refused file, and keeps the refusal with its reasons so that it can be looked up. Nothing of what the
    /// file says is kept.
    func refuse(_ path: String, kind: ImportKind?, _ failure: ImportFailure) {
        report(ImportReport(file: path, kind: kind, failure: failure))
        guard let kind, !options.isDryRun else { return }
        // Where not even this can be written, the report has said it.
        try? keep(path, kind, failure)
    }

    private func keep(_ path: String, _ kind: ImportKind, _ failure: ImportFailure) throws {
        let source = try ImportSource(path: path)
        let now = clock()
        var record = ImportRecord(
            id: 0, setID: 0, setName: options.set, kind: kind, name: source.name, sha256: [], state: .failed,
            startedAt: now, finishedAt: now, rows: 0, rejected: 0, bytes: source.totalBytes,
            asOf: options.asOf ?? Instant(microseconds: source.modifiedMicroseconds), scopes: [])
        record.sha256 = try source.finish()
        var problems = [RowProblem(line: failure.line, column: nil, message: failure.message, text: [])]
        if case .tooManyBadRows(let rejected, _, _, let first) = failure {
            record.rejected = rejected
            problems += first
        }
        try store.write { writer in
            // Trying the same file again is no news.
            let known = try writer.imports()
            if known.contains(where: { $0.state == .failed && $0.sha256 == record.sha256 && $0.kind == kind }) {
                return
            }
            let id = try writer.insert(record)
            try writer.insert(problems.map { $0.record(importID: id) })
        }
    }
}

extension ImportFailure {
    /// The line that it is about; 1 where it is about the file.
    fileprivate var line: Int {
        switch self {
        case .json(let line, _, _), .unterminatedQuote(let line), .recordTooLong(let line, _): line
        default: 1
        }
    }
}
