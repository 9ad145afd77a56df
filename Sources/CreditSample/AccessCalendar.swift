/// The access decision of every resource group of every subscription for every day, made once.
struct AccessCalendar: Sendable {
    private let reasons: [SampleReason]
    private let groupsPerSubscription: Int
    private let days: Range<Int>

    /// - Parameter members: the subscriptions with usage, in ascending order; others have no decision.
    init(days: Range<Int>, count: Int, members: [SampleSubscription], groupsPerSubscription: Int) {
        self.days = days
        self.groupsPerSubscription = groupsPerSubscription
        var reasons: [SampleReason] = []
        reasons.reserveCapacity(count * days.count * groupsPerSubscription)
        let blank = repeatElement(SampleReason.noAccess, count: days.count * groupsPerSubscription)
        for subscription in members {
            while reasons.count < subscription.index * blank.count { reasons += blank }
            let reachesAllGroups = subscription.grants.allSatisfy { $0.resourceGroup == nil }
            for day in days {
                let first = Self.decide(subscription.grants, group: 0, day: day)
                reasons.append(first)
                for group in 1..<groupsPerSubscription {
                    reasons.append(
                        reachesAllGroups ? first : Self.decide(subscription.grants, group: group, day: day))
                }
            }
        }
        self.reasons = reasons
    }

    /// Where the groups' decisions of a subscription and day begin.
    func start(subscription: Int, day: Int) -> Int {
        (subscription * days.count + day - days.lowerBound) * groupsPerSubscription
    }

    subscript(start: Int, group: Int) -> SampleReason { reasons[start + group] }

    /// Whether the whole day is covered, and why not.
    /// - Source: pec.md sections 9 and 13, stage D.
    static func decide(_ grants: [SampleGrant], group: Int, day: Int) -> SampleReason {
        if grants.isEmpty { return .noAccess }
        let begin = Moment(day: day)
        let end = Moment(day: day + 1)
        var passing: [(from: Moment, until: Moment)] = []
        let never = Moment(day: 4_000_000)
        var worst = SampleReason.noAccess
        for grant in grants {
            let reaches = grant.resourceGroup == nil || grant.resourceGroup == group
            // A link counts for the days that it touches; on others there is none.
            let isLinkPresent = grant.link.map { $0.from < end && $0.until ?? end > begin } ?? true
            var failure = grant.failure ?? (isLinkPresent ? nil : .partnerIDNotLinked)
            if failure == nil, grant.denial?.overlaps(begin, end) ?? false { failure = .denyAssignment }
            if failure == nil, let active = grant.activations, !active.contains(where: { $0.overlaps(begin, end) }) {
                failure = .justInTimeNotActive
            }
            if !reaches, failure != .wrongPartnerAccess { failure = .scopeMismatch }
            if let failure {
                if failure.rawValue > worst.rawValue { worst = failure }
                continue
            }
            let (from, until) = (grant.effectiveFrom, grant.effectiveUntil ?? never)
            for active in grant.activations ?? [SampleGrant.Stretch(from: from, until: until)] {
                passing.append((max(from, active.from), min(until, active.until)))
            }
        }
        if passing.isEmpty { return worst }
        passing.sort { $0.from < $1.from }
        var covered = begin
        for stretch in passing where stretch.from <= covered { covered = max(covered, stretch.until) }
        if covered >= end { return .eligible }
        if passing.contains(where: { $0.from < end && $0.until > begin }) { return .accessNotFullDay }
        if passing.contains(where: { $0.until <= begin }) { return .accessRemoved }
        return .accessNotYetGranted
    }
}
