import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// A period as it is and as it would have been.
struct SimulationKey: Sendable {
    let before: ReportKey
    let after: ReportKey
}

enum SimulationFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<SimulationKey>("CreditSimulation", key: SimulationKey.self) {
            One("before") { key, _ in key.before }
            One("after") { key, _ in key.after }
            One("difference", waits: true) { level -> [CreditTotals] in
                try level.keys.map { key in
                    guard let before = try level.context.totals([key.before]).first,
                        let after = try level.context.totals([key.after]).first
                    else { return CreditTotals(currency: .usd) }
                    return try after.subtracting(before)
                }
            }
        }
    }
}

extension RequestContext {
    /// The credits of a period under other facts. Nothing is written: the ledger of the months is computed into memory.
    func simulate(_ arguments: InputObject) throws -> SimulationKey {
        guard let decision = snapshot.decision else { throw APIError.missingFact(APITexts.noPartner) }
        let before = try report(arguments)
        let changes = arguments.object("changes") ?? InputObject()
        var inputs = decision.inputs
        var rows = Array(0..<Int32(inputs.grants.count))
        var keys = snapshot.grants.sources.map(\.key)
        try remove(changes.strings("removeGrants") ?? [], &inputs, &rows, &keys)
        var knownAccess = snapshot.knownAccess
        for (number, input) in (changes.objects("addGrants") ?? []).enumerated() {
            let grant = try added(input, number)
            inputs.grants.append(grant)
            rows.append(-1)
            keys.append("simulated|\(number)")
            if let subscription = grant.scope.subscription { knownAccess.insert(subscription) }
        }
        if let text = changes.string("rate") {
            guard let rate = try? ExactDecimal(parsing: text), rate >= .zero, rate <= .one else {
                throw APIError.badChange("`rate` is \(text); give a fraction from 0 to 1, such as \"0.15\".")
            }
            inputs.policy.rate = Dated(rate)
        }
        if let isActive = changes.boolean("programAgreementActive") {
            inputs.partner.programAgreement = isActive ? [Interval(from: .distantPast, until: nil)] : []
        }
        let facts = LedgerFacts(
            decision: DecisionFacts(inputs), planResellers: snapshot.planResellers, grantKeys: keys,
            knownAccess: knownAccess)
        var after = before
        after.view = try ledgerView(facts, grantRows: rows, period: before.period)
        return SimulationKey(before: before, after: after)
    }

    private func ledgerView(
        _ facts: LedgerFacts, grantRows: [Int32], period: ClosedRange<Day>
    ) throws -> LedgerView {
        let ledger = SimulatedLedger(over: reader())
        let wanted = period.lowerBound.month...period.upperBound.month
        let months = try ledger.usageMonths().filter { wanted.contains($0) }
        try LedgerComputation.run(months: months, facts: facts, writer: ledger, now: now)
        let visibility = try visibility()
        let reports = CreditReports(
            reader: ledger, visibility: visibility, naming: AccountNaming(snapshot),
            policy: facts.decision?.policy ?? CreditPolicy())
        let pages = LinePages(reader: ledger, visibility: visibility, directories: directories, reports: reports)
        return LedgerView(facts: facts, grantRows: grantRows, reports: reports, pages: pages)
    }

    private func remove(
        _ ids: [String], _ inputs: inout DecisionFacts.Inputs, _ rows: inout [Int32], _ keys: inout [String]
    ) throws(APIError) {
        var removed: Set<Int> = []
        for text in ids {
            let id = GlobalID(text)
            guard let id, id.type == .accessGrant, let row = snapshot.grants.row(key: id.key), seesGrant(row) else {
                throw .badID(argument: "removeGrants", expected: "the id of an access grant that you may see")
            }
            removed.insert(Int(row))
        }
        if removed.isEmpty { return }
        inputs.grants = inputs.grants.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
        rows = rows.filter { !removed.contains(Int($0)) }
        keys = keys.enumerated().filter { !removed.contains($0.offset) }.map(\.element)
    }

    /// A grant that is not there, held to the same rules as one that is recorded.
    private func added(_ input: InputObject, _ number: Int) throws -> AccessGrant {
        var problems: [UserProblem] = []
        let record = try grantRecord(input, &problems)
        guard let record, problems.isEmpty else {
            let texts = problems.map { problem in
                "\(problem.code) at \(problem.path.dropFirst().joined(separator: ".")): "
                    + TextCatalogue.english.render(problem.text)
            }
            throw APIError.badChange("`addGrants[\(number)]` cannot be: \(texts.joined(separator: " "))")
        }
        let scope = Scope(record.scope)
        let customer = scope.subscription.flatMap { snapshot.subscriptions.row(id: $0) }
            .map { snapshot.customers.tenants[Int(snapshot.subscriptions.customers[Int($0)])] }
        return DecisionFactsLoader.grant(record, customer: customer)
    }
}
