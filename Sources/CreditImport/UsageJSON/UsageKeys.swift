internal import Store

/// Which column each key of an item of daily rated usage is: the column's name of the CSV in any case, so that both JSON
/// forms are read, the asynchronous export with `UsageDate` and the pages of the first API with `usageDate`.
/// - Source: files.md sections 3.1 and 3.2.
struct UsageKeys {
    enum Target {
        /// A key of no column, such as `attributes`: kept in the file as it came, and not looked at.
        case ignored
        case field(Int)
        /// A percent where the file's other items have a fraction.
        case percent(Int)
        /// A fraction where the file's other items have a percent.
        case fraction(Int)
    }

    /// The columns of the records, in this order. Of a percent and the fraction for it there is one.
    let columns: [UsageColumn]
    private var targets: [[UInt8]: Target] = [:]
    private let hasFractions: Bool

    /// - Parameter hasFractions: whether the file has `rateOfPartnerEarnedCredit` and `rateOfCredit`.
    init(hasFractions: Bool) {
        self.hasFractions = hasFractions
        let left = Self.pairs.map { hasFractions ? $0.percent : $0.fraction }
        columns = UsageColumn.allCases.filter { !left.contains($0) }
    }

    private static let pairs: [(percent: UsageColumn, fraction: UsageColumn)] = [
        (.partnerEarnedCreditPercentage, .rateOfPartnerEarnedCredit), (.creditPercentage, .rateOfCredit),
    ]

    /// The header of the records.
    var header: [UInt8] { Array((columns.map(\.name).joined(separator: ",") + "\n").utf8) }

    mutating func target(_ key: [UInt8]) -> Target {
        if let known = targets[key] { return known }
        let target = UsageColumn(name: String(decoding: key, as: UTF8.self)).map { find($0) } ?? .ignored
        // Keys are few; what makes up new ones with each item is not remembered without end.
        if targets.count < 1000 { targets[key] = target }
        return target
    }

    private func find(_ column: UsageColumn) -> Target {
        if let place = columns.firstIndex(of: column) { return .field(place) }
        let other = Self.pairs.lazy.compactMap { pair in
            column == pair.percent ? pair.fraction : column == pair.fraction ? pair.percent : nil
        }.first
        guard let place = other.flatMap({ columns.firstIndex(of: $0) }) else { return .ignored }
        return hasFractions ? .percent(place) : .fraction(place)
    }
}
