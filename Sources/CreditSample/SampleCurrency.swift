/// Exchange rates of the sample: one for each currency and month, as the invoices of real months have.
enum SampleCurrency {
    static let all = ["CHF", "DKK", "EUR", "GBP", "NOK", "SEK", "USD"]

    /// Units of the currency for one USD, in 10^-9.
    static func rate(_ currency: String, month: CivilDate, draw: Draw) -> UInt64 {
        guard let base = bases[currency] else { return 1_000_000_000 }
        let number = month.year * 12 + month.month
        let place = all.firstIndex(of: currency) ?? 0
        return base - base / 50 + UInt64(draw.below(Int(base / 25), .currency, number, place))
    }

    private static let bases: [String: UInt64] = [
        "CHF": 884_210_375, "DKK": 6_341_902_117, "EUR": 851_202_666, "GBP": 745_813_402, "NOK": 10_118_455_091,
        "SEK": 9_542_377_618,
    ]

    /// USD for one unit, with the 17 decimals of the exchange-rate file.
    static func dollarsPerUnit(rate: UInt64) -> String {
        let quotient = (PowersOfTen.wide[26] + UInt128(rate) / 2) / UInt128(rate)
        let whole = quotient / PowersOfTen.wide[17]
        let digits = "\(quotient % PowersOfTen.wide[17])"
        let fraction = String(repeating: "0", count: 17 - digits.count) + digits
        return "\(whole).\(fraction)"
    }
}
