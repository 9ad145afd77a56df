/// How fine the sums of a month beside those by day are kept. A table that is hardly smaller than the lines would cost
/// more than it saves: then the lines answer.
enum CellDetail: UInt8, Sendable, Comparable {
    case none = 0
    /// By account and resource group.
    case groups = 1
    /// By account, resource group, product and meter category.
    case products = 2

    static func < (a: CellDetail, b: CellDetail) -> Bool { a.rawValue < b.rawValue }

    /// How many rows a month of so many lines may have.
    static func limit(lines: Int) -> Int { max(1 << 16, lines / 8) }

    /// How many rows a thread lays one behind the other before it puts those of one key together.
    static func rowLimit(lines: Int) -> Int { min(lines, max(1 << 18, min(1 << 20, lines / 16))) }
}

extension SumKey {
    func without(product: Bool = false, group: Bool = false, account: Bool = false) -> SumKey {
        var bits = packed
        if product { bits &= ~(UInt128(UInt32.max) << 32) }
        if group { bits &= ~(UInt128(UInt32.max) << 64) }
        if account { bits &= ~(UInt128(UInt32.max) << 96) }
        return SumKey(packed: bits)
    }
}

extension SumRow {
    func without(product: Bool = false, group: Bool = false, account: Bool = false) -> SumRow {
        var row = self
        row.key = key.without(product: product, group: group, account: account)
        return row
    }
}
