package import Credit
package import Store

/// Answers questions about credits from the sums of the ledger, and from the lines themselves where no sum can.
///
/// Make one for a view of the store. All queries of a call are answered together: one statement for the months, one for
/// names, one for sums, and where lines must be read one each for groups, directories, decisions and columns.
package final class CreditReports {
    private let reader: any LedgerReader
    private let visibility: UsageVisibility
    private let naming: AccountNaming
    private let rounding: Dated<CreditPolicy.DailyRounding>?
    private var months: [BillingMonth: (record: LedgerMonthRecord, summary: MonthSummary)]?

    /// - Parameters:
    ///   - visibility: of the same state of the store.
    ///   - policy: what the ledger was computed with.
    package init(
        reader: any LedgerReader, visibility: UsageVisibility, naming: AccountNaming, policy: CreditPolicy
    ) {
        let rounding = policy.dailyRounding
        let rounds = rounding.initial != .none || rounding.changes.contains { $0.value != .none }
        self.rounding = rounds ? rounding : nil
        self.reader = reader
        self.visibility = visibility
        self.naming = naming
    }

    /// The breakdown of each query.
    /// - Throws: `StoreError`, `DecimalError.overflow` beyond 256 bits.
    package func answer(_ queries: [CreditQuery]) throws -> [CreditGroups] {
        let months = try ledgerMonths()
        var jobs: [ReportJob] = []
        var numbers: [ReportJob.Question: Int] = [:]
        let jobOf = queries.map { query in
            let question = ReportJob.Question(query)
            if let known = numbers[question] { return known }
            numbers[question] = jobs.count
            jobs.append(ReportJob(question, naming: naming, rounding: rounding))
            return jobs.count - 1
        }
        var fromSums: [(job: Int, month: BillingMonth, source: SumSource)] = []
        var fromLines: [(job: Int, month: BillingMonth)] = []
        for (number, job) in jobs.enumerated() {
            for month in job.question.months {
                guard let known = months[month] else { continue }
                // Lines that count for nothing are still found by their import.
                if known.summary.lines == 0, job.question.filter.importID == nil { continue }
                if let source = SumSource(job.question, month: month, known.summary) {
                    fromSums.append((number, month, source))
                } else {
                    fromLines.append((number, month))
                }
            }
        }
        if !fromSums.isEmpty { try addSums(fromSums, months, to: &jobs) }
        if !fromLines.isEmpty {
            try LineScan(reader: reader, visibility: visibility).add(fromLines, to: &jobs)
        }
        let groups = jobs.map { $0.finish() }
        return zip(queries, jobOf).map { query, job in groups[job].breakdown(within: query.within.map(\.key)) }
    }

    /// The months of the ledger; read once.
    private func ledgerMonths() throws -> [BillingMonth: (record: LedgerMonthRecord, summary: MonthSummary)] {
        if let months { return months }
        var found: [BillingMonth: (record: LedgerMonthRecord, summary: MonthSummary)] = [:]
        for record in try reader.ledgerMonths() { found[record.month] = (record, try MonthSummary(record)) }
        months = found
        return found
    }

    private func addSums(
        _ wanted: [(job: Int, month: BillingMonth, source: SumSource)],
        _ months: [BillingMonth: (record: LedgerMonthRecord, summary: MonthSummary)], to jobs: inout [ReportJob]
    ) throws {
        var store = SumStore(reader: reader)
        for item in wanted {
            guard let known = months[item.month] else { continue }
            store.needNames(item.source.names(jobs[item.job].question), of: known.record)
        }
        try store.readNames()
        for item in wanted {
            guard let known = months[item.month] else { continue }
            let names = store.names(of: item.month)
            let parts = item.source.parts(jobs[item.job].question, names, known.summary, month: item.month)
            store.needParts(item.source.kind, parts, of: known.record)
        }
        try store.readParts()
        for item in wanted {
            guard let known = months[item.month] else { continue }
            let names = store.names(of: item.month)
            var rows = MonthRows(month: item.month, names: names, job: jobs[item.job])
            for part in item.source.parts(jobs[item.job].question, names, known.summary, month: item.month) {
                let table = try store.table(item.source.kind, part, of: item.month)
                switch item.source.kind {
                case .days: try rows.add(table, day: part, to: &jobs[item.job])
                case .dayTotals: try rows.add(daysOf: table, to: &jobs[item.job])
                default: try rows.add(table, day: nil, to: &jobs[item.job])
                }
            }
        }
    }

    /// What was missing when the lines of each question were decided, most lines first.
    package func incomplete(
        _ questions: [(period: ClosedRange<Day>, filter: LineFilter)]
    ) throws -> [[MissingLinesFact]] {
        let months = try ledgerMonths()
        var store = SumStore(reader: reader)
        var wanted: [(question: Int, month: BillingMonth)] = []
        for (number, question) in questions.enumerated() {
            for month in ReportJob.months(of: question.period) {
                guard let known = months[month], !known.summary.missing.isEmpty else { continue }
                store.needNames([.accounts], of: known.record)
                store.needParts(.missing, [0], of: known.record)
                wanted.append((number, month))
            }
        }
        if wanted.isEmpty { return questions.map { _ in [] } }
        try store.readNames()
        try store.readParts()
        var found = [[MissingFact: Int]](repeating: [:], count: questions.count)
        for item in wanted {
            guard let known = months[item.month] else { continue }
            let (period, filter) = questions[item.question]
            let mask = RowMask(filter: filter, period: period, visibility: visibility)
            let passes = store.names(of: item.month).accounts.map { mask.matches($0) }
            for row in try store.table(.missing, 0, of: item.month).rows {
                let day = item.month.firstDay.advanced(by: Int(row.key.group) - 1)
                guard period.contains(day), passes[Int(row.key.account)] else { continue }
                found[item.question][known.summary.missing[Int(row.key.sumClass)], default: 0] += Int(row.lines)
            }
        }
        return found.map { facts in
            facts.map { MissingLinesFact(fact: $0.key, lines: $0.value) }
                .sorted { $0.lines == $1.lines ? $0.fact < $1.fact : $0.lines > $1.lines }
        }
    }
}

/// A fact that was missing, and how many lines of a question were decided without it.
package struct MissingLinesFact: Sendable, Hashable {
    package let fact: MissingFact
    package let lines: Int
}
