extension DecisionFacts {
    /// What is known about access to a subscription; make it once, ask it often.
    package func subscriptionAccess(subscription: GUID?, customer: GUID?) -> SubscriptionAccess {
        index.access(to: subscription, of: customer, inputs: inputs, judged: judged)
    }

    /// Stage D: whether the partner's access earns the credit at a place on a day.
    /// - Parameters:
    ///   - path: the resource's path; not looked at where `access.accessClass` is not `.byResource`.
    ///   - reseller: the reseller of record, as a place in `resellers`.
    package func access(_ access: SubscriptionAccess, path: Span<UInt8>, day: Day, reseller: Int?) -> AccessDecision {
        var trace = NoTrace()
        return decideAccess(access, path: path, day: day, reseller: reseller, trace: &trace)
    }

    func decideAccess<Trace: DecisionTrace>(
        _ access: SubscriptionAccess, path: Span<UInt8>, day: Day, reseller: Int?, trace: inout Trace
    ) -> AccessDecision {
        let interval = policy.dayZone.interval(of: day)
        let resellerOrganization = reseller.map { organizations.ofReseller[$0] } ?? Organizations.billed
        let linkNeededForOffer = policy.lighthouseOfferNeedsPAL.value(on: day)
        var coverage = DayCoverage(day: interval)
        var passing = 0
        var whole: Int?
        var failed: (reason: CreditReason, grant: Int)?

        func note(_ reason: CreditReason, _ grant: Int) {
            if failed.map({ reason.rawValue > $0.reason.rawValue }) ?? true { failed = (reason, grant) }
        }

        for grant in access.touching {
            let asked = GrantQuestion(
                facts: self, grant: grant, access: access, day: interval, resellerOrganization: resellerOrganization,
                linkNeededForOffer: linkNeededForOffer)
            if let reason = asked.firstFailure(path: path) {
                note(reason, grant)
                if Trace.isRecording {
                    let denial = reason == .denyAssignment ? asked.denial(path: path) : nil
                    trace.add(.grantFailed(grant, reason, of: self, denial: denial))
                }
                continue
            }
            passing += 1
            let coversAlone = asked.addStretches(to: &coverage)
            if Trace.isRecording { trace.add(.grantPassed(grant, of: self, day: day)) }
            if coversAlone {
                whole = whole ?? grant
                if !Trace.isRecording { break }
            }
        }
        if passing == 0 {
            for other in access.elsewhere {
                let isOurs =
                    other.organization == Organizations.unknown || other.organization == Organizations.billed
                    || other.organization == resellerOrganization
                let reason: CreditReason = isOurs ? .scopeMismatch : .wrongPartnerAccess
                note(reason, other.grant)
                if Trace.isRecording { trace.add(.grantFailed(other.grant, reason, of: self)) }
            }
            guard let failed else {
                if Trace.isRecording { trace.add(.noGrant(day: day)) }
                return AccessDecision(reason: .noAccess, grant: nil)
            }
            return AccessDecision(reason: failed.reason, grant: failed.grant)
        }
        if let decider = whole ?? (policy.coverageMode == .union ? coverage.cover() : nil) {
            if Trace.isRecording { trace.add(.covered(by: decider, alone: whole != nil, count: passing, day: day)) }
            return AccessDecision(reason: .okEligible, grant: decider)
        }
        let (reason, grant) = coverage.failure()
        if Trace.isRecording { trace.add(.notCovered(reason, grant: grant, day: day, of: self)) }
        return AccessDecision(reason: reason, grant: grant)
    }
}

/// The checks D2 to D10 of one grant for one place and day.
/// - Source: pec.md section 13.
struct GrantQuestion {
    let facts: DecisionFacts
    let grant: Int
    let access: SubscriptionAccess
    let day: Interval
    let resellerOrganization: Int
    let linkNeededForOffer: Bool

