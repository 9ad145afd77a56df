internal import Credit
internal import Store

extension ImportRun {
    /// Stores files of facts in one transaction and computes the ledger of the months that they can change.
    func importFacts(_ files: [ImportFile]) throws {
        var refused: [(ImportFile, ImportFailure)] = []
        let reports = try transaction { writer in
            var imports = try writer.imports()
            var reports: [ImportReport] = []
            var changed: [ImportReport] = []
            var months: Set<BillingMonth> = []
            var setIDs: [ImportKind: Int64] = [:]
            let usageMonths = try writer.usageMonths()
            for file in files {
                if let known = Self.same(file.record(options: options), in: imports, options) {
                    reports.append(Self.unchanged(file, known))
                    continue
                }
                do {
                    changed.append(try store(file, &imports, &setIDs, writer))
                    months.formUnion(Self.months(file, usageMonths))
                } catch let failure as ImportFailure {
                    refused.append((file, failure))
                }
            }
            let ordered = months.sorted()
            if !ordered.isEmpty { try steps.computeLedger(ordered, writer, clock()) }
            for index in changed.indices { changed[index].months = ordered }
            return reports + changed
        }
        for report in reports { self.report(report) }
        for (file, failure) in refused { refuse(file.path, kind: file.kind, failure) }
    }

    /// - Throws: `ImportFailure` before anything of the file is stored; `StoreError`.
    private func store(
        _ file: ImportFile, _ imports: inout [ImportRecord], _ setIDs: inout [ImportKind: Int64],
        _ writer: any StoreWriter
    ) throws -> ImportReport {
        var record = file.record(options: options)
        guard let facts = file.facts else { return ImportReport(file: file.path, state: .refused) }
        // Files that are merged record by record are replaced as a whole where their set has a name.
        if record.scopes.isEmpty, let name = options.set { record.scopes = ["set:\(name)"] }
        let setID = options.set == nil ? nil : setIDs[file.kind]
        let replacement = try Replacement(
            kind: file.kind, scopes: Set(record.scopes), asOf: record.asOf, imports: imports, own: setID)
        try checkPartner(
            record.partners, isPartnerFile: file.kind == .partner, imports: imports, writer)
        record.state = .done
        record.finishedAt = clock()
        record.setID = setID ?? 0
        record.id = try writer.insert(record)
        if record.setID == 0 { record.setID = record.id }
        setIDs[file.kind] = record.setID
        try facts.write(importID: record.id, to: writer)
        try RawArchive.write(file.content, importID: record.id, to: writer)
        try apply(replacement, to: &record, writer)
        var report = Self.done(file, record, facts.problems, options)
        report.notes = Array(facts.notes.prefix(10))
        guard replacement.changesOthers else {
            // Asking for all imports after each of thousands of files would cost more than the files.
            imports.append(record)
            return report
        }
        report.replaced = imports.filter { replacement.replaced.contains($0.setID) && $0.isVisible }.map(\.name)
        report.replacedBy = replacement.newer.flatMap { id in imports.first { $0.setID == id }?.name }
        imports = try writer.imports()
        return report
    }

    /// Marks what was replaced, or the new set itself where a newer one is there.
    func apply(_ replacement: Replacement, to record: inout ImportRecord, _ writer: any StoreWriter) throws(StoreError)
    {
        let at = record.finishedAt ?? record.startedAt
        if let newer = replacement.newer {
            try writer.replace(sets: [record.setID], by: newer, at: at)
        } else if !replacement.replaced.isEmpty {
            try writer.replace(sets: replacement.replaced, by: record.setID, at: at)
        }
    }

    /// The months whose ledger the file can change, of those that have usage.
    private static func months(_ file: ImportFile, _ usageMonths: [BillingMonth]) -> [BillingMonth] {
        switch file.kind {
        case .partner, .customers, .subscriptions, .entitlements, .roleAssignments, .accessGrants, .partnerIDLinks,
            .activityLog, .denyAssignments, .groupMembers, .activations, .managementGroups, .roleDefinitions:
            return usageMonths
        case .priceSheet:
            // Other views than that of consumption exclude products in any month.
            return usageMonths.filter { file.facts?.view != .azureConsumption || $0 == file.facts?.month }
        default: return []
        }
    }

    /// The import that the same bytes made, with the same options that matter.
    static func same(_ record: ImportRecord, in imports: [ImportRecord], _ options: ImportOptions) -> ImportRecord? {
        imports.first { known in
            known.sha256 == record.sha256 && known.kind == record.kind && known.at == record.at
                && known.month == record.month && known.view == record.view && known.customer == record.customer
                && known.state != .failed && known.state != .running
                // A replaced file may be put back by saying that it is the newest.
                && !(known.state == .replaced && options.asOf.map { $0 > known.asOf } ?? false)
        }
    }

    static func unchanged(_ file: ImportFile, _ known: ImportRecord) -> ImportReport {
        var report = ImportReport(file: file.path, state: .unchanged)
        report.kind = known.kind
        report.importID = known.id
        report.sha256 = known.sha256
        report.bytes = known.bytes
        report.rows = known.rows
        report.rejected = known.rejected
        report.message = "the same bytes were imported before as \(known.name); nothing is changed"
        return report
    }

    static func done(
        _ file: ImportFile, _ record: ImportRecord, _ problems: [RowProblem], _ options: ImportOptions
    ) -> ImportReport {
        var report = ImportReport(file: file.path, state: .done)
        report.kind = record.kind
        report.importID = options.isDryRun ? nil : record.id
        report.setName = record.setName
        report.sha256 = record.sha256
        report.bytes = record.bytes
        report.rows = record.rows
        report.rejected = record.rejected
        report.asOf = record.asOf
        report.at = record.at
        report.isDryRun = options.isDryRun
        report.problems = Array(problems.prefix(10))
        return report
    }
}
