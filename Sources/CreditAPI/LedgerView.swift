import Catalogue
import Credit
import CreditLedger
import Store

/// A ledger that reports and lines are read from, other than the stored one: one that was computed for a question.
final class LedgerView: Sendable {
    let facts: LedgerFacts
    /// For each grant of the facts its row in the snapshot; −1 for one that is not stored.
    let grantRows: [Int32]
    // A request runs on one thread at a time.
    private nonisolated(unsafe) let madeReports: CreditReports
    private nonisolated(unsafe) let madePages: LinePages
    private nonisolated(unsafe) var groups: [CreditQuery: CreditGroups] = [:]

    /// Whether it is the store as it stood at an earlier instant.
    let isPast: Bool

    init(facts: LedgerFacts, grantRows: [Int32], reports: CreditReports, pages: LinePages, isPast: Bool = false) {
        self.isPast = isPast
        self.facts = facts
        self.grantRows = grantRows
        unsafe madeReports = reports
        unsafe madePages = pages
    }

    var reports: CreditReports { unsafe madeReports }
    var pages: LinePages { unsafe madePages }

    /// Breakdowns, each worked out once.
    func answer(_ queries: [CreditQuery]) throws -> [CreditGroups] {
        var seen: Set<CreditQuery> = []
        let unknown = queries.filter { unsafe groups[$0] == nil && seen.insert($0).inserted }
        if !unknown.isEmpty {
            for (query, found) in zip(unknown, try reports.answer(unknown)) { unsafe groups[query] = found }
        }
        return queries.map { unsafe groups[$0] ?? CreditGroups(groups: []) }
    }
}
