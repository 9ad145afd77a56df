/// "Did you mean" as in graphql-js: at most five names within a few edits, the nearest first.
package enum Suggestions {
    /// - Complexity: O(candidates × length²).
    package static func didYouMean(_ input: String, among candidates: [String], prefix: String = "") -> String {
        sentence(nearest(to: input, among: candidates), prefix: prefix)
    }

    /// ` Did you mean "a" or "b"?`; empty without names.
    package static func sentence(_ names: [String], prefix: String = "") -> String {
        guard !names.isEmpty else { return "" }
        return " Did you mean \(prefix)\(list(names.prefix(5).map { "\"\($0)\"" }, "or"))?"
    }

    /// `a`, `a or b`, `a, b, or c`.
    package static func list(_ items: [String], _ conjunction: String) -> String {
        guard let last = items.last else { return "" }
        switch items.count {
        case 1: return last
        case 2: return "\(items[0]) \(conjunction) \(last)"
        default: return "\(items.dropLast().joined(separator: ", ")), \(conjunction) \(last)"
        }
    }

    package static func nearest(to input: String, among candidates: [String]) -> [String] {
        let threshold = input.utf8.count * 4 / 10 + 1
        let bytes = Array(input.utf8)
        let lowercase = bytes.map(lowercased)
        var distances: [(distance: Int, name: String)] = []
        var seen: Set<String> = []
        for name in candidates where seen.insert(name).inserted {
            if let distance = distance(bytes, lowercase, Array(name.utf8), threshold) {
                distances.append((distance, name))
            }
        }
        return distances.sorted {
            $0.distance != $1.distance ? $0.distance < $1.distance : isNaturallyLess($0.name, $1.name)
        }.map(\.name)
    }

    /// Edits between two names: insertions, deletions, substitutions and swaps of neighbours; a difference in case
    /// alone is one edit. Nil above the threshold.
    private static func distance(_ input: [UInt8], _ lowercase: [UInt8], _ option: [UInt8], _ threshold: Int) -> Int? {
        if input == option { return 0 }
        let other = option.map(lowercased)
        if lowercase == other { return 1 }
        let (long, short) = other.count < lowercase.count ? (lowercase, other) : (other, lowercase)
        if long.count - short.count > threshold { return nil }
        var rows = [[Int]](repeating: Array(0...short.count), count: 3)
        guard !short.isEmpty else { return long.count <= threshold ? long.count : nil }
        for i in 1...long.count {
            var smallest = i
            rows[i % 3][0] = i
            for j in 1...short.count {
                let cost = long[i - 1] == short[j - 1] ? 0 : 1
                var cell = min(rows[(i - 1) % 3][j] + 1, rows[i % 3][j - 1] + 1, rows[(i - 1) % 3][j - 1] + cost)
                if i > 1, j > 1, long[i - 1] == short[j - 2], long[i - 2] == short[j - 1] {
                    cell = min(cell, rows[(i - 2) % 3][j - 2] + 1)
                }
                smallest = min(smallest, cell)
                rows[i % 3][j] = cell
            }
            if smallest > threshold { return nil }
        }
        let distance = rows[long.count % 3][short.count]
        return distance <= threshold ? distance : nil
    }

    private static func lowercased(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

    /// Digits compare by their number, everything else by its bytes.
    package static func isNaturallyLess(_ first: String, _ second: String) -> Bool {
        let a = Array(first.utf8)
        let b = Array(second.utf8)
        var i = 0
        var j = 0
        while i < a.count, j < b.count {
            if isDigit(a[i]), isDigit(b[j]) {
                let x = digits(a, &i)
                let y = digits(b, &j)
                if x.count != y.count { return x.count < y.count }
                if x != y { return x.lexicographicallyPrecedes(y) }
            } else {
                if a[i] != b[j] { return a[i] < b[j] }
                i += 1
                j += 1
            }
        }
        return a.count - i < b.count - j
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

    /// The digits from a position on without leading zeros; the position moves behind them.
    private static func digits(_ bytes: [UInt8], _ position: inout Int) -> ArraySlice<UInt8> {
        let start = position
        while position < bytes.count, isDigit(bytes[position]) { position += 1 }
        return bytes[start..<position].drop { $0 == 0x30 }
    }
}
