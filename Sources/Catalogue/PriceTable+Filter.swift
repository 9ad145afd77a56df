package import Credit

/// Which prices of a list are asked for; nil fields fit all.
package struct PricePredicate: Sendable {
    package var search: FoldedText?
    package var productID: FoldedText?
    package var skuID: FoldedText?
    package var meterID: FoldedText?
    package var earnsCredit: Bool?
    package var effectiveOn: Day?

    package init() {}

    package var fitsAll: Bool {
        search == nil && productID == nil && skuID == nil && meterID == nil && earnsCredit == nil && effectiveOn == nil
    }
}

extension PriceTable {
    /// The rows of a list that fit, in the table's order.
    /// - Complexity: O(rows of the list).
    package func rows(of list: Int32, where predicate: PricePredicate, in arena: TextArena) -> [Int32] {
        let rows = lists[Int(list)].rows
        if predicate.fitsAll { return Array(rows) }
        return rows.filter { fits(Int($0), predicate, arena) }
    }

    private func fits(_ row: Int, _ predicate: PricePredicate, _ arena: TextArena) -> Bool {
        if let earns = predicate.earnsCredit, (reasons[row] == nil) != earns { return false }
        if let day = predicate.effectiveOn, !validities[row].overlaps(Interval(day)) { return false }
        if let id = predicate.productID, !arena.equals(id, foldedProductIDs[row]) { return false }
        if let id = predicate.skuID, !arena.equals(id, foldedSkuIDs[row]) { return false }
        if let id = predicate.meterID,
            !arena.bytes[foldedMeterIDs[row].range].split(separator: UInt8(ascii: " ")).contains(where: {
                $0.elementsEqual(id.bytes)
            })
        {
            return false
        }
        if let search = predicate.search {
            return arena.contains(search, in: foldedProductTitles[row])
                || arena.contains(search, in: foldedSkuTitles[row])
                || arena.contains(search, in: foldedProductIDs[row]) || arena.contains(search, in: foldedSkuIDs[row])
        }
        return true
    }
}

extension TextArena {
    /// Whether the folded text at `ref` is exactly this one.
    func equals(_ text: FoldedText, _ ref: TextRef) -> Bool { bytes[ref.range].elementsEqual(text.bytes) }
}
