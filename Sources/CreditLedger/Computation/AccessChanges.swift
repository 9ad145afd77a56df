import Credit

/// On which days of a month the answer of stage D can differ from that of the day before, by subscription.
///
/// It can where a grant, link, membership, activation or deny assignment begins or ends; between such days one answer
/// holds. Grants above subscriptions count for all of them.
struct AccessChanges {
    /// Bit d: day d of the month can differ from the day before.
    private var bySubscription: [GUID: UInt32] = [:]
    private var everywhere: UInt32 = 1 << 1

    init(_ facts: DecisionFacts, month: BillingMonth) {
        let marks = Marks(month: month, zone: facts.policy.dayZone)
        let inputs = facts.inputs
        for day in 1...month.dayCount {
            let date = month.firstDay.advanced(by: day - 1)
            let offers = facts.policy.lighthouseOfferNeedsPAL
            if offers.value(on: date) != offers.value(on: date.advanced(by: -1)) { everywhere |= 1 << UInt32(day) }
        }
        var ofObject: [GUID: UInt32] = [:]
        for link in inputs.links {
            if let id = link.objectID { ofObject[id, default: 0] |= marks.days(of: link.interval) }
        }
        var ofGroup: [GUID: UInt32] = [:]
        for member in inputs.groupMembers {
            ofGroup[member.groupID, default: 0] |=
                marks.days(of: member.interval) | (ofObject[member.memberID] ?? 0)
        }
        for grant in inputs.grants {
            var days = marks.days(of: grant.interval)
            for activation in grant.activations { days |= marks.days(of: activation) }
            for member in grant.members ?? [] {
                if let membership = member.membership { days |= marks.days(of: membership) }
                for link in member.links { days |= marks.days(of: link.interval) }
            }
            if let holder = grant.holderID { days |= (ofObject[holder] ?? 0) | (ofGroup[holder] ?? 0) }
            add(days, grant.scope)
        }
        for deny in inputs.denyAssignments { add(marks.days(of: deny.interval), deny.scope) }
    }

    /// Bits of the days that can differ from the day before; all where the subscription is not known.
    func days(of subscription: GUID?) -> UInt32 {
        guard let subscription else { return .max }
        return everywhere | (bySubscription[subscription] ?? 0)
    }

    private mutating func add(_ days: UInt32, _ scope: Scope) {
        if let subscription = scope.subscription {
            bySubscription[subscription, default: 0] |= days
        } else {
            everywhere |= days
        }
    }

    /// The instants of a month, as days.
    private struct Marks {
        /// The first instants of days 1 to the last, and of the one behind.
        private var starts: [Instant] = []

        init(month: BillingMonth, zone: DayZone) {
            for day in 0...month.dayCount { starts.append(zone.interval(of: month.firstDay.advanced(by: day)).from) }
        }

        func days(of interval: Interval) -> UInt32 {
            days(at: interval.from) | (interval.until.map { days(at: $0) } ?? 0)
        }

        /// An instant within a day makes it differ from the day before and the day behind; one between two days makes
        /// these two differ.
        private func days(at instant: Instant) -> UInt32 {
            guard let first = starts.first, let last = starts.last, first <= instant, instant <= last else { return 0 }
            var (low, high) = (0, starts.count)
            while low < high {
                let middle = (low + high) / 2
                if starts[middle] <= instant { low = middle + 1 } else { high = middle }
            }
            // `low` is the day that holds the instant.
            let day = UInt32(1) << UInt32(low)
            return starts[low - 1] == instant ? day : day | day << 1
        }
    }
}
