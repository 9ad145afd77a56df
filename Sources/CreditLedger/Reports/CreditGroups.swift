package import Credit

/// A breakdown: its groups, in the order of their keys.
package struct CreditGroups: Sendable, Hashable {
    package let groups: [CreditGroup]

    package init(groups: [CreditGroup]) {
        // Most come in order.
        let isInOrder = groups.indices.dropFirst().allSatisfy { groups[$0 - 1].key < groups[$0].key }
        self.groups = isInOrder ? groups : groups.sorted { $0.key < $1.key }
    }

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
        if let amounts = narrowAmounts(order) {
            return groups.indices.sorted { a, b in
                amounts[a] == amounts[b] ? a < b : (amounts[a] < amounts[b]) != descending
            }
        }
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

    /// The amounts to order by as whole numbers of one scale; nil where one of them leaves 128 bits.
    private func narrowAmounts(_ order: CreditOrder) -> [Int128]? {
        var scale = 0
        for group in groups {
            for part in group.parts {
                guard let factor = part.sumClass.factor(order) else { continue }
                scale = max(scale, part.list.scale + factor.scale)
            }
        }
        guard scale <= 38 else { return nil }
        var amounts: [Int128] = []
        amounts.reserveCapacity(groups.count)
        for group in groups {
            var sum: Int128 = 0
            for part in group.parts {
                guard let factor = part.sumClass.factor(order) else { continue }
                guard let list = part.list.narrow else { return nil }
                let (product, first) = list.coefficient.multipliedReportingOverflow(by: factor.coefficient)
                let (raised, second) = product.multipliedReportingOverflow(
                    by: Decimals.power(scale - list.scale - factor.scale))
                let (next, third) = sum.addingReportingOverflow(raised)
                if first || second || third { return nil }
                sum = next
            }
            amounts.append(sum)
        }
        return amounts
    }
}

extension SumClass {
    /// What the list amount is multiplied by for an amount in US dollars; nil where the class adds nothing to it.
    fileprivate func factor(_ order: CreditOrder) -> ExactDecimal? {
        let earns = reason.isEligible
        switch order {
        case .list: return .one
        case .earned where !earns, .missed where !reason.isMissed: return nil
        case .net where !earns: return .one
        default: break
        }
        guard let credit = try? creditedShare.multiplied(by: rate) else { return nil }
        return order == .net ? try? ExactDecimal.one.subtracting(credit) : credit
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
