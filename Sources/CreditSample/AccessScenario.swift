/// What happens to the partner's access on one subscription.
enum AccessScenario: Sendable, CaseIterable {
    case onBehalf, onBehalfOfReseller, lighthouseOffer, lighthouseTemplate, linkedGuest, supportRequestGuest
    /// Two delegations that meet without a gap at noon.
    case relayed
    /// Linked guest on the group `rg-app` alone.
    case oneResourceGroup
    case lost, lostAndRegained, grantedLate, removedMidDay, linkedLate, linkRemoved, timeBound
    case unlinkedGuest, wronglyLinkedGuest, readerOnly, customRole, foreignGroupUnknown, justInTime
    /// A group of the customer's tenant holds the role; one of its two members is linked.
    case linkedTeam
    /// A role at a management group above the subscription.
    case inherited
    /// A deny assignment blocks the partner's group for a while.
    case denied
    case strangersDelegation, otherResellersGroup, nobody

    /// The parts of the first twelve customers' first subscriptions: every reason occurs in the standard sample.
    private static let written: [[AccessScenario]] = [
        [.onBehalf, .linkedGuest, .oneResourceGroup, .supportRequestGuest],
        [.onBehalf, .lighthouseOffer, .timeBound, .linkedTeam],
        [.onBehalfOfReseller, .unlinkedGuest, .inherited, .lighthouseTemplate],
        [.onBehalf, .onBehalfOfReseller, .denied, .relayed],
        [.onBehalf, .lighthouseTemplate, .lostAndRegained, .onBehalf],
        [.lost, .onBehalf, .readerOnly],
        [.grantedLate, .linkedGuest, .customRole],
        [.onBehalf, .wronglyLinkedGuest, .linkRemoved],
        [.removedMidDay, .onBehalf, .justInTime],
        [.linkedLate, .onBehalf, .foreignGroupUnknown],
        [.strangersDelegation, .otherResellersGroup, .strangersDelegation],
        [.nobody, .nobody, .nobody],
    ]

    /// The part of a customer's `place`-th subscription.
    static func of(customer: Int, place: Int, subscription: Int, draw: Draw) -> AccessScenario {
        if customer < written.count {
            // The last two customers have one fate each: nobody of the right partners ever had access there.
            if customer >= written.count - 2 { return written[customer][place % written[customer].count] }
            if place < written[customer].count { return written[customer][place] }
        }
        let earning: [AccessScenario] = [
            .onBehalf, .onBehalf, .onBehalf, .lighthouseOffer, .lighthouseTemplate, .linkedGuest, .onBehalfOfReseller,
        ]
        let other: [AccessScenario] = [
            .lost, .lostAndRegained, .grantedLate, .unlinkedGuest, .readerOnly, .oneResourceGroup, .timeBound,
            .removedMidDay, .wronglyLinkedGuest, .foreignGroupUnknown,
        ]
        let chance = draw.below(100, .scenario, subscription)
        return chance < 86
            ? earning[chance % earning.count]
            : other[draw.below(other.count, .scenario, subscription, 1)]
    }

    /// Whether the subscription gets a larger share of the usage: it mostly earns, or shows something of its groups.
    var hasMuchUsage: Bool {
        switch self {
        case .onBehalf, .onBehalfOfReseller, .lighthouseOffer, .lighthouseTemplate, .linkedGuest, .supportRequestGuest,
            .linkedTeam, .inherited, .relayed, .oneResourceGroup:
            true
        default: false
        }
    }
}
