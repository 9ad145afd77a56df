package import Credit

/// What the ledger is computed from, beside the lines.
package struct LedgerFacts: Sendable {
    /// nil while no partner is known: then no line has a decision, and sums count every line as not billed.
    package var decision: DecisionFacts?
    /// The reseller of record of an Azure plan, as a place in the facts' list: for lines whose own column is blank, as
    /// in unbilled data.
    package var planResellers: [GUID: Int]
    /// A stable key of each grant of the facts, in their order; what the ledger keeps of the grant that decided.
    package var grantKeys: [String]
    /// Azure subscriptions of which a list of role assignments or a grant was imported; for others the lack of a grant
    /// is reported as a missing fact.
    package var knownAccess: Set<GUID>

    package init(
        decision: DecisionFacts?, planResellers: [GUID: Int] = [:], grantKeys: [String] = [],
        knownAccess: Set<GUID> = []
    ) {
        self.decision = decision
        self.planResellers = planResellers
        self.grantKeys = grantKeys
        self.knownAccess = knownAccess
    }
}
