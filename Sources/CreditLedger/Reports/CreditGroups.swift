package import Credit

/// A breakdown: its groups, in the order of their keys.
package struct CreditGroups: Sendable, Hashable {
    package let groups: [CreditGroup]

    package init(groups: [CreditGroup]) { self.groups = groups.sorted { $0.key < $1.key } }

    /// A page of the groups in an order.
    /// - Parameter after: the key of the last group of the page before; a key that is no longer there begins anew.
    /// - Throws: `.overflow` beyond 256 bits.
    package func page(
        orderedBy order: CreditOrder, descending: Bool, first: Int, after: DimensionKey? = nil
    ) throws(DecimalError) -> CreditGroupPage {
        let sorted = try sorted(by: order, descending: descending)
        var start = 0
        if let after, let position = sorted.firstIndex(where: { groups[$0].key == after }) { start = position + 1 }
        let end = min(sorted.count, start + max(0, first))
        return CreditGroupPage(
            groups: sorted[start..<end].map { groups[$0] }, hasNext: end < sorted.count, hasPrevious: start > 0,
            totalCount: sorted.count)
    }

    private func sorted(by order: CreditOrder, descending: Bool) throws(DecimalError) -> [Int] {
        if order == .key { return descending ? Array(groups.indices.reversed()) : Array(groups.indices) }
        var amounts: [WideDecimal] = []
        amounts.reserveCapacity(groups.count)
        for group in groups {
            amounts.append(try group.amount(order))
        }
        return groups.indices.sorted { a, b in
            if amounts[a] == amounts[b] { return a < b }
            return (amounts[a] < amounts[b]) != descending
        }
    }
}

/// Some groups of a breakdown.
package struct CreditGroupPage: Sendable, Hashable {
    package let groups: [CreditGroup]
    package let hasNext: Bool
    package let hasPrevious: Bool
    /// Groups of the whole breakdown.
    package let totalCount: Int
}
