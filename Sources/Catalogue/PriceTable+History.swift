import Credit

/// Prices over months and markets.
extension PriceTable {
    /// The prices of two lists that differ: by product, SKU and begin of the tier, what holds last in each month.
    /// - Complexity: O(rows of both lists).
    package func changes(
        from before: Int32, to after: Int32, in arena: TextArena
    ) -> [(before: Int32?, after: Int32?)] {
        let (old, new) = (lastRows(of: before, in: arena), lastRows(of: after, in: arena))
        var changes: [(key: Place, before: Int32?, after: Int32?)] = []
        for (place, row) in new {
            if let known = old[place] {
                if amounts[Int(known)] != amounts[Int(row)] { changes.append((place, known, row)) }
            } else {
                changes.append((place, nil, row))
            }
        }
        for (place, row) in old where new[place] == nil { changes.append((place, row, nil)) }
        return changes.sorted { $0.key < $1.key }.map { ($0.before, $0.after) }
    }

    private struct Place: Hashable, Comparable {
        let product: String
        let sku: String
        let tier: Int64

        static func < (a: Place, b: Place) -> Bool { (a.product, a.sku, a.tier) < (b.product, b.sku, b.tier) }
    }

    private func lastRows(of list: Int32, in arena: TextArena) -> [Place: Int32] {
        var rows: [Place: Int32] = [:]
        for row in lists[Int(list)].rows {
            let place = Place(
                product: arena.string(productIDs[Int(row)]) ?? "", sku: arena.string(skuIDs[Int(row)]) ?? "",
                tier: tierStarts[Int(row)])
            if let known = rows[place], validities[Int(row)].from < validities[Int(known)].from { continue }
            rows[place] = row
        }
        return rows
    }
}
