@testable import Credit

/// The rules of pec.md section 13 once more, written as plainly as the text and without any index: quarters of days
/// are tried one by one. Slow on purpose; only worlds whose times are quarters of days are right here.
struct Oracle {
    let inputs: DecisionFacts.Inputs

    func reason(_ line: LineFacts) -> CreditReason {
        let partner = inputs.partner
        if partner.kind != .directBill && partner.kind != .indirectProvider { return .partnerNotBilled }
        if let agreement = partner.programAgreement,
            !quarters(line.day).allSatisfy({ quarter in agreement.contains { holds($0, quarter) } })
        {
            return .programAgreementInactive
        }
        let product = line.product
        if product.offer == .legacyAzure { return .legacyOffer }
        if product.skuName.hasSuffix("spot") { return .spotVM }
        if product.stated?.isInPriceList == false { return .notInPriceList }
        if product.creditPercentage == ExactDecimal(100) { return .azureCreditApplied }
        return access(line)
    }

    private func access(_ line: LineFacts) -> CreditReason {
        let candidates = inputs.grants.filter { isCandidate($0, line) }
        if candidates.isEmpty { return .noAccess }
        let failures = candidates.map { firstFailure($0, line) }
        let passing = zip(candidates, failures).filter { $0.1 == nil }.map(\.0)
        if passing.isEmpty { return failures.compactMap { $0 }.max { $0.rawValue < $1.rawValue } ?? .noAccess }
        let day = quarters(line.day)
        if inputs.policy.coverageMode == .union {
            if day.allSatisfy({ quarter in passing.contains { isEffective($0, line, quarter) } }) { return .okEligible }
        } else if passing.contains(where: { grant in day.allSatisfy { isEffective(grant, line, $0) } }) {
            return .okEligible
        }
        var ended = false
        for grant in passing {
            let all = (-20..<60).map { line.day.start.microseconds + $0 * Self.quarter }
            let effective = all.filter { isEffective(grant, line, $0) }
            if effective.isEmpty {
                // Nothing left of it by its links: its own interval counts.
                if day.contains(where: { holds(grant.interval, $0) }) { return .accessNotFullDay }
                ended = ended || grant.interval.end <= line.day.start
            } else {
                if effective.contains(where: { day.contains($0) }) { return .accessNotFullDay }
                ended = ended || effective.contains { $0 < line.day.start.microseconds }
            }
        }
        return ended ? .accessRemoved : .accessNotYetGranted
    }

    private static let quarter: Int64 = 21_600_000_000

    private func quarters(_ day: Day) -> [Int64] { (0..<4).map { day.start.microseconds + $0 * Self.quarter } }

    private func holds(_ interval: Interval, _ quarter: Int64) -> Bool {
        interval.from.microseconds <= quarter && quarter < interval.end.microseconds
    }

    private func subscription(_ line: LineFacts) -> GUID? {
        line.subscription ?? World.subscriptions.first { line.path.hasPrefix("/subscriptions/\($0)") }
    }

    private func isCandidate(_ grant: AccessGrant, _ line: LineFacts) -> Bool {
        if inputs.considersEveryGrant { return true }
        let text = grant.scope.text.lowercased()
        if let id = subscription(line), text.contains(id.description) { return true }
        if grant.customerID != nil, grant.customerID == line.customer { return true }
        let isGroup = text.contains("managementgroups")
        return isGroup && (grant.customerID == nil || line.customer == nil)
            && subscription(line) == World.subscriptions[0]
    }

    private func reaches(_ scope: Scope, _ line: LineFacts) -> Bool {
        var text = scope.text.lowercased()
        if text == "/" { return true }
        while text.hasSuffix("/") { text.removeLast() }
        if text.contains("managementgroups") { return subscription(line) == World.subscriptions[0] }
        return (line.path.lowercased() + "/").hasPrefix(text + "/")
    }

    private func name(_ organization: AccessGrant.Organization) -> String? {
        switch organization {
        case .unknown: nil
        case .named(let name): name
        case .partnerID(let id): self.organization(ofPartnerID: id)
        }
    }

