package import Credit
import Store

/// What turns the list amount of a line into all its other amounts: lines with one class are summed as one number.
///
/// Every amount is the list amount times constants of the class, so sums keep the list amount alone and stay exact.
/// Not so where a policy rounds each line; such lines are in `RoundedSums`.
package struct SumClass: Sendable, Hashable {
    package let reason: CreditReason
    /// Of the invoice; nil where the lines name none.
    package let currency: CurrencyCode?
    /// Price-list currency to billing currency.
    package let exchangeRate: ExactDecimal
    /// The credit rate of the day as a fraction where the lines earn or miss it, else 0.
    package let rate: ExactDecimal
    /// The part of the list amount that an Azure credit offer leaves, as a fraction: 1 − p/100; 1 where nothing is
    /// earned or missed.
    package let creditedShare: ExactDecimal

    package init(
        reason: CreditReason, currency: CurrencyCode?, exchangeRate: ExactDecimal, rate: ExactDecimal,
        creditPercentage: ExactDecimal
    ) throws(DecimalError) {
        self.reason = reason
        self.currency = currency
        self.exchangeRate = exchangeRate.normalised
        let counts = (reason.isEligible || reason.isMissed) && !rate.isZero
        self.rate = counts ? rate.normalised : .zero
        creditedShare = counts ? try Self.share(leftBy: creditPercentage) : .one
    }

    /// 1 − p/100.
    static func share(leftBy percentage: ExactDecimal) throws(DecimalError) -> ExactDecimal {
        let left = try ExactDecimal(100).subtracting(percentage)
        return try ExactDecimal(coefficient: left.coefficient, scale: left.scale + 2).normalised
    }

    /// The amounts of lines of this class whose list amounts sum to `list`.
    /// - Throws: `.overflow` beyond 256 bits.
    package func amounts(list: WideDecimal) throws(DecimalError) -> ClassAmounts {
        let usd = try usd(list: list)
        return ClassAmounts(usd: usd, billing: try usd.multiplied(by: exchangeRate))
    }

    /// The amounts in US dollars alone.
    /// - Throws: `.overflow` beyond 256 bits.
    package func usd(list: WideDecimal) throws(DecimalError) -> AmountSums {
        let credit = rate.isZero ? .zero : try list.multiplied(by: creditedShare).multiplied(by: rate)
        return try AmountSums(
            list: list, earned: reason.isEligible ? credit : .zero, missed: reason.isMissed ? credit : .zero)
    }

    func encode(into writer: inout ByteWriter) {
        writer.byte(reason.rawValue)
        writer.unsigned(UInt64(currency?.packed ?? 0))
        for value in [exchangeRate, rate, creditedShare] {
            writer.byte(UInt8(value.scale))
            writer.wide(value.coefficient)
        }
    }

    init(from reader: inout ByteReader) throws(StoreError) {
        guard let reason = CreditReason(rawValue: try reader.byte()) else { throw reader.damage }
        self.reason = reason
        let packed = try reader.count()
        currency = packed == 0 ? nil : CurrencyCode(packed: UInt32(packed))
        exchangeRate = try Self.decimal(&reader)
        rate = try Self.decimal(&reader)
        creditedShare = try Self.decimal(&reader)
    }

    private static func decimal(_ reader: inout ByteReader) throws(StoreError) -> ExactDecimal {
        let scale = try Int(reader.byte())
        let coefficient = try reader.wide()
        do { return try ExactDecimal(coefficient: coefficient, scale: scale) } catch { throw reader.damage }
    }
}

/// The amounts of some lines in both currencies.
package struct ClassAmounts: Sendable, Hashable {
    /// In US dollars, the currency of the price list.
    package let usd: AmountSums
    /// In the billing currency.
    package let billing: AmountSums
}
