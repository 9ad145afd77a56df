import Credit

/// The sums of a range of accounts while they grow.
struct SumPartition: Sendable {
    /// By account, day and class.
    var days: SumBuilder
    /// By account, resource group, product and class; without the product once they were too many.
    var cells = SumBuilder()
    private(set) var cellDetail = CellDetail.products

    init(accounts: Range<Int>) { days = SumBuilder(accounts: accounts) }

    /// Forgets what is finer than `detail`.
    mutating func reduce(to detail: CellDetail) throws(DecimalError) {
        guard detail < cellDetail else { return }
        cellDetail = detail
        var coarse = SumBuilder()
        if detail == .groups {
            try coarse.add(cells.rows.lazy.map { $0.without(product: true) }, scale: cells.scale)
            for (key, extra) in cells.extras { try coarse.addExtra(key.without(product: true), extra) }
        }
        cells = coarse
    }

    mutating func addCells(_ rows: some Sequence<SumRow>, scale: Int) throws(DecimalError) {
        switch cellDetail {
        case .products: try cells.add(rows, scale: scale)
        case .groups: try cells.add(rows.lazy.map { $0.without(product: true) }, scale: scale)
        case .none: break
        }
    }
}

/// How fine the sums of a month beside those by day are kept. A table that is hardly smaller than the lines would cost
/// more than it saves: then the lines answer.
enum CellDetail: UInt8, Sendable, Comparable {
    case none = 0
    /// By account and resource group.
    case groups = 1
    /// By account, resource group, product and meter category.
    case products = 2

    static func < (a: CellDetail, b: CellDetail) -> Bool { a.rawValue < b.rawValue }
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
