package import Credit

/// The totals of some lines in one currency.
package struct CreditTotals: Sendable, Hashable {
    package var currency: CurrencyCode
    package var amounts: AmountSums
    package var lines: Int
    package var eligibleLines: Int
    /// Lines whose file says something else than our decision.
    package var disagreeingLines: Int

    package init(currency: CurrencyCode) {
        self.currency = currency
        amounts = .zero
        lines = 0
        eligibleLines = 0
        disagreeingLines = 0
    }

    /// What these totals have more than others of the same currency; counts can be negative too.
    /// - Throws: `.overflow` beyond 256 bits.
    package func subtracting(_ other: CreditTotals) throws(DecimalError) -> CreditTotals {
        var difference = self
        difference.amounts = try amounts.subtracting(other.amounts)
        difference.lines -= other.lines
        difference.eligibleLines -= other.eligibleLines
        difference.disagreeingLines -= other.disagreeingLines
        return difference
    }

    mutating func add(_ part: CreditPart, _ more: AmountSums) throws(DecimalError) {
        try amounts.add(more)
        lines += part.lines
        eligibleLines += part.sumClass.reason.isEligible ? part.lines : 0
        disagreeingLines += part.disagreeing
    }
}

/// The lines of one class within a group.
package struct CreditPart: Sendable, Hashable {
    package var sumClass: SumClass
    /// The list amount in US dollars.
    package var list: WideDecimal
    /// What a rounding policy cut off the billing net.
    var cut: WideDecimal
    package var lines: Int
    package var disagreeing: Int
}

/// One group of a breakdown. Its amounts are worked out when they are asked for: a page needs few of many.
package struct CreditGroup: Sendable, Hashable {
    package let key: DimensionKey
    package let parts: [CreditPart]

    /// The sums in US dollars.
    /// - Throws: `.overflow` beyond 256 bits.
    package func totals() throws(DecimalError) -> CreditTotals {
        var sums = CreditTotals(currency: .usd)
        for part in parts { try sums.add(part, part.sumClass.usd(list: part.list)) }
        return sums
    }

    /// One of the sums in US dollars; cheaper than all of them.
    func amount(_ order: CreditOrder) throws(DecimalError) -> WideDecimal {
        var sum = WideDecimal.zero
        for part in parts {
            let sumClass = part.sumClass
            let earns = sumClass.reason.isEligible
            if order == .earned && !earns || order == .missed && !sumClass.reason.isMissed { continue }
            if order == .list || (order == .net && !earns) {
                sum = try sum.adding(part.list)
                continue
            }
            let amounts = try sumClass.usd(list: part.list)
            sum = try sum.adding(order == .net ? amounts.net : order == .earned ? amounts.earned : amounts.missed)
        }
        return sum
    }

    /// The same lines per billing currency, by its code.
    /// - Throws: `.overflow` beyond 256 bits.
    package func billing() throws(DecimalError) -> [CreditTotals] {
        var sums: [CurrencyCode: CreditTotals] = [:]
        for part in parts {
            guard let currency = part.sumClass.currency else { continue }
            var amounts = try part.sumClass.amounts(list: part.list).billing
            amounts.net = try amounts.net.subtracting(part.cut)
            try sums[currency, default: CreditTotals(currency: currency)].add(part, amounts)
        }
        return sums.values.sorted { $0.currency < $1.currency }
    }

    package var lines: Int { parts.reduce(0) { $0 + $1.lines } }
}
