import Catalogue
import Credit
import CreditLedger
import GraphQLExecution

/// Whether a place earns on a day, decided, with what is needed to explain it.
struct EligibilityKey: Sendable {
    let line: LineFacts
    let decision: LineDecision
    /// Of the past where the question was; nil: the newest.
    let past: PastState?

    /// - Throws: `.badScope` for a place outside the subscription, `.missingFact` while no partner is known.
    init(
        _ key: SubscriptionKey, on day: Day, scope: String?, _ past: PastState?, _ context: RequestContext
    ) throws(APIError) {
        let present = context.snapshot
        let snapshot = past?.snapshot ?? present
        self.past = past
        guard let facts = snapshot.decision else { throw .missingFact(APITexts.noPartner) }
        let id = present.subscriptions.subscriptionIDs[key.index]
        if let scope, Scope(scope).subscription != id {
            throw .badScope(
                "`scope` must be the Azure id of something in this subscription: /subscriptions/{subscriptionId}/….")
        }
        // A subscription that nobody knew then had the access that was known then: none, or some above it.
        line =
            if let row = snapshot.subscriptions.row(id: id) {
                snapshot.accessQuestion(ofSubscription: row, path: scope, on: day)
            } else {
                present.accessQuestion(ofSubscription: key.row, path: scope, on: day)
            }
        decision = facts.decide(line)
    }
}

/// An explanation in words, with what its evidence points to.
final class ExplanationKey: Sendable {
    let explanation: Explanation
    let texts: TextCatalogue
    /// The usage line that was decided; nil where the question was about a place.
    let line: UsageLineKey?
    /// The state of the past that the question was about; nil: the newest.
    let past: PastState?

    init(_ explanation: Explanation, texts: TextCatalogue, line: UsageLineKey? = nil, past: PastState? = nil) {
        self.explanation = explanation
        self.line = line
        self.past = past
        self.texts = texts
    }
}

/// One step of an explanation.
struct StepKey: Sendable {
    let explanation: ExplanationKey
    let index: Int

    var step: ExplanationStep { explanation.explanation.steps[index] }
}

enum ExplanationFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<EligibilityKey>("Eligibility", key: EligibilityKey.self) {
            Flag("eligible") { key, _ in key.decision.isEligible }
            Text("reason") { key, _ in key.decision.reason.code }
            Leaf("rate") { level in
                let keys = level.keys
                return { row, out in out.decimal(keys[row].decision.rate) }
            }
            One("explanation") { level -> [ExplanationKey] in
                let texts = level.context.texts(level.arguments)
                return try level.keys.map { key in
                    guard let facts = (key.past?.snapshot ?? level.context.snapshot).decision else {
                        throw APIError.missingFact(APITexts.noPartner)
                    }
                    return ExplanationKey(
                        facts.explain(key.line).explanation.withoutPassedProductChecks, texts: texts, past: key.past)
                }
            }
        }
        Object<ExplanationKey>("Explanation", key: ExplanationKey.self) {
            Text("summary") { key, _ in key.texts.render(key.explanation.summary) }
            Many("steps") { key, _ in key.explanation.steps.indices.map { StepKey(explanation: key, index: $0) } }
        }
        Object<StepKey>("ExplanationStep", key: StepKey.self) {
            Text("check") { key, _ in key.step.check }
            Flag("passed") { key, _ in key.step.passed }
            Text("text") { key, _ in key.explanation.texts.render(key.step.text) }
            Text("source") { key, _ -> String? in
                key.step.source.flatMap { $0 == .derived ? nil : $0.title }
            }
            ManyOf("evidence") { level in
                var lists = Lists<AbstractKey?>(parents: level.keys.count)
                for key in level.keys {
                    for evidence in key.step.evidence {
                        for node in level.context.nodes(
                            of: evidence, in: key.step, line: key.explanation.line, past: key.explanation.past)
                        {
                            lists.add(node)
                        }
                    }
                    lists.endList()
                }
                return lists
            }
        }
    }
}

extension ExplanationStep {
    /// The day that the step is about.
    fileprivate var day: Day? {
        for argument in text.arguments { if case .day(let day) = argument.value { return day } }
        return nil
    }
}

extension Explanation {
    /// Of a question without a product: the checks of products were not really made.
    fileprivate var withoutPassedProductChecks: Explanation {
        Explanation(
            summary: summary,
            steps: steps.filter { step in
                let stage = CreditReason(code: step.check)?.stage
                return !(step.passed && (stage == .product || stage == .azureCredit))
            })
    }
}

extension RequestContext {
    /// The objects that a piece of evidence stands for; none for what has no object of its own.
    fileprivate func nodes(
        of evidence: ExplanationStep.Evidence, in step: ExplanationStep, line: UsageLineKey?, past: PastState?
    ) -> [AbstractKey] {
        switch evidence {
        case .partner:
            guard let owner = snapshot.partners.owner else { return [] }
            if step.check == CreditReason.programAgreementInactive.code {
                let agreements = snapshot.partners.agreements
                // Where it passed, those that hold on the day; else all, for none of them does.
                let rows = agreements.indices.filter { row in
                    agreements[row].partner == owner
                        && (!step.passed || (step.day.map { agreements[row].period.overlaps(Interval($0)) } ?? true))
                }
                return rows.map { AbstractKey("ProgramAgreement", ProgramAgreementKey(Int32($0))) }
            }
            return [AbstractKey("Partner", PartnerKey(owner))]
        case .reseller(let index):
            guard let tenant = snapshot.decision?.resellers[index].tenantID,
                let row = snapshot.partners.row(tenant: tenant)
            else { return [] }
            return [AbstractKey("Partner", PartnerKey(row))]
        case .grant(let index):
            let row = (past?.view.grantRows ?? line?.batch.grantRows).map { $0[index] } ?? Int32(index)
            // A grant of a simulation, or one that is gone since, is nowhere else.
            if row < 0 || !seesGrant(row) { return [] }
            return [AbstractKey("AccessGrant", GrantKey(row))]
        case .price(let productID, let skuID, let market, let day):
            guard let market else { return [] }
            let key = Catalogue.PriceListKey(market: market, month: day.month, view: .azureConsumption)
            guard let list = snapshot.prices.list(key) else { return [] }
            return snapshot.prices.rows(
                list: list, productID: productID, skuID: skuID, on: day, in: snapshot.arena
            ).map { AbstractKey("PriceItem", PriceKey($0)) }
        case .line: return line.map { [AbstractKey("UsageLine", $0)] } ?? []
        case .denyAssignment(let index):
            let facts = line?.batch.ledger.decision ?? (past?.snapshot ?? snapshot).decision
            guard let deny = facts?.denyAssignments[index],
                let row = snapshot.denials.denials.firstIndex(where: { $0.deny == deny })
            else { return [] }
            let customer = snapshot.denials.customers[row]
            if !scope.isAll && (customer < 0 || !sees(customer)) { return [] }
            return [AbstractKey("DenyAssignment", DenyKey(Int32(row)))]
        }
    }
}