    /// Nil: the grant passes.
    func firstFailure(path: Span<UInt8>) -> CreditReason? {
        let judged = facts.judged[grant]
        if judged.organization != Organizations.unknown && !isOurs(judged.organization) { return .wrongPartnerAccess }
        if !reaches(judged.scope, path: path) { return .scopeMismatch }
        switch judged.role {
        case .eligible: break
        case .notEligible: return .roleNotEligible
        case .unknown: return .roleUnknown
        }
        if judged.path == .aobo {
            guard judged.foreignPrincipalOf >= 0, isOurs(judged.foreignPrincipalOf) else { return .aoboGroupMismatch }
        } else if needsLink(judged.path) {
            var linked = false
            var linkedToOurs = false
            for link in judged.links where link.interval.overlaps(day) {
                linked = true
                linkedToOurs = linkedToOurs || isOurs(link.organization)
            }
            if !linked { return .partnerIDNotLinked }
            if !linkedToOurs { return .partnerIDWrongOrg }
        }
        if denial(path: path) != nil { return .denyAssignment }
        if let activations = judged.activations {
            // Lighthouse: only a permanent assignment earns.
            if judged.path == .lighthouseOffer || judged.path == .lighthouseARM { return .jitNotActive }
            if !activations.contains(where: { $0.overlaps(day) }) { return .jitNotActive }
        }
        return nil
    }

    /// Adds what of the grant its links and activations leave, unless that covers the day alone.
    /// - Returns: whether that covers the whole day.
    func addStretches(to coverage: inout DayCoverage) -> Bool {
        let judged = facts.judged[grant]
        let isLinked = needsLink(judged.path)
        if !isLinked && judged.activations == nil {
            if judged.interval.contains(day) { return true }
            coverage.add(from: judged.interval.from, end: judged.interval.end, grant: grant)
            return false
        }
        var own = DayCoverage(day: day)
        var count = 0
        let always = Interval(from: .distantPast, until: nil)
        for index in 0..<(isLinked ? judged.links.count : 1) {
            if isLinked && !isOurs(judged.links[index].organization) { continue }
            guard let linked = (isLinked ? judged.links[index].interval : always).intersection(judged.interval) else {
                continue
            }
            if judged.activations == nil && linked.contains(day) { return true }
            for activation in judged.activations ?? [always] {
                guard let left = linked.intersection(activation) else { continue }
                coverage.add(from: left.from, end: left.end, grant: grant)
                own.add(from: left.from, end: left.end, grant: grant)
                count += 1
            }
        }
        if count == 0 { coverage.addEmpty(judged.interval, grant: grant) }
        return own.cover() != nil
    }

    private func isOurs(_ organization: Int) -> Bool {
        organization == Organizations.billed || organization == resellerOrganization
    }

    private func needsLink(_ path: AccessPath) -> Bool {
        switch path {
        case .aobo: false
        case .lighthouseOffer: linkNeededForOffer
        case .lighthouseARM, .directRBAC: true
        }
    }

    private func reaches(_ scope: Scope, path: Span<UInt8>) -> Bool {
        switch scope.level {
        case .root: true
        case .managementGroup(let name):
            access.subscription.map { facts.inputs.managementGroups.contains($0, in: name) } ?? false
        case .subscription(let id): id == access.subscription
        case .inside, .other: scope.covers(path: path)
        }
    }

    /// The first deny assignment that blocks the grant, as a place in the facts' list; nil where none does.
    func denial(path: Span<UInt8>) -> Int? {
        let judged = facts.judged[grant]
        for number in access.denies {
            let deny = facts.inputs.denyAssignments[number]
            guard deny.interval.overlaps(day), reaches(deny.scope, path: path) else { continue }
            if let organization = deny.organization {
                if facts.organizations.number(organization) == judged.organization { return number }
                continue
            }
            let holder = judged.holderID
            if holder.map({ deny.excludedPrincipals.contains($0) }) ?? false { continue }
            if deny.principals.isEmpty || deny.principals.contains(DenyAssignment.everyone) { return number }
            if holder.map({ deny.principals.contains($0) }) ?? false { return number }
        }
        return nil
    }
}
