package import Credit

/// For each row of one table the rows of another that belong to it, in one block.
public struct RowLists: Sendable {
    @usableFromInline let ends: [Int32]
    @usableFromInline let rows: [Int32]

    /// - Parameter pairs: (owner, row) in the order in which the rows shall stand.
    init(count: Int, pairs: [(owner: Int32, row: Int32)]) {
        var ends = [Int32](repeating: 0, count: count)
        for pair in pairs { ends[Int(pair.owner)] += 1 }
        var total: Int32 = 0
        for index in ends.indices {
            total += ends[index]
            ends[index] = total
        }
        var next = [Int32](repeating: 0, count: count)
        for index in 0..<count where index > 0 { next[index] = ends[index - 1] }
        var rows = [Int32](repeating: 0, count: pairs.count)
        for pair in pairs {
            rows[Int(next[Int(pair.owner)])] = pair.row
            next[Int(pair.owner)] += 1
        }
        self.ends = ends
        self.rows = rows
    }

    @inlinable public subscript(_ owner: Int32) -> ArraySlice<Int32> {
        let start = owner == 0 ? 0 : Int(ends[Int(owner) - 1])
        return rows[start..<Int(ends[Int(owner)])]
    }
}

/// Rows by what requests name them with. Here, so that a look-up needs no copy of a table.
extension Snapshot {
    package func customer(tenant: GUID) -> Int32? { customers.row(tenant: tenant) }
    package func customer(domain: String) -> Int32? { customers.row(domain: domain) }
    package func subscription(id: GUID) -> Int32? { subscriptions.row(id: id) }
}
