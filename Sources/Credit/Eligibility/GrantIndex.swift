/// Which grants and deny assignments can matter for a subscription.
struct GrantIndex: Sendable {
    private struct Elsewhere: Sendable {
        let organization: Int
        let grant: Int
        let subscription: GUID
    }

    private var bySubscription: [GUID: [Int]] = [:]
    /// Grants above subscriptions or of unknown form.
    private var broad: [Int] = []
    /// For each customer and organisation the first grants of two different subscriptions.
    private var elsewhere: [GUID: [Elsewhere]] = [:]
    private var deniesBySubscription: [GUID: [Int]] = [:]
    private var broadDenies: [Int] = []
    private let considersEveryGrant: Bool

    init(inputs: DecisionFacts.Inputs, judged: [JudgedGrant]) {
        considersEveryGrant = inputs.considersEveryGrant
        for (number, grant) in inputs.grants.enumerated() {
            guard let subscription = grant.scope.subscription else {
                broad.append(number)
                continue
            }
            bySubscription[subscription, default: []].append(number)
            guard let customer = customer(grant.customerID) else { continue }
            let organization = judged[number].organization
            let known = elsewhere[customer, default: []].filter { $0.organization == organization }
            if known.count < 2, known.first?.subscription != subscription {
                elsewhere[customer, default: []].append(
                    Elsewhere(organization: organization, grant: number, subscription: subscription))
            }
        }
        for (number, deny) in inputs.denyAssignments.enumerated() {
            if let subscription = deny.scope.subscription {
                deniesBySubscription[subscription, default: []].append(number)
            } else {
                broadDenies.append(number)
            }
        }
    }

    /// A single case has one customer, whatever its lines say.
    private func customer(_ id: GUID?) -> GUID? { considersEveryGrant ? GUID(high: 0, low: 0) : id }

    func access(to subscription: GUID?, of customerID: GUID?, inputs: DecisionFacts.Inputs, judged: [JudgedGrant])
        -> SubscriptionAccess
    {
        let customer = customer(customerID)
        var touching = subscription.flatMap { bySubscription[$0] } ?? []
        var others: [(organization: Int, grant: Int)] = []
        for number in broad {
            let grant = inputs.grants[number]
            let owner = self.customer(grant.customerID)
            guard owner == nil || customer == nil || owner == customer else { continue }
            switch grant.scope.level {
            case .root:
                if owner != nil, owner == customer { touching.append(number) }
            case .managementGroup(let name):
                if let subscription, inputs.managementGroups.contains(subscription, in: name) {
                    touching.append(number)
                } else if owner != nil, owner == customer {
                    others.append((judged[number].organization, number))
                }
            case .other where owner != nil && owner == customer: touching.append(number)
            default: break
            }
        }
        if let customer {
            for entry in elsewhere[customer] ?? [] where entry.subscription != subscription {
                others.append((entry.organization, entry.grant))
            }
        }
        var denies = subscription.flatMap { deniesBySubscription[$0] } ?? []
        for number in broadDenies {
            let deny = inputs.denyAssignments[number]
            let owner = self.customer(deny.customerID)
            guard owner == nil || customer == nil || owner == customer else { continue }
            if case .managementGroup(let name) = deny.scope.level {
                guard let subscription, inputs.managementGroups.contains(subscription, in: name) else { continue }
            }
            denies.append(number)
        }
        touching.sort()
        others.sort { $0.grant < $1.grant }
        let isUniform =
            touching.allSatisfy { inputs.grants[$0].scope.isSubscriptionOrAbove }
            && denies.allSatisfy { inputs.denyAssignments[$0].scope.isSubscriptionOrAbove }
        return SubscriptionAccess(
            subscription: subscription, touching: touching, elsewhere: others, denies: denies,
            accessClass: touching.isEmpty ? .none : isUniform ? .bySubscription : .byResource)
    }
}

/// What is known about access to one subscription. Make it once per subscription, ask it for many days and resources.
package struct SubscriptionAccess: Sendable {
    let subscription: GUID?
    /// Grants whose scope is the subscription, in it or above it, in the order of the facts.
    let touching: [Int]
    /// Of each organisation a grant of the same customer that sits elsewhere.
    let elsewhere: [(organization: Int, grant: Int)]
    let denies: [Int]
    /// What the answer depends on.
    package let accessClass: AccessClass
}

/// On what the answer of stage D depends inside one subscription; always on the reseller of record too.
package enum AccessClass: UInt8, Sendable, Hashable {
    /// No grant touches it: on nothing else.
    case none
    /// Every grant and deny assignment sits at the subscription or above: on the day.
    case bySubscription
    /// On the day and the resource's path.
    case byResource
}
