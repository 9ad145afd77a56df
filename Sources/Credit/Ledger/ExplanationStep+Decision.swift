// The steps that the decision records. Keys lead to the text catalogue.
extension ExplanationStep {
    static func partnerBilled(_ passed: Bool, kind: PartnerKind) -> ExplanationStep {
        ExplanationStep(
            check: CreditReason.partnerNotBilled.code, passed: passed,
            text: ExplanationText(
                passed ? "partner.billed" : "partner.notBilled", ["kind": .label("label.kind.\(kind.code)")]),
            source: .troubleshooting, evidence: [.partner])
    }

    /// - Parameter partner: PartnerID of the partner who was billed; empty: not known.
    static func transferred(to partner: String, day: Day) -> ExplanationStep {
        ExplanationStep(
            check: CreditReason.partnerNotBilled.code, passed: false,
            text: ExplanationText(
                "partner.transferred", ["day": .day(day), "partner": .text(partner.isEmpty ? "–" : partner)]),
            source: .transfer, evidence: [.partner])
    }

    static func agreement(_ passed: Bool, isKnown: Bool, day: Day) -> ExplanationStep {
        ExplanationStep(
            check: CreditReason.programAgreementInactive.code, passed: passed,
            text: ExplanationText(
                isKnown ? (passed ? "agreement.active" : "agreement.inactive") : "agreement.unknown",
                ["day": .day(day)]),
            source: .troubleshooting, evidence: [.partner])
    }

    static func product(
        _ check: CreditReason, failed: Bool, _ product: ProductFacts, isSheetMissing: Bool
    ) -> ExplanationStep {
        var key = "product.\(check.code).\(failed ? "failed" : "passed")"
        switch check {
        case .notInPriceList where isSheetMissing: key = "product.NOT_IN_PRICE_LIST.skipped"
        case .notInPriceList where product.market == nil: key += ".noMarket"
        case .azureCreditApplied where product.azureCreditPercentage.isZero:
            key = "product.AZURE_CREDIT_APPLIED.none"
        default: break
        }
        var evidence: [Evidence] = [.line]
        switch check {
        case .reservation, .marketplace, .thirdParty, .notInPriceList:
            evidence.append(
                .price(productID: product.productID, skuID: product.skuID, market: product.market, day: product.day))
        default: break
        }
        return ExplanationStep(
            check: check.code, passed: !failed,
            text: ExplanationText(
                key,
                [
                    "product": .text(product.productID), "sku": .text(product.skuID), "day": .day(product.day),
                    "market": .text(product.market?.description ?? "–"),
                    "percent": .percent(product.azureCreditPercentage),
                ]),
            source: source(of: check), evidence: evidence)
    }

    static func noGrant(day: Day) -> ExplanationStep {
        ExplanationStep(
            check: CreditReason.noAccess.code, passed: false, text: ExplanationText("access.none", ["day": .day(day)]),
            source: .faq)
    }

    /// - Parameter denial: what blocks it, as a place in the facts' list.
    static func grantFailed(
        _ grant: Int, _ reason: CreditReason, of facts: DecisionFacts, denial: Int? = nil
    ) -> ExplanationStep {
        ExplanationStep(
            check: reason.code, passed: false, text: ExplanationText("grant.\(reason.code)", named(grant, facts)),
            source: source(of: reason),
            evidence: [.grant(grant)] + (denial.map { [.denyAssignment($0)] } ?? []))
    }

    static func grantPassed(_ grant: Int, of facts: DecisionFacts, day: Day) -> ExplanationStep {
        ExplanationStep(
            check: CreditReason.okEligible.code, passed: true,
            text: ExplanationText("grant.passed", named(grant, facts)),
            source: .explanation, evidence: [.grant(grant)])
    }

    /// - Parameter count: how many roles passed, where they cover the day together.
    static func covered(by grant: Int, alone: Bool, count: Int, day: Day) -> ExplanationStep {
        ExplanationStep(
            check: CreditReason.accessNotFullDay.code, passed: true,
            text: ExplanationText(
                alone ? "day.covered" : "day.coveredTogether", ["day": .day(day), "count": .count(count)]),
            source: alone ? .troubleshooting : .derived, evidence: [.grant(grant)])
    }

    static func notCovered(
        _ reason: CreditReason, grant: Int, day: Day, of facts: DecisionFacts
    ) -> ExplanationStep {
        ExplanationStep(
            check: reason.code, passed: false,
            text: ExplanationText(
                "day.\(reason.code)", ["day": .day(day), "interval": .interval(facts.grants[grant].interval)]),
            source: source(of: reason), evidence: [.grant(grant)])
    }

    private static func named(
        _ grant: Int, _ facts: DecisionFacts
    ) -> KeyValuePairs<String, ExplanationText.Argument> {
        let raw = facts.grants[grant]
        return [
            "role": .text(raw.role.listed?.name ?? raw.role.name ?? raw.role.definitionID?.description ?? "–"),
            "path": .label("label.path.\(raw.path.code)"), "scope": .text(raw.scope.text),
            "interval": .interval(raw.interval),
        ]
    }

    private static func source(of reason: CreditReason) -> RuleSource {
        switch reason {
        case .reservation, .spotVM, .marketplace, .thirdParty, .notAzurePlan, .notInPriceList, .scopeMismatch,
            .okEligible:
            .explanation
        case .savingsPlan: .savings
        case .telcoPayg: .telco
        case .azureCreditApplied: .creditOffer
        case .roleNotEligible: .roles
        case .noAccess, .accessRemoved: .faq
        case .roleUnknown, .accessNotYetGranted: .derived
        default: .troubleshooting
        }
    }
}

extension ExplanationText {
    /// One sentence that says all.
    static func summary(of decision: LineDecision, _ line: LineFacts) -> ExplanationText {
        ExplanationText(
            "summary.\(decision.reason.code)",
            ["day": .day(line.day), "rate": .percent((try? decision.rate.multiplied(by: ExactDecimal(100))) ?? .zero)])
    }
}
