package import Credit

/// Orders of table rows.
enum RowOrder {
    /// Rows by value, then by key; rows without a value come last.
    static func sorted(_ values: [Int64?], ties: [GUID]) -> [Int32] {
        values.indices.map(Int32.init).sorted { a, b in
            let (left, right) = (values[Int(a)], values[Int(b)])
            if left == right { return ties[Int(a)] < ties[Int(b)] }
            guard let left else { return false }
            guard let right else { return true }
            return left < right
        }
    }
}

/// The value by which a list is sorted, with the key that breaks ties: what a cursor holds.
package struct SortKey: Sendable, Hashable {
    /// A folded name.
    package var text: [UInt8]
    /// A number; nil sorts last whatever the direction.
    package var number: Int64?
    package var key: GUID

    package init(text: [UInt8] = [], number: Int64? = nil, key: GUID) {
        self.text = text
        self.number = number
        self.key = key
    }

    /// Whether `a` stands before `b`.
    static func precedes(_ a: SortKey, _ b: SortKey, descending: Bool) -> Bool {
        if a.number != b.number {
            guard let left = a.number else { return false }
            guard let right = b.number else { return true }
            return descending ? right < left : left < right
        }
        if a.text != b.text {
            return descending ? b.text.lexicographicallyPrecedes(a.text) : a.text.lexicographicallyPrecedes(b.text)
        }
        return descending ? b.key < a.key : a.key < b.key
    }
}

/// What a list of rows is sorted by.
package enum RowSort: Sendable, Hashable {
    case customers(CustomerSort)
    case subscriptions(SubscriptionSort)
    case grants
    case prices
    case imports
}

/// The rows that a list consists of, sorted, with a way to find a cursor's place.
public struct RowList: Sendable {
    @usableFromInline let rows: ArraySlice<Int32>
    private let sort: RowSort
    private let isDescending: Bool
    private let snapshot: Snapshot

    init(_ rows: ArraySlice<Int32>, by sort: RowSort, descending: Bool = false, in snapshot: Snapshot) {
        self.rows = rows
        self.sort = sort
        isDescending = descending
        self.snapshot = snapshot
    }

    @inlinable public var count: Int { rows.count }

    /// - Parameter position: 0 to `count` − 1.
    @inlinable public func row(at position: Int) -> Int32 { rows[rows.startIndex + position] }

    /// - Parameter positions: inside 0 to `count`.
    @inlinable public func rows(in positions: Range<Int>) -> ArraySlice<Int32> {
        rows[(rows.startIndex + positions.lowerBound)..<(rows.startIndex + positions.upperBound)]
    }

    /// What the cursor of that position holds.
    package func key(at position: Int) -> SortKey { snapshot.sortKey(row(at: position), sort) }

    /// The first position behind the key, whether or not the key is still in the list.
    /// - Complexity: O(log n).
    package func position(after key: SortKey) -> Int {
        partition { !SortKey.precedes(key, $0, descending: isDescending) }
    }

    /// The first position that does not lie before the key.
    /// - Complexity: O(log n).
    package func position(of key: SortKey) -> Int { partition { SortKey.precedes($0, key, descending: isDescending) } }

    private func partition(_ liesBefore: (SortKey) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if liesBefore(key(at: middle)) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
