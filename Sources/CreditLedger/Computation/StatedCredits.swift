import Credit
import Store

/// What the file itself says of the credit of the lines of a group.
struct StatedCredits {
    private enum Statement: Hashable {
        case percentage(ExactDecimal)
        /// Nothing stated; what the prices say.
        case effectivePriceIsLower, effectivePriceIsNotLower, nothing

        var credit: StatedCredit {
            switch self {
            case .percentage(let value): StatedCredit(percentage: value, unitPrice: .one, effectiveUnitPrice: nil)
            case .effectivePriceIsLower: StatedCredit(percentage: nil, unitPrice: .one, effectiveUnitPrice: .zero)
            case .effectivePriceIsNotLower: StatedCredit(percentage: nil, unitPrice: .one, effectiveUnitPrice: .one)
            case .nothing: StatedCredit(percentage: nil, unitPrice: .zero, effectiveUnitPrice: nil)
            }
        }
    }

    private var statements: [Statement] = []
    /// The statement of each line; empty where there is one for all.
    private var ids: [UInt32] = []
    private var other: [UInt32] = []
    private var pairs = PairTable()

    /// - Parameter load: loads more columns of the group, if it has them.
    mutating func read(_ reader: LineGroupReader, _ load: ([UsageColumn]) throws -> Void) throws {
        ids.removeAll(keepingCapacity: true)
        var stated = try percentages(reader, .partnerEarnedCreditPercentage, factor: ExactDecimal(1))
        if !stated.isEmpty, stated.count > 1 { try reader.read(.partnerEarnedCreditPercentage, into: &ids) }
        let fractions = try percentages(reader, .rateOfPartnerEarnedCredit, factor: ExactDecimal(100))
        if stated.isEmpty {
            stated = fractions
            if stated.count > 1 { try reader.read(.rateOfPartnerEarnedCredit, into: &ids) }
        } else if !fractions.isEmpty, stated.contains(nil) {
            // A joined group of files of both kinds.
            ids.resize(reader.rowCount)
            try reader.read(.rateOfPartnerEarnedCredit, into: &other)
            pairs.join(&ids, firstCount: stated.count, other, secondCount: fractions.count)
            stated = pairs.pairs.map { stated[Int($0.first)] ?? fractions[Int($0.second)] }
        }
        if stated.isEmpty { stated = [nil] }
        guard stated.contains(nil) else {
            statements = stated.map { $0.map { .percentage($0) } ?? .nothing }
            return
        }
        try load(NeededColumns.charged)
        try joinPrices(reader, stated)
    }

    /// 1 for each line whose file says the same as the decision.
    /// - Parameter rates: as in `LineDecider`; the rate counts where the reason is 0.
    func compare(
        rates: [UInt32], reasons: [UInt32], rateValues: [ExactDecimal], into agrees: inout [UInt32]
    ) {
        let width = rateValues.count + 1
        let table = statements.flatMap { statement in
            ([ExactDecimal.zero] + rateValues).map { statement.credit.agrees(withRate: $0) ? UInt32(1) : 0 }
        }
        agrees.resize(reasons.count)
        let isConstant = ids.isEmpty
        for row in agrees.indices {
            let rate = reasons[row] == 0 ? Int(rates[row]) : 0
            agrees[row] = table[(isConstant ? 0 : Int(ids[row])) * width + rate]
        }
    }

    private func percentages(
        _ reader: LineGroupReader, _ column: UsageColumn, factor: ExactDecimal
    ) throws(StoreError) -> [ExactDecimal?] {
        guard let texts = try reader.texts(column) else { return [] }
        return (0..<texts.count).map { entry in
            texts.decimal(entry).flatMap { try? $0.multiplied(by: factor).normalised }
        }
    }

    /// Where nothing is stated, the two prices tell.
    private mutating func joinPrices(_ reader: LineGroupReader, _ stated: [ExactDecimal?]) throws(StoreError) {
        ids.resize(reader.rowCount)
        guard let prices = try reader.texts(.unitPrice), let effective = try reader.texts(.effectiveUnitPrice) else {
            statements = stated.map { $0.map { .percentage($0) } ?? .nothing }
            return
        }
        let unit = (0..<prices.count).map { prices.decimal($0) ?? .zero }
        let charged = (0..<effective.count).map { effective.decimal($0) }
        var priceIDs: [UInt32] = []
        try reader.read(.unitPrice, into: &priceIDs)
        try reader.read(.effectiveUnitPrice, into: &other)
        pairs.join(&priceIDs, firstCount: unit.count, other, secondCount: charged.count)
        let kinds: [Statement] = [.effectivePriceIsLower, .effectivePriceIsNotLower, .nothing]
        let ofPair = pairs.pairs.map { pair -> UInt32 in
            let price = unit[Int(pair.first)]
            guard let effective = charged[Int(pair.second)], !price.isZero else { return 2 }
            return effective.magnitude < price.magnitude ? 0 : 1
        }
        other = priceIDs.map { ofPair[Int($0)] }
        pairs.join(&ids, firstCount: stated.count, other, secondCount: kinds.count)
        statements = pairs.pairs.map { pair in
            stated[Int(pair.first)].map { .percentage($0) } ?? kinds[Int(pair.second)]
        }
    }
}
