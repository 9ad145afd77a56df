/// The numbers of keys. Most operations have few at a place, and comparing those costs less than hashing one.
struct SmallIndex<Key: Hashable> {
    private static var fewest: Int { 12 }

    private var few: [(key: Key, number: Int)] = []
    private var many: [Key: Int] = [:]

    /// The number of a key that is known; nil for a new one, which has `number` from now on.
    mutating func find(_ key: Key, orAdd number: Int) -> Int? {
        if many.isEmpty {
            for entry in few where entry.key == key { return entry.number }
            if few.count < Self.fewest {
                if few.isEmpty { few.reserveCapacity(4) }
                few.append((key, number))
                return nil
            }
            many = Dictionary(few.map { ($0.key, $0.number) }) { first, _ in first }
        }
        if let known = many[key] { return known }
        many[key] = number
        return nil
    }
}
