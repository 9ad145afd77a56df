package import Credit

/// Which usage lines a question is about; what is nil or empty does not narrow.
///
/// Names stay with the caller: a country, a reseller or a domain becomes a set of customers or plans before it gets here.
package struct LineFilter: Sendable, Hashable {
    /// Tenants; an empty set lets nothing through. What a viewer may see is intersected in here.
    package var customers: Set<GUID>?
    /// Azure subscriptions.
    package var subscriptions: Set<GUID>?
    /// Azure plans, `SubscriptionId` of the files: how a reseller is asked for.
    package var plans: Set<GUID>?
    /// Name of a resource group, any case.
    package var resourceGroup: String?
    /// Any of these; compared exactly.
    package var meterCategories: Set<String>?
    package var productID: String?
    package var meterName: String?
    package var tag: TagFilter?
    package var importID: Int64?
    /// A part of the resource URI, resource group, product, meter, subscription name or tags, any case.
    package var search: String?
    package var isEligible: Bool?
    package var reasons: Set<CreditReason>?
    /// Whether Microsoft's file says the same as our decision.
    package var agrees: Bool?
    /// All of these.
    package var derived: [DerivedCondition] = []

    package init() {}

    /// Narrows to customers that are in both sets.
    package mutating func restrict(customers allowed: Set<GUID>) {
        customers = customers.map { $0.intersection(allowed) } ?? allowed
    }

    /// Whether everything asked for is known from account, day and reason.
    var needsOnlyAccounts: Bool {
        resourceGroup == nil && meterCategories == nil && productID == nil && !needsLines
    }

    /// Whether only the lines themselves can answer.
    var needsLines: Bool {
        meterName != nil || tag != nil || importID != nil || search != nil || agrees != nil
            || !derived.isEmpty
    }

    /// Whether the decision matters.
    var asksForDecision: Bool { isEligible != nil || reasons != nil || agrees != nil }

    var namesAccounts: Bool { customers != nil || subscriptions != nil || plans != nil }

    func accepts(_ reason: CreditReason) -> Bool {
        if let isEligible, reason.isEligible != isEligible { return false }
        if let reasons, !reasons.contains(reason) { return false }
        return true
    }
}

/// A tag of a resource; any value where none is given.
package struct TagFilter: Sendable, Hashable {
    /// Compared without regard to case, as Azure does with tag names.
    package var name: String
    /// Compared exactly.
    package var value: String?

    package init(name: String, value: String? = nil) {
        self.name = name
        self.value = value
    }
}
