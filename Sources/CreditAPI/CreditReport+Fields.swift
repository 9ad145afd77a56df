import Catalogue
import Credit
import CreditLedger
import GraphQLExecution

/// A report, or a group of one: which lines it is about.
struct ReportKey: Sendable {
    let period: ClosedRange<Day>
    /// The same for all parents of a level, so that they are answered together.
    let filter: LineFilter
    /// What sets this report, or this group, apart from the others of its level.
    var within: [GroupPath] = []
    /// What it is read from; nil: the stored ledger. The same for all parents of a level.
    var view: LedgerView?

    func query(_ dimension: CreditDimension?) -> CreditQuery {
        CreditQuery(period: period, filter: filter, within: within, dimension: dimension)
    }

    /// The filter with what sets the report apart, for questions that know no groups.
    var wholeFilter: LineFilter {
        var filter = filter
        for path in within {
            guard case .id(let id) = path.key else { continue }
            switch path.dimension {
            case .customer: filter.restrict(customers: [id])
            case .subscription: filter.subscriptions = filter.subscriptions.map { $0.intersection([id]) } ?? [id]
            default: continue
            }
        }
        return filter
    }
}

enum CreditReportFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<ReportKey>("CreditReport", key: ReportKey.self) {
            One("period") { key, _ in key.period }
            One("totals", waits: true) { level in
                try level.context.totals(level.keys)
            }
            Many("billing", waits: true) { level in try level.context.billing(level.keys) }
            One("by", waits: true) { level -> [GroupPage] in
                try level.context.groups(level.keys.map { ($0, 0) }, level.arguments)
            }
            One("lines", waits: true) { level -> [LineConnection<CreditLineKey>] in
                try level.context.linePages(level.keys, try level.arguments.page(level.context))
            }
            Many("incomplete", waits: true) { level in try level.context.incomplete(level.keys) }
        }
        Object<CreditTotals>("CreditTotals", key: CreditTotals.self) {
            Text("currency") { totals, _ in totals.currency.description }
            amount("list") { $0.list }
            amount("net") { $0.net }
            amount("earned") { $0.earned }
            amount("missed") { $0.missed }
            Integer("lines") { totals, _ in totals.lines }
            Integer("eligibleLines") { totals, _ in totals.eligibleLines }
            Integer("disagreeingLines") { totals, _ in totals.disagreeingLines }
        }
        Object<MissingLinesFact>("MissingFact", key: MissingLinesFact.self) {
            Text("kind") { missing, _ in missing.fact.kind }
            OneOf("object") { level in level.keys.map { level.context.object(of: $0.fact) } }
            Leaf("text") { level in
                let texts = level.context.texts(level.arguments)
                let (snapshot, keys) = (level.context.snapshot, level.keys)
                return { row, out in out.string(texts.render(APITexts.missing(keys[row].fact, in: snapshot))) }
            }
            Integer("lines") { missing, _ in missing.lines }
        }
    }

    private static func amount(
        _ name: String, _ value: @escaping @Sendable (AmountSums) -> WideDecimal
    ) -> Leaf<RequestContext, CreditTotals> {
        Leaf(name) { level in
            let keys = level.keys
            return { row, out in out.decimal(value(keys[row].amounts)) }
        }
    }
}

extension RequestContext {
    /// The totals of each report in US dollars.
    func totals(_ reports: [ReportKey]) throws -> [CreditTotals] {
        try answer(reports.map { $0.query(nil) }, in: reports.first?.view).map { groups in
            try groups.groups.first?.totals() ?? CreditTotals(currency: .usd)
        }
    }

    /// The totals of each report by billing currency.
    func billing(_ reports: [ReportKey]) throws -> Lists<CreditTotals> {
        var lists = Lists<CreditTotals>(parents: reports.count)
        for groups in try answer(reports.map { $0.query(nil) }, in: reports.first?.view) {
            lists.append(try groups.groups.first?.billing() ?? [])
        }
        return lists
    }

    /// What was missing when the lines of each report were decided.
    func incomplete(_ reports: [ReportKey]) throws -> Lists<MissingLinesFact> {
        var lists = Lists<MissingLinesFact>(parents: reports.count)
        let reader = try reports.first?.view?.reports ?? reportReader()
        for facts in try reader.incomplete(reports.map { ($0.period, $0.wholeFilter) }) { lists.append(facts) }
        return lists
    }

    fileprivate func object(of fact: MissingFact) -> AbstractKey? {
        guard case .access(let id) = fact, let row = snapshot.subscriptions.row(id: id),
            sees(snapshot.subscriptions.customers[Int(row)])
        else { return nil }
        return AbstractKey("Subscription", SubscriptionKey(row))
    }

    /// Breakdowns, each asked for once a request, all of a level together.
    /// - Parameter view: another ledger than the stored one.
    func answer(_ queries: [CreditQuery], in view: LedgerView? = nil) throws -> [CreditGroups] {
        if let view { return try view.answer(queries) }
        var seen: Set<CreditQuery> = []
        let unknown = queries.filter { knownGroups[$0] == nil && seen.insert($0).inserted }
        if !unknown.isEmpty {
            for (query, groups) in zip(unknown, try reportReader().answer(unknown)) { remember(groups, for: query) }
        }
        return queries.map { knownGroups[$0] ?? CreditGroups(groups: []) }
    }
}

extension MissingFact {
    /// The kind of file that would supply it.
    fileprivate var kind: String {
        switch self {
        case .partner: "PARTNER"
        case .priceSheet: "PRICE_SHEET"
        case .access: "ROLE_ASSIGNMENTS"
        }
    }
}
