extension DecisionFacts {
    /// Stage A: why the partner earns nothing on a day, whatever was used.
    /// - Parameter evaluated: the partner asked about; nil is the billed one.
    package func partnerReason(day: Day, evaluated: PartnerFacts? = nil) -> CreditReason? {
        var trace = NoTrace()
        return decidePartner(day: day, evaluated: evaluated, other: nil, trace: &trace)
    }

    /// The decision for one line: the first failing check of stages A to C, then access.
    /// - Source: pec.md section 13.
    package func decide(_ line: LineFacts, evaluated: PartnerFacts? = nil) -> LineDecision {
        var trace = NoTrace()
        return decide(line, evaluated: evaluated, trace: &trace)
    }

    /// The same decision with its steps.
    package func explain(
        _ line: LineFacts, evaluated: PartnerFacts? = nil
    ) -> (decision: LineDecision, explanation: Explanation) {
        var trace = StepTrace()
        let decision = decide(line, evaluated: evaluated, trace: &trace)
        return (decision, Explanation(summary: .summary(of: decision, line), steps: trace.steps))
    }

    /// Puts the answers of the parts together; what `decide` does, for callers that asked the parts themselves.
    package func combine(
        partner: CreditReason?, product: ProductDecision, access: AccessDecision?, day: Day
    ) -> LineDecision {
        if let reason = partner ?? product.reason {
            return LineDecision(reason: reason, rate: .zero, grant: nil)
        }
        guard let access else {
            return LineDecision(
                reason: .noAccess, rate: .zero, grant: nil, isPriceListMissing: product.isPriceListMissing)
        }
        return LineDecision(
            reason: access.reason, rate: access.reason.isEligible ? policy.rate.value(on: day) : .zero,
            grant: access.grant, isPriceListMissing: product.isPriceListMissing)
    }

    private func decide<Trace: DecisionTrace>(
        _ line: LineFacts, evaluated: PartnerFacts?, trace: inout Trace
    ) -> LineDecision {
        let unasked = ProductDecision(reason: nil, isPriceListMissing: false)
        let other = line.otherPartner
        if let reason = decidePartner(day: line.day, evaluated: evaluated, other: other, trace: &trace) {
            return combine(partner: reason, product: unasked, access: nil, day: line.day)
        }
        let product = decideProduct(line.product, trace: &trace)
        if product.reason != nil { return combine(partner: nil, product: product, access: nil, day: line.day) }
        let path = line.path.utf8
        let subscription = line.subscription ?? Scope.subscription(ofPath: path.span)
        let access = decideAccess(
            subscriptionAccess(subscription: subscription, customer: line.customer), path: path.span, day: line.day,
            reseller: line.reseller, trace: &trace)
        return combine(partner: nil, product: product, access: access, day: line.day)
    }

    private func decidePartner<Trace: DecisionTrace>(
        day: Day, evaluated: PartnerFacts?, other: String?, trace: inout Trace
    ) -> CreditReason? {
        if let other {
            if Trace.isRecording { trace.add(.transferred(to: other, day: day)) }
            return .partnerNotBilled
        }
        let asked = evaluated ?? partner
        // Another partner than the one that Microsoft bills for the line is not billed either.
        let isBilled = asked.kind.isBilledByMicrosoft && asked == partner
        if Trace.isRecording { trace.add(.partnerBilled(isBilled, kind: asked.kind)) }
        if !isBilled { return .partnerNotBilled }
        var isActive = true
        if let agreement = partner.programAgreement {
            var coverage = DayCoverage(day: policy.dayZone.interval(of: day))
            for interval in agreement where !interval.isEmpty {
                coverage.add(from: interval.from, end: interval.end, grant: 0)
            }
            isActive = coverage.cover() != nil
        }
        if Trace.isRecording {
            trace.add(.agreement(isActive, isKnown: partner.programAgreement != nil, day: day))
        }
        return isActive ? nil : .programAgreementInactive
    }
}
