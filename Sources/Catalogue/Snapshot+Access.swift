package import Credit
import Store

/// Questions about access that need no usage line.
extension Snapshot {
    /// The reseller of record on a subscription's plan, as a place in the decision's resellers.
    package func reseller(ofSubscription row: Int32) -> Int? {
        let plan = subscriptions.plans[Int(row)]
        guard plan >= 0, let decision else { return nil }
        let partner = plans.resellers[Int(plan)]
        guard partner >= 0, let id = partners.records[Int(partner)].partnerIDs.first else { return nil }
        return decision.reseller(partnerID: id)
    }

    /// What an ordinary Azure product used at a place in a subscription would be decided on.
    /// - Parameter path: the resource; nil for the subscription itself.
    package func accessQuestion(ofSubscription row: Int32, path: String? = nil, on day: Day) -> LineFacts {
        let id = subscriptions.subscriptionIDs[Int(row)]
        return LineFacts(
            product: ProductFacts(
                offer: subscriptions.offer(row, on: day) == .legacy ? .legacyAzure : .azurePlan, productID: "",
                skuID: "",
                market: nil, day: day, stated: StatedProduct()),
            customer: customers.tenants[Int(subscriptions.customers[Int(row)])], subscription: id,
            path: path ?? "/subscriptions/\(id)", reseller: reseller(ofSubscription: row), unitPrice: .zero,
            quantity: .zero, otherPartner: otherPartner(ofSubscription: id, on: day))
    }

    /// The partner that was billed for a subscription in the place of ours on a day; nil where it was ours.
    private func otherPartner(ofSubscription id: GUID, on day: Day) -> String? {
        guard let decision else { return nil }
        return finance.otherPartner(of: id, on: decision.policy.dayZone.interval(of: day)) {
            decision.partner.partnerIDs.contains($0)
        }
    }

    /// Whether the subscription itself earns on a day; nil while no partner is known.
    package func accessDecision(ofSubscription row: Int32, on day: Day) -> LineDecision? {
        decision?.decide(accessQuestion(ofSubscription: row, on: day))
    }

    /// Why a grant alone does not make its scope earn on a day.
    /// - Returns: `.okEligible` where it does; nil while no partner is known.
    package func reason(ofGrant row: Int32, on day: Day) -> CreditReason? {
        guard let decision else { return nil }
        let grant = grants.grants[Int(row)]
        var inputs = decision.inputs
        inputs.grants = [grant]
        let holders = Set([grant.holderID].compactMap(\.self))
            .union(inputs.groupMembers.lazy.filter { $0.groupID == grant.holderID }.map(\.memberID))
        inputs.links = inputs.links.filter { link in link.objectID.map(holders.contains) ?? false }
        let alone = DecisionFacts(inputs)
        let subscription =
            grant.scope.subscription.flatMap { subscriptions.row(id: $0) }
            ?? (grants.customers[Int(row)] >= 0 ? subscriptionsOfCustomer[grants.customers[Int(row)]].first : nil)
        if let subscription {
            let path = grant.scope.subscription == nil ? nil : grant.scope.text
            var question = accessQuestion(ofSubscription: subscription, path: path, on: day)
            // The offer is not the grant's fault.
            question.product.offer = .azurePlan
            return alone.decide(question).reason
        }
        return alone.decide(
            LineFacts(
                product: ProductFacts(productID: "", skuID: "", market: nil, day: day, stated: StatedProduct()),
                customer: grant.customerID, subscription: grant.scope.subscription, path: grant.scope.text,
                unitPrice: .zero, quantity: .zero)
        ).reason
    }
}
