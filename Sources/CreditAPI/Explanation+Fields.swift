import Catalogue
import Credit
import GraphQLExecution

/// Whether a place earns on a day, decided, with what is needed to explain it.
struct EligibilityKey: Sendable {
    let line: LineFacts
    let decision: LineDecision

    /// - Throws: `.badScope` for a place outside the subscription, `.missingFact` while no partner is known.
    init(_ key: SubscriptionKey, on day: Day, scope: String?, _ context: RequestContext) throws(APIError) {
        let snapshot = context.snapshot
        guard let facts = snapshot.decision else { throw .missingFact(APITexts.noPartner) }
        if let scope, Scope(scope).subscription != snapshot.subscriptions.subscriptionIDs[key.index] {
            throw .badScope(
                "`scope` must be the Azure id of something in this subscription: /subscriptions/{subscriptionId}/….")
        }
        line = snapshot.accessQuestion(ofSubscription: key.row, path: scope, on: day)
        decision = facts.decide(line)
    }
}

/// An explanation in words, with what its evidence points to.
final class ExplanationKey: Sendable {
    let explanation: Explanation
    let texts: TextCatalogue
    /// The usage line that was decided; nil where the question was about a place.
    let line: UsageLineKey?

    init(_ explanation: Explanation, texts: TextCatalogue, line: UsageLineKey? = nil) {
        self.explanation = explanation
        self.line = line
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
                guard let facts = level.context.snapshot.decision else {
                    throw APIError.missingFact(APITexts.noPartner)
                }
                let texts = level.context.texts(level.arguments)
                return level.keys.map { key in
                    ExplanationKey(
                        facts.explain(key.line).explanation.withoutPassedProductChecks,
                        texts: texts)
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
                        for node in level.context.nodes(of: evidence, in: key.step, line: key.explanation.line) {
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
        of evidence: ExplanationStep.Evidence, in step: ExplanationStep, line: UsageLineKey?
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
            let row = line?.batch.grantRows.map { $0[index] } ?? Int32(index)
            // A grant of a simulation is nowhere else.
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
        case .denyAssignment: return []
        }
    }
}
