internal import Credit
internal import Store

/// A file that was opened and whose kind is known; of facts also what it says.
struct ImportFile {
    let path: String
    let source: ImportSource
    let kind: ImportKind
    let progress: ImportProgress
    /// When it was opened.
    let startedAt: Instant
    /// By `--as-of`, else the file's own time.
    var asOf: Instant
    /// The file is a list of the parts of an export, and holds nothing else.
    var manifest: ExportManifest?
    /// What the parts of one export of usage in JSON have in common; nil for other files.
    var export: String?
    var facts: FactBatch?
    var content: [UInt8] = []
    var sha256: [UInt8] = []

    /// Opens a file, finds its kind, and reads it whole when it holds facts.
    static func open(
        _ path: String, options: ImportOptions, now: Instant, observer: any ImportObserver
    ) throws(ImportRefusal) -> ImportFile {
        var kind = options.kind
        do throws(ImportFailure) {
            let source = try ImportSource(path: path)
            let start = try source.peek(KindDetection.peekBytes)
            if start.isEmpty { throw .empty }
            let isJSON = KindDetection.isJSON(start)
            let beginning = isJSON && (kind ?? .dailyRatedUsage) == .dailyRatedUsage ? UsageBeginning(start) : nil
            if kind == nil { kind = isJSON ? beginning?.kind : KindDetection.csv(start) }
            let progress = ImportProgress(name: source.name, totalBytes: source.totalBytes)
            let asOf = options.asOf ?? Instant(microseconds: source.modifiedMicroseconds)
            if kind == .dailyRatedUsage {
                if isJSON { source.translate() }
                return ImportFile(
                    path: path, source: source, kind: .dailyRatedUsage, progress: progress, startedAt: now, asOf: asOf,
                    export: beginning?.export)
            }
            if kind == nil, !isJSON { throw .unknownKind }
            observer.began(progress)
            defer { observer.ended(progress) }
            let bytes = try source.readAll(limit: FactFile.limitBytes)
            progress.set(bytes: source.consumedBytes)
            if kind == nil {
                let document = try FactFile.document(bytes)
                if let manifest = ExportManifest(document) {
                    return ImportFile(
                        path: path, source: source, kind: .dailyRatedUsage, progress: progress, startedAt: now,
                        asOf: asOf, manifest: manifest)
                }
                kind = KindDetection.json(document)
            }
            guard let kind else { throw .unknownKind }
            var file = ImportFile(
                path: path, source: source, kind: kind, progress: progress, startedAt: now, asOf: asOf)
            let facts = try FactFile.read(
                bytes, FileContext(name: source.name, kind: kind, options: options, now: now))
            progress.add(rows: facts.rows + facts.problems.count)
            file.facts = facts
            file.content = bytes
            file.sha256 = try source.finish()
            return file
        } catch {
            throw ImportRefusal(kind: kind, failure: error)
        }
    }

    /// The row of the import as it begins.
    func record(options: ImportOptions) -> ImportRecord {
        var record = ImportRecord(
            id: 0, setID: 0, setName: options.set, kind: kind, name: source.name, sha256: sha256, state: .running,
            startedAt: startedAt, rows: facts?.rows ?? 0, rejected: facts?.problems.count ?? 0,
            bytes: source.totalBytes, asOf: asOf, at: facts?.at, month: facts?.month ?? options.month,
            view: facts?.view ?? options.view, customer: options.customer, scopes: facts?.scopes ?? [])
        record.partners = facts?.partnerTenants.sorted() ?? []
        return record
    }
}

/// A file that was refused, with its kind as far as that was known.
struct ImportRefusal: Error {
    let kind: ImportKind?
    let failure: ImportFailure
}
