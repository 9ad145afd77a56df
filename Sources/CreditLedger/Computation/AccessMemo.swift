import Credit

/// The answers of stage D that `AccessTable` does not have: of resources where a grant sits that deep, of resellers that
/// lines name against their plan, of subscriptions that only resources name.
struct AccessMemo {
    private struct Key: Hashable {
        let subscription: GUID?
        let customer: GUID
        let reseller: Int
    }

    private struct PathKey: Hashable {
        let access: Int
        let path: String
    }

    private struct Slot {
        let access: SubscriptionAccess
        let reseller: Int?
        let path: String
        /// Bits of the days whose answer can differ from that of the day before.
        let changes: UInt32
    }

    private let facts: DecisionFacts
    private let firstDay: Day
    private let changes: AccessChanges
    private var numbers: [Key: Int] = [:]
    private var pathNumbers: [PathKey: Int] = [:]
    private var slots: [Slot] = []
    /// 32 a slot, by day of the month: 0 not asked yet; else 1 + the reason's raw value, and 1 + the grant from bit 8 on.
    private(set) var answers: [UInt32] = []

    /// Above this many resources everything is forgotten: months with grants on single resources stay in memory too.
    private static let limit = 1 << 16

    init(facts: DecisionFacts, month: BillingMonth, changes: AccessChanges) {
        self.facts = facts
        firstDay = month.firstDay
        self.changes = changes
    }

    /// Numbers given so far no longer hold.
    mutating func forgetIfLarge() {
        if slots.count > Self.limit { self = AccessMemo(of: self) }
    }

    private init(of other: AccessMemo) {
        facts = other.facts
        firstDay = other.firstDay
        changes = other.changes
    }

    /// Where the answers for a subscription as a whole are.
    mutating func slot(subscription: GUID?, customer: GUID, reseller: Int?) -> Int {
        let key = Key(subscription: subscription, customer: customer, reseller: reseller ?? -1)
        if let known = numbers[key] { return known }
        let access = facts.subscriptionAccess(subscription: subscription, customer: customer)
        let number = add(
            Slot(access: access, reseller: reseller, path: "", changes: changes.days(of: subscription)))
        numbers[key] = number
        return number
    }

    /// Whether the answer depends on the resource.
    func isByResource(_ slot: Int) -> Bool { slots[slot].access.accessClass == .byResource }

    /// Where the answers for a resource are.
    /// - Parameter whole: the slot of its subscription.
    mutating func slot(_ whole: Int, path: String) -> Int {
        let key = PathKey(access: whole, path: path)
        if let known = pathNumbers[key] { return known }
        let number = add(
            Slot(
                access: slots[whole].access, reseller: slots[whole].reseller, path: path,
                changes: slots[whole].changes))
        pathNumbers[key] = number
        return number
    }

    /// The answer of a slot on a day of the month, counted from 1.
    mutating func answer(_ slot: Int, day: Int) -> UInt32 {
        let known = answers[slot * 32 + day]
        if known != 0 { return known }
        // The first day of the stretch without a change answers for all of it.
        let before = slots[slot].changes & (UInt32(2) << UInt32(day) &- 1)
        let first = before == 0 ? 1 : 31 - before.leadingZeroBitCount
        if answers[slot * 32 + first] == 0 { answers[slot * 32 + first] = ask(slot, day: first) }
        answers[slot * 32 + day] = answers[slot * 32 + first]
        return answers[slot * 32 + day]
    }

    private func ask(_ slot: Int, day: Int) -> UInt32 {
        let path = slots[slot].path.utf8
        return AccessTable.code(
            facts.access(
                slots[slot].access, path: path.span, day: firstDay.advanced(by: day - 1),
                reseller: slots[slot].reseller))
    }

    private mutating func add(_ slot: Slot) -> Int {
        slots.append(slot)
        answers.append(contentsOf: repeatElement(0, count: 32))
        return slots.count - 1
    }
}
