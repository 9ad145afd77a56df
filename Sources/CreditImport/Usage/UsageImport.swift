internal import CByteScan
internal import Credit
package import Store

/// The import of one daily rated usage file: two threads read and work, the caller's writes to the
/// transaction.
///
/// Memory does not grow with the file, and the same file gives the same groups. A line's number is that of the line of
/// the file on which its record begins, as an editor counts: the header is 1, and a record with newlines in its quotes
/// is as many lines long.
package enum UsageImport {
    /// Rejected rows that the report shows.
    private static let shownProblems = 20

    /// As `ImportSteps.importUsage`.
    /// - Throws: `ImportFailure` for a file that is refused, `StoreError`.
    package static func run(_ task: UsageImportTask, _ writer: any StoreWriter) throws -> UsageImportOutcome {
        // The workers' memory goes back to the system before the ledger takes its own, or both would count.
        defer { free_memory_to_system() }
        return try run(task, writer, workers: 2, limits: UsageWorker.Limits())
    }

    static func run(
        _ task: UsageImportTask, _ writer: any StoreWriter, workers: Int, limits: UsageWorker.Limits
    ) throws -> UsageImportOutcome {
        var reader = BlockReader(task.source, limits)
        let headerBytes = try reader.header()
        if headerBytes.isEmpty { throw ImportFailure.empty }
        var record = headerBytes
        if record.last == 0x0A { record.removeLast() }
        if record.last == 0x0D { record.removeLast() }
        let header = try UsageHeader(parsing: record, isTranslated: task.source.translation != nil)

        let pipe = UsagePipe(task, reader, workers: workers)
        let seen = UsageSeen()
        var threads: [WorkerThread] = []
        defer { for thread in threads { thread.join() } }
        for index in 0..<workers {
            let thread = WorkerThread { [importID = task.importID] in
                UsageWorker(
                    index: index, importID: importID, header: header, limits: limits, pipe: pipe, seen: seen
                ).run()
            }
            guard let thread else {
                pipe.fail(ImportFailure.unreadable("the system gives no more threads"))
                break
            }
            threads.append(thread)
        }
        do {
            return try collect(task, header, headerBytes, pipe, seen, writer)
        } catch {
            pipe.fail(error)
            throw error
        }
    }

    /// The thread of the transaction.
    private static func collect(
        _ task: UsageImportTask, _ header: UsageHeader, _ headerBytes: [UInt8], _ pipe: UsagePipe, _ seen: UsageSeen,
        _ writer: any StoreWriter
    ) throws -> UsageImportOutcome {
        var rows = 0
        var rejected = 0
        var shown: [RowProblem] = []
        var blankLines: [UsageFileFormat.BlankLine] = []
        var parts = 0
        collecting: while true {
            let step = try pipe.next()
            task.heartbeat()
            for packed in task.source.translation?.archive.take() ?? [] {
                try unsafe writer.insertRaw(import: task.importID, part: parts, packed.span.bytes)
                parts += 1
            }
            switch step {
            case .end: break collecting
            case .pause: continue
            case .output(let output):
                for group in output.groups { _ = try writer.insert(group) }
                if !output.problems.isEmpty {
                    try writer.insert(output.problems.map { $0.record(importID: task.importID) })
                    shown = Array((shown + output.problems).sorted { $0.line < $1.line }.prefix(shownProblems))
                }
                blankLines += output.blankLines
                rows += output.rows
                rejected += output.rejected
                task.progress.add(rows: output.rows + output.rejected)
                // Hopeless, whatever follows: the rest need not be read.
                if rejected > 10_000 && rejected > rows { try refuse(task, rejected, rows, shown) }
            }
        }
        if !task.badRows.allows(rejected: rejected, of: rows + rejected) { try refuse(task, rejected, rows, shown) }
        let seen = seen.current
        let format = UsageFileFormat(
            header: header.isTranslated ? [] : headerBytes, columns: header.columns, extraNames: header.extraNames,
            blankLines: blankLines.sorted { $0.line < $1.line })
        let coverage = UsageCoverage(
            invoices: seen.invoices.sorted(), hasUnbilled: seen.hasUnbilled, currencies: seen.currencies.sorted(),
            days: seen.days.sorted(), format: format.encoded())
        return UsageImportOutcome(
            rows: rows, rejected: rejected, firstProblems: shown, coverage: coverage,
            customers: records(seen.customers) { $0.origin.line = $1 },
            plans: records(seen.plans) { $0.origin.line = $1 },
            subscriptions: records(seen.subscriptions) { $0.origin.line = $1 })
    }

    /// Ascending by id, each with the newest line that says so.
    private static func records<Record>(
        _ table: [GUID: UsageSeen.Naming<Record>], _ setLine: (inout Record, Int) -> Void
    ) -> [Record] {
        table.sorted { $0.key < $1.key }.map { _, naming in
            var record = naming.record
            setLine(&record, naming.place.line)
            return record
        }
    }

    private static func refuse(_ task: UsageImportTask, _ rejected: Int, _ rows: Int, _ shown: [RowProblem]) throws {
        throw ImportFailure.tooManyBadRows(
            rejected: rejected, rows: rows + rejected, limitPercent: task.badRows.percent, first: shown)
    }
}
