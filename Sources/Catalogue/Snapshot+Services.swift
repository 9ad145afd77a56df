package import Credit

/// Services held against access.
extension Snapshot {
    /// Whether an ordinary Azure product at the service's scope earns on the day.
    package func isEarning(service row: Int32, on day: Day) -> Bool {
        let scope = services.scopes[Int(row)]
        guard let decision, let subscription = scope.subscription.flatMap({ subscriptions.row(id: $0) }) else {
            return false
        }
        return decision.decide(accessQuestion(ofSubscription: subscription, path: scope.text, on: day)).isEligible
    }

    /// The grant of least power that alone makes the service's scope earn on the day; nil where none does.
    package func smallestGrant(for row: Int32, on day: Day) -> Int32? {
        let scope = services.scopes[Int(row)]
        guard let subscription = scope.subscription.flatMap({ subscriptions.row(id: $0) }) else { return nil }
        let candidates = grantsOfSubscription[subscription].filter { grant in
            let held = grants.grants[Int(grant)]
            let reaches = held.scope.isSubscriptionOrAbove || held.scope.covers(path: scope.text)
            return reaches && held.interval.overlaps(Interval(day))
                && reason(ofGrant: grant, on: day)?.isEligible == true
        }
        return candidates.min { power(of: $0) < power(of: $1) }
    }

    /// How much a grant allows: the role's reach first, then the scope's.
    /// - Source: security.md section 5: Support Request Contributor is eligible and nearly powerless.
    private func power(of grant: Int32) -> Int {
        let held = grants.grants[Int(grant)]
        let role: Int
        switch held.role.listed?.name {
        case "Owner": role = 5
        case "User Access Administrator": role = 4
        case "Contributor": role = 3
        case "Support Request Contributor": role = 0
        case let name?: role = name.contains("Contributor") || name.contains("Administrator") ? 2 : 1
        case nil: role = 3
        }
        let reach: Int
        switch held.scope.level {
        case .root: reach = 4
        case .managementGroup: reach = 3
        case .subscription: reach = 2
        case .inside: reach = 1
        case .other: reach = 2
        }
        return role * 8 + reach
    }
}
