package import Credit

/// Sums of one currency; `net` is `list` − `earned` to the last digit.
package struct AmountSums: Sendable, Hashable {
    /// Unit price × quantity.
    package var list: WideDecimal
    /// After the credit.
    package var net: WideDecimal
    /// What the credit took off.
    package var earned: WideDecimal
    /// What it would have taken off had access been in place.
    package var missed: WideDecimal

    package static let zero = AmountSums(list: .zero, net: .zero, earned: .zero, missed: .zero)

    package init(list: WideDecimal, net: WideDecimal, earned: WideDecimal, missed: WideDecimal) {
        self.list = list
        self.net = net
        self.earned = earned
        self.missed = missed
    }

    /// - Throws: `.overflow`.
    init(list: WideDecimal, earned: WideDecimal, missed: WideDecimal) throws(DecimalError) {
        self.init(list: list, net: try list.subtracting(earned), earned: earned, missed: missed)
    }

    /// - Throws: `.overflow` beyond 256 bits.
    package mutating func add(_ other: AmountSums) throws(DecimalError) {
        list = try list.adding(other.list)
        net = try net.adding(other.net)
        earned = try earned.adding(other.earned)
        missed = try missed.adding(other.missed)
    }

    /// - Throws: `.overflow` beyond 256 bits.
    func subtracting(_ other: AmountSums) throws(DecimalError) -> AmountSums {
        AmountSums(
            list: try list.subtracting(other.list), net: try net.subtracting(other.net),
            earned: try earned.subtracting(other.earned), missed: try missed.subtracting(other.missed))
    }

    func multiplied(by rate: ExactDecimal) throws(DecimalError) -> AmountSums {
        try AmountSums(
            list: list.multiplied(by: rate), net: net.multiplied(by: rate), earned: earned.multiplied(by: rate),
            missed: missed.multiplied(by: rate))
    }
}
