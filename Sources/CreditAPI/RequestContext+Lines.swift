import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// Which lines are asked for.
struct LineQuestion: Sendable {
    let period: ClosedRange<Day>
    let filter: LineFilter
    /// Nil: the stored ledger.
    let view: LedgerView?

    /// The question of how many they are.
    var totals: CreditQuery { CreditQuery(period: period, filter: filter) }
}

/// A part of a batch's lines: one page.
struct LineWindow: Sendable {
    let rows: Range<Int>
    let hasNext: Bool
    let hasPrevious: Bool
    let question: LineQuestion
}

extension RequestContext {
    /// A page of each report's lines, all in one batch.
    func linePages<Line>(_ reports: [ReportKey], _ request: PageRequest) throws -> [LineConnection<Line>] {
        let after = try request.after.map { text throws(APIError) -> LineCursor in
            var reader = CursorReader(text, .lines)
            guard let bytes = reader?.text(), let cursor = LineCursor(bytes: bytes) else {
                throw .foreignCursor(argument: "after")
            }
            return cursor
        }
        let questions = reports.map { LineQuestion(period: $0.period, filter: $0.wholeFilter, view: $0.view) }
        let view = reports.first?.view
        let pages = try view?.pages ?? lineReader()
        let queries = questions.map { question in
            LinePageQuery(
                period: question.period, filter: question.filter, first: request.size, after: after,
                columns: LineBatch.firstColumns, hasDecisions: false)
        }
        let found = try pages.pages(queries)
        let batch = LineBatch(
            found.flatMap(\.rows), ledger: view?.facts ?? ledgerFacts, pages: pages, grantRows: view?.grantRows,
            isPast: isPast || view?.isPast == true)
        var start = 0
        return zip(questions, found).map { question, page in
            defer { start += page.rows.count }
            return LineConnection(
                batch: batch,
                window: LineWindow(
                    rows: start..<(start + page.rows.count), hasNext: page.hasNext, hasPrevious: after != nil,
                    question: question))
        }
    }

    /// How many lines fit each question.
    func counts(_ questions: [LineQuestion]) throws -> [Int] {
        try answer(questions.map(\.totals), in: questions.first?.view).map { answer in
            answer.groups.reduce(0) { $0 + $1.lines }
        }
    }

    /// The lines at these addresses that the viewer may see; nil in the place of others.
    func lines(_ addresses: [LineAddress]) throws -> [UsageLineKey?] {
        let pages = try lineReader()
        let found = try pages.lines(addresses, columns: LineBatch.firstColumns, hasDecisions: false)
        let batch = LineBatch(found.compactMap(\.self), ledger: ledgerFacts, pages: pages, isPast: isPast)
        var next = 0
        return found.map { row in
            guard row != nil else { return nil }
            defer { next += 1 }
            guard let customer = snapshot.customers.row(tenant: batch.lines[next].customer), sees(customer) else {
                return nil
            }
            return UsageLineKey(batch: batch, row: next)
        }
    }

    private var ledgerFacts: LedgerFacts {
        LedgerFacts(decision: snapshot.decision, planResellers: snapshot.planResellers)
    }
}