    private func organization(ofPartnerID id: String) -> String {
        switch id {
        case "1", "2": "p"
        case "3": "r"
        case "4": "q"
        default: "somebody else"
        }
    }

    private func isOurs(_ name: String, _ line: LineFacts) -> Bool {
        name == "p" || (line.reseller == 0 && name == "r") || (line.reseller == 1 && name == "q")
    }

    /// The organisation of a grant: of an AOBO grant without one, that of the group.
    private func owner(_ grant: AccessGrant) -> String? {
        if let own = name(grant.organization) { return own }
        guard grant.path == .aobo, let group = group(grant), ["p", "q", "r"].contains(group) else { return nil }
        return group
    }

    private func group(_ grant: AccessGrant) -> String? {
        guard let principal = grant.foreignPrincipal, principal.group != nil else { return nil }
        return name(principal.tenantOf) ?? name(grant.organization)
    }

    private func needsLink(_ grant: AccessGrant) -> Bool {
        grant.path == .directRBAC || grant.path == .lighthouseARM
            || (grant.path == .lighthouseOffer && inputs.policy.lighthouseOfferNeedsPAL.initial)
    }

    private func links(_ grant: AccessGrant, at quarter: Int64) -> [String] {
        (grant.members ?? []).filter { member in member.membership.map { holds($0, quarter) } ?? true }
            .flatMap(\.links).filter { holds($0.interval, quarter) }.map { organization(ofPartnerID: $0.partnerID) }
    }

    private func firstFailure(_ grant: AccessGrant, _ line: LineFacts) -> CreditReason? {
        if let owner = owner(grant), !isOurs(owner, line) { return .wrongPartnerAccess }
        if !reaches(grant.scope, line) { return .scopeMismatch }
        switch World.roles.firstIndex(of: grant.role) {
        case 0, 1: break
        case 2, 4: return .roleNotEligible
        default: return .roleUnknown
        }
        if grant.path == .aobo, !(group(grant).map { isOurs($0, line) } ?? false) { return .aoboGroupMismatch }
        if needsLink(grant) {
            let linked = quarters(line.day).flatMap { links(grant, at: $0) }
            if linked.isEmpty { return .partnerIDNotLinked }
            if !linked.contains(where: { isOurs($0, line) }) { return .partnerIDWrongOrg }
        }
        let denied = inputs.denyAssignments.contains { deny in
            quarters(line.day).contains { holds(deny.interval, $0) } && reaches(deny.scope, line)
                && isDenyOf(deny, line)
                && (deny.organization.map { name($0) == owner(grant) || isStranger($0) && isStranger(grant) } ?? true)
        }
        if denied { return .denyAssignment }
        if grant.activation == .jitEligible {
            if grant.path == .lighthouseOffer || grant.path == .lighthouseARM { return .jitNotActive }
            let active = grant.activations.contains { interval in quarters(line.day).contains { holds(interval, $0) } }
            if !active { return .jitNotActive }
        }
        return nil
    }

    /// Organisations that nobody described are all one stranger; no grant of a stranger gets this far.
    private func isStranger(_ organization: AccessGrant.Organization) -> Bool { false }
    private func isStranger(_ grant: AccessGrant) -> Bool { false }

    private func isDenyOf(_ deny: DenyAssignment, _ line: LineFacts) -> Bool {
        if inputs.considersEveryGrant { return true }
        if deny.scope.text == "/" { return deny.customerID == line.customer || line.customer == nil }
        if deny.scope.text.lowercased().contains("managementgroups") {
            return deny.customerID == nil || line.customer == nil || deny.customerID == line.customer
        }
        return true
    }

    private func isEffective(_ grant: AccessGrant, _ line: LineFacts, _ quarter: Int64) -> Bool {
        if !holds(grant.interval, quarter) { return false }
        if needsLink(grant), !links(grant, at: quarter).contains(where: { isOurs($0, line) }) { return false }
        return grant.activation != .jitEligible || grant.activations.contains { holds($0, quarter) }
    }
}
