/// Joins two index columns into one: each distinct pair gets a number, in the order of first occurrence.
///
/// Decisions depend on a dozen columns and on few combinations of their values, so they are made once per combination.
package struct PairTable {
    /// The pairs by number.
    package private(set) var pairs: [(first: UInt32, second: UInt32)] = []
    private var flat: [UInt32] = []
    private var hashed: [UInt64: UInt32] = [:]

    /// Above this many possible pairs a hash table is smaller than a flat one.
    private static let flatLimit = 1 << 20

    package init() {}

    /// Replaces `ids` (below `firstCount`) by the numbers of their pairs with `others` (below `secondCount`).
    package mutating func join(_ ids: inout [UInt32], firstCount: Int, _ others: [UInt32], secondCount: Int) {
        pairs.removeAll(keepingCapacity: true)
        let (room, overflow) = firstCount.multipliedReportingOverflow(by: secondCount)
        if !overflow && room <= Self.flatLimit {
            joinFlat(&ids, others, width: UInt32(secondCount), room: room)
        } else {
            joinHashed(&ids, others)
        }
    }

    private mutating func joinFlat(_ ids: inout [UInt32], _ others: [UInt32], width: UInt32, room: Int) {
        flat.removeAll(keepingCapacity: true)
        flat.append(contentsOf: repeatElement(.max, count: room))
        var found = pairs
        let count = ids.count
        var table = flat.mutableSpan
        var target = ids.mutableSpan
        let source = others.span
        var lastPlace = Int.max
        var lastNumber: UInt32 = 0
        for index in 0..<count {
            let place = Int(target[index] &* width &+ source[index])
            if place != lastPlace {
                lastPlace = place
                lastNumber = table[place]
                if lastNumber == .max {
                    lastNumber = UInt32(found.count)
                    table[place] = lastNumber
                    found.append((target[index], source[index]))
                }
            }
            target[index] = lastNumber
        }
        pairs = found
    }

    private mutating func joinHashed(_ ids: inout [UInt32], _ others: [UInt32]) {
        hashed.removeAll(keepingCapacity: true)
        var lastKey = UInt64.max
        var lastNumber: UInt32 = 0
        for index in ids.indices {
            let key = UInt64(ids[index]) << 32 | UInt64(others[index])
            if key != lastKey {
                lastKey = key
                if let known = hashed[key] {
                    lastNumber = known
                } else {
                    lastNumber = UInt32(pairs.count)
                    hashed[key] = lastNumber
                    pairs.append((ids[index], others[index]))
                }
            }
            ids[index] = lastNumber
        }
    }
}
