internal import CByteScan
package import Credit
package import Store

/// Is told when the reading of a file begins and ends, to show its progress.
package protocol ImportObserver: AnyObject {
    func began(_ progress: ImportProgress)
    func ended(_ progress: ImportProgress)
}

/// One run of `import`: files in, one report a file.
///
/// All facts of a run are one transaction with one computation of the ledger; then each usage file, or each `--set` of
/// them, is a transaction of its own with the ledger of the months that it touches.
package struct ImportRun {
    let store: any CreditStore
    let steps: ImportSteps
    let options: ImportOptions
    let observer: any ImportObserver
    let clock: () -> Instant
    let report: (ImportReport) -> Void

    package init(
        store: any CreditStore, steps: ImportSteps, options: ImportOptions, observer: any ImportObserver,
        clock: @escaping () -> Instant, report: @escaping (ImportReport) -> Void
    ) {
        self.store = store
        self.steps = steps
        self.options = options
        self.observer = observer
        self.clock = clock
        self.report = report
    }

    /// - Throws: what the store throws; a refused file is a report and stops no other.
    package func run(_ paths: [String]) throws {
        keep_no_large_memory()
        var facts: [ImportFile] = []
        var usage: [ImportFile] = []
        var manifests: [(path: String, manifest: ExportManifest)] = []
        var refused: [(path: String, refusal: ImportRefusal)] = []
        for path in paths {
            do throws(ImportRefusal) {
                let file = try ImportFile.open(path, options: options, now: clock(), observer: observer)
                if let manifest = file.manifest {
                    manifests.append((path, manifest))
                } else if file.facts == nil {
                    usage.append(file)
                } else {
                    facts.append(file)
                }
            } catch {
                refused.append((path, error))
            }
        }
        for (path, refusal) in refused {
            refuse(path, kind: refusal.kind, refusal.failure)
        }
        if options.set != nil, !refused.isEmpty {
            // A set is whole or it is not there.
            let failure = ImportFailure.option(
                "another file of the set was refused; a set is taken whole or not at all")
            for file in facts + usage { report(ImportReport(file: file.path, kind: file.kind, failure: failure)) }
            return
        }
        usage = sortByManifest(manifests, usage)
        usage.sort { ($0.asOf, $0.source.name) < ($1.asOf, $1.source.name) }
        if !facts.isEmpty { try importFacts(facts) }
        if options.set != nil {
            if !usage.isEmpty { try importUsage(usage) }
        } else {
            for export in Self.exports(usage) { try importUsage(export) }
        }
    }

    /// Files of one export: the pages or parts of JSON that are given together, else each file alone.
    private static func exports(_ files: [ImportFile]) -> [[ImportFile]] {
        var exports: [[ImportFile]] = []
        var places: [String: Int] = [:]
        for file in files {
            if let place = file.export.flatMap({ places[$0] }) {
                exports[place].append(file)
                continue
            }
            if let export = file.export { places[export] = exports.count }
            exports.append([file])
        }
        return exports
    }

    /// Runs a transaction; a dry run ends in its undoing.
    func transaction<Result>(_ body: (any StoreWriter) throws -> Result) throws -> Result {
        guard options.isDryRun else { return try store.write(body) }
        var result: Result?
        do {
            try store.write { writer in
                result = try body(writer)
                throw DryRun()
            }
        } catch is DryRun {}
        guard let result else { throw StoreError.statement(detail: "a dry run without a result") }
        return result
    }

    private struct DryRun: Error {}
}
