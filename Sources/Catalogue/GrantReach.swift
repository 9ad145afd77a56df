import Credit

/// Which grants are shown with which subscriptions and customers, in the order of `GrantTable.order`.
struct GrantReach {
    private(set) var bySubscription: [(owner: Int32, row: Int32)] = []
    private(set) var byCustomer: [(owner: Int32, row: Int32)] = []

    init(_ table: GrantTable, subscriptions: SubscriptionTable, decision: DecisionFacts?) {
        let groups = decision?.inputs.managementGroups ?? .none
        for row in table.order {
            let grant = table.grants[Int(row)]
            let customer = table.customers[Int(row)]
            var owners: Set<Int32> = customer >= 0 ? [customer] : []
            if let id = grant.scope.subscription {
                if let subscription = subscriptions.row(id: id) { bySubscription.append((subscription, row)) }
            } else {
                for subscription in 0..<Int32(subscriptions.count) {
                    let owner = subscriptions.customers[Int(subscription)]
                    guard Self.reaches(grant, subscriptions.subscriptionIDs[Int(subscription)], groups),
                        customer < 0 || customer == owner
                    else { continue }
                    // The root of a tenant that is not known could be anybody's.
                    if customer < 0, case .root = grant.scope.level { continue }
                    bySubscription.append((subscription, row))
                    owners.insert(owner)
                }
            }
            for owner in owners.sorted() { byCustomer.append((owner, row)) }
        }
    }

    private static func reaches(_ grant: AccessGrant, _ subscription: GUID, _ groups: ManagementGroups) -> Bool {
        switch grant.scope.level {
        case .root: true
        case .managementGroup(let name): groups.contains(subscription, in: name)
        case .subscription, .inside, .other: false
        }
    }
}
