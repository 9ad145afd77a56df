package import Credit
package import Store

/// What is known of a grant beyond what decides.
package struct GrantSource: Sendable, Hashable {
    /// Stable name, the same after every load: the resource id of a role assignment in lower case with its begin, or the
    /// content of an ACCESS_GRANTS row. Part of ids that clients keep.
    package let key: String
    /// The line that it was read from, the newest where there are several.
    package let origin: FactOrigin?
    /// Name of the holder as the file gives it.
    package let displayName: String?

    package init(key: String, origin: FactOrigin?, displayName: String?) {
        self.key = key
        self.origin = origin
        self.displayName = displayName
    }
}

/// What `DecisionFactsLoader` makes of the facts of a store.
package struct LoadedFacts: Sendable {
    /// What decides; nil while no partner is known. Its grants are `grants`, in the same order.
    package let decision: DecisionFacts?
    package let grants: [AccessGrant]
    /// One for each grant, in the same order.
    package let grantSources: [GrantSource]
    package let links: [PartnerIDLinkRecord]
    /// One for each deny assignment of the decision, in the same order.
    package let denials: [LoadedDenial]
    /// The reseller of record of an Azure plan, as a place in `DecisionFacts.resellers`.
    package let planResellers: [GUID: Int]
    /// Azure subscriptions of which a list of role assignments or a grant was imported.
    package let knownAccess: Set<GUID>

    package init(
        decision: DecisionFacts?, grants: [AccessGrant], grantSources: [GrantSource], links: [PartnerIDLinkRecord],
        denials: [LoadedDenial] = [], planResellers: [GUID: Int] = [:], knownAccess: Set<GUID> = []
    ) {
        self.decision = decision
        self.grants = grants
        self.grantSources = grantSources
        self.links = links
        self.denials = denials
        self.planResellers = planResellers
        self.knownAccess = knownAccess
    }

    /// A store without facts.
    package static let none = LoadedFacts(decision: nil, grants: [], grantSources: [], links: [])
}
