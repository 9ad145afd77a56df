package import Credit

/// Which customers are asked for.
package indirect enum CustomerPredicate: Sendable {
    case search(FoldedText)
    case country(Set<CountryCode>)
    case agreement(AgreementState)
    case hasAzurePlan(Bool)
    /// Row of the reseller; nil for one that does not exist, which fits nobody.
    case reseller(Int32?)
    case all([CustomerPredicate])
    case any([CustomerPredicate])
    case not(CustomerPredicate)
}

/// What lists of customers can be sorted by.
package enum CustomerSort: UInt8, Sendable, Hashable {
    case name = 0
    case country = 1
    case createdAt = 2
}

extension Snapshot {
    /// The customers in the scope that fit, in that order.
    /// - Complexity: O(1) for all of them in ascending order, else O(customers).
    package func customerList(
        where predicate: CustomerPredicate?, in scope: CustomerScope, by sort: CustomerSort, descending: Bool
    ) -> RowList {
        let table = customers
        let ascending: [Int32]
        switch sort {
        case .name: ascending = table.byName
        case .country: ascending = table.byCountry
        case .createdAt: ascending = table.byCreation
        }
        if !descending, predicate == nil, scope.isAll {
            return RowList(ascending[...], by: .customers(sort), in: self)
        }
        let ordered = descending ? RowOrder.reversed(ascending) { table.hasValue($0, sort) } : ascending
        let rows = ordered.filter { row in scope.contains(row) && (predicate.map { fits($0, row) } ?? true) }
        return RowList(rows[...], by: .customers(sort), descending: descending, in: self)
    }

    private func fits(_ predicate: CustomerPredicate, _ row: Int32) -> Bool {
        let index = Int(row)
        switch predicate {
        case .search(let text):
            return arena.contains(text, in: customers.foldedNames[index])
                || arena.contains(text, in: customers.foldedDomains[index])
                || arena.contains(text, in: customers.tenantTexts[index])
        case .country(let codes): return customers.countries[index].map(codes.contains) ?? false
        case .agreement(let state): return customers.agreementStates[index] == state
        case .hasAzurePlan(let wanted): return plansOfCustomer[row].isEmpty != wanted
        case .reseller(let reseller): return reseller.map { resellersOfCustomer[row].contains($0) } ?? false
        case .all(let parts): return parts.allSatisfy { fits($0, row) }
        case .any(let parts): return parts.contains { fits($0, row) }
        case .not(let part): return !fits(part, row)
        }
    }
}

extension CustomerTable {
    fileprivate func hasValue(_ row: Int32, _ sort: CustomerSort) -> Bool {
        switch sort {
        case .name: true
        case .country: countries[Int(row)] != nil
        case .createdAt: createdAt[Int(row)] != nil
        }
    }
}

extension RowOrder {
    /// The order turned round, rows without a value still last.
    static func reversed(_ rows: [Int32], hasValue: (Int32) -> Bool) -> [Int32] {
        let split = rows.firstIndex { !hasValue($0) } ?? rows.count
        return rows[..<split].reversed() + rows[split...].reversed()
    }
}
