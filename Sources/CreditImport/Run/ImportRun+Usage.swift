internal import Credit
internal import Store

extension ImportRun {
    /// Stores the usage files of one set with their ledger in one transaction.
    func importUsage(_ files: [ImportFile]) throws {
        do {
            var files = try files.filter { file in
                guard let known = try unchangedImport(file) else { return true }
                report(Self.unchanged(file, known))
                return false
            }
            if files.isEmpty { return }
            defer { store.tell(nil) }
            let reports = try transaction { writer in try store(&files, writer) }
            for report in reports { self.report(report) }
        } catch let failure as FileFailure {
            for file in files {
                let word = ImportFailure.option(
                    "\(failure.path) of the same set was refused; a set is taken whole or not at all")
                if file.path == failure.path {
                    refuse(file.path, kind: .dailyRatedUsage, failure.failure)
                } else {
                    report(ImportReport(file: file.path, kind: .dailyRatedUsage, failure: word))
                }
            }
        }
    }

    private struct FileFailure: Error {
        let path: String
        let failure: ImportFailure
    }

    /// The import that the same bytes made. The file is only read for that where an import of its size is there.
    private func unchangedImport(_ file: ImportFile) throws -> ImportRecord? {
        let imports = try store.read { try $0.imports() }
        guard imports.contains(where: { $0.kind == file.kind && $0.bytes == file.source.totalBytes }) else {
            return nil
        }
        do throws(ImportFailure) {
            var record = file.record(options: options)
            record.sha256 = try ImportSource(path: file.path).finish()
            return Self.same(record, in: imports, options)
        } catch {
            throw FileFailure(path: file.path, failure: error)
        }
    }

    private func store(_ files: inout [ImportFile], _ writer: any StoreWriter) throws -> [ImportReport] {
        let before = try writer.imports()
        var records: [ImportRecord] = []
        var reports: [ImportReport] = []
        for index in files.indices {
            var record = files[index].record(options: options)
            record.setID = records.first?.setID ?? 0
            record.id = try writer.insert(record)
            if record.setID == 0 { record.setID = record.id }
            let problems = try read(&files[index], &record, writer)
            record.partners = try partners(of: record, writer)
            do {
                try checkPartner(record.partners, imports: before + records, writer)
            } catch let failure as ImportFailure {
                throw FileFailure(path: files[index].path, failure: failure)
            }
            records.append(record)
            reports.append(Self.done(files[index], record, problems, options))
        }
        var months = Set(records.flatMap { $0.usage?.days ?? [] }.map(\.month))
        let replacement: Replacement
        do throws(ImportFailure) {
            replacement = try Replacement(
                kind: .dailyRatedUsage, scopes: Set(records.flatMap(\.scopes)),
                asOf: records.map(\.asOf).max() ?? clock(), imports: before)
        } catch {
            throw FileFailure(path: files[0].path, failure: error)
        }
        let replaced = before.filter { replacement.replaced.contains($0.setID) && $0.isVisible }
        months.formUnion(replaced.flatMap { $0.usage?.days ?? [] }.map(\.month))
        let finishedAt = clock()
        for index in records.indices {
            records[index].state = .done
            records[index].finishedAt = finishedAt
            try writer.update(records[index])
        }
        if var first = records.first { try apply(replacement, to: &first, writer) }
        let ordered = months.sorted()
        if !ordered.isEmpty { try steps.computeLedger(ordered, writer, finishedAt) }
        for index in reports.indices {
            reports[index].replaced = replaced.map(\.name)
            reports[index].replacedBy = replacement.newer.flatMap { id in before.first { $0.setID == id }?.name }
            reports[index].months = ordered
        }
        return reports
    }

    /// Reads one file into line groups and completes its record.
    private func read(
        _ file: inout ImportFile, _ record: inout ImportRecord, _ writer: any StoreWriter
    ) throws -> [RowProblem] {
        observer.began(file.progress)
        defer { observer.ended(file.progress) }
        do {
            var heartbeat = Heartbeat(record, file.progress, of: store, clock: clock)
            let task = UsageImportTask(
                importID: record.id, source: file.source, badRows: options.badRows, progress: file.progress,
                heartbeat: { heartbeat.beat() })
            let outcome = try steps.importUsage(task, writer)
            file.sha256 = try file.source.finish()
            record.sha256 = file.sha256
            record.rows = outcome.rows
            record.rejected = outcome.rejected
            record.usage = outcome.coverage
            record.scopes = Replacement.scopes(of: outcome.coverage)
            try writer.insert(outcome.customers)
            try writer.insert(outcome.plans)
            try writer.insert(outcome.subscriptions)
            return outcome.firstProblems
        } catch let failure as ImportFailure {
            throw FileFailure(path: file.path, failure: failure)
        }
    }
}
