import Credit

/// Which subscriptions are asked for; nil fields fit all.
package struct SubscriptionPredicate: Sendable {
    package var search: FoldedText?
    package var statuses: Set<SubscriptionStatus>?
    package var offer: AzureOfferKind?
    /// Row of the customer; −1 for one that does not exist, which fits none.
    package var customer: Int32?
    /// Asked last, for it may cost more: rows that fit.
    package var earning: (@Sendable (Int32) -> Bool)?

    package init() {}

    package var fitsAll: Bool {
        search == nil && statuses == nil && offer == nil && customer == nil && earning == nil
    }
}

/// What lists of subscriptions can be sorted by.
package enum SubscriptionSort: UInt8, Sendable, Hashable {
    case name = 0
    case createdAt = 2
}

extension Snapshot {
    /// The subscriptions in the scope that fit, in that order.
    /// - Complexity: O(1) for all of them in ascending order, else O(subscriptions).
    package func subscriptionList(
        where predicate: SubscriptionPredicate, in scope: CustomerScope, by sort: SubscriptionSort, descending: Bool
    ) -> RowList {
        let table = subscriptions
        let ascending: [Int32]
        if let customer = predicate.customer, sort == .name {
            ascending = customer < 0 ? [] : Array(subscriptionsOfCustomer[customer])
        } else {
            ascending = sort == .name ? table.byName : table.byCreation
        }
        if !descending, predicate.fitsAll, scope.isAll {
            return RowList(ascending[...], by: .subscriptions(sort), in: self)
        }
        let ordered =
            descending
            ? RowOrder.reversed(ascending) { sort == .name || table.createdAt[Int($0)] != nil } : ascending
        let rows = ordered.filter { scope.contains(table.customers[Int($0)]) && fits(predicate, $0) }
        return RowList(rows[...], by: .subscriptions(sort), descending: descending, in: self)
    }

    /// The given rows, which stand in the order of names, that fit.
    /// - Complexity: O(rows) with a filter, else O(1).
    package func subscriptionList(_ rows: ArraySlice<Int32>, where predicate: SubscriptionPredicate) -> RowList {
        let fitting = predicate.fitsAll ? rows : rows.filter { fits(predicate, $0) }[...]
        return RowList(fitting, by: .subscriptions(.name), in: self)
    }

    /// The given rows, which stand in the order of names.
    package func subscriptionList(_ rows: consuming ArraySlice<Int32>) -> RowList {
        RowList(rows, by: .subscriptions(.name), in: self)
    }

    private func fits(_ predicate: SubscriptionPredicate, _ row: Int32) -> Bool {
        let index = Int(row)
        if let statuses = predicate.statuses, !statuses.contains(subscriptions.statuses[index]) { return false }
        if let offer = predicate.offer, subscriptions.offers[index] != offer { return false }
        if let customer = predicate.customer, subscriptions.customers[index] != customer { return false }
        if let text = predicate.search,
            !arena.contains(text, in: subscriptions.foldedNames[index]),
            !arena.contains(text, in: subscriptions.subscriptionIDTexts[index])
        {
            return false
        }
        if let earning = predicate.earning, !earning(row) { return false }
        return true
    }
}
