/// Totals that follow from price and quantity: of a line whose total is what the formula gives, nothing is stored.
///
/// The files show a total as the exact product, cut to 15 significant digits, halves away from zero, without zeros at
/// the end of its decimals. A line that says anything else keeps its own total, digit for digit.
/// - Source: the samples of files.md sections 2.1 and 2.2 (daily-rated-usage-recon-files.md, 2022-11-08).
package enum TotalFormula: UInt8, Sendable {
    /// EffectiveUnitPrice × Quantity.
    case pricing = 1
    /// EffectiveUnitPrice × Quantity × PCToBCExchangeRate.
    case billing = 2

    /// The entry that stands in the place of a scale where the formula gives the total; the whole number is 0 then.
    package static let entry = UInt8(ascii: "*")

    package init?(_ column: ColumnID) {
        switch UsageColumn(column) {
        case .pricingPreTaxTotal: self = .pricing
        case .billingPreTaxTotal: self = .billing
        default: return nil
        }
    }

    /// What it multiplies.
    package var factors: [UsageColumn] {
        switch self {
        case .pricing: [.quantity, .effectiveUnitPrice]
        case .billing: [.quantity, .effectiveUnitPrice, .pcToBCExchangeRate]
        }
    }

    /// The product of the factors of a line, without its point; nil where 128 bits do not hold it.
    @inline(__always)
    static func product(_ price: Int64, _ quantity: Int64, _ rate: Int64) -> Int128? {
        let full = price.multipliedFullWidth(by: quantity)
        let amount = Int128(full.high) << 64 | Int128(full.low)
        if rate == 1 { return amount }
        let (product, overflow) = amount.multipliedReportingOverflow(by: Int128(rate))
        return overflow ? nil : product
    }

    /// Whether a total that is shown as `shown` × 10^−`shownScale` is what the formula gives for the product
    /// × 10^−`scale`. No division: this is asked for every line of an import.
    @inline(__always)
    static func gives(
        _ product: Int128, scale: Int, shown: Int64, shownScale: Int, _ powers: Span<UInt128>
    ) -> Bool {
        if product == 0 { return shown == 0 && shownScale == 0 }
        if (product < 0) != (shown < 0) { return false }
        let digits = shown.magnitude
        if digits >= 1_000_000_000_000_000 || shownScale > 0 && digits % 10 == 0 { return false }
        let raise = scale &- shownScale
        guard 0..<powers.count ~= raise else { return false }
        let (value, overflow) = UInt128(digits).multipliedReportingOverflow(by: powers[raise])
        if overflow { return false }
        let exact = product.magnitude
        if value == exact { return true }
        let drop = digitCount(exact, powers) &- significantDigits
        if drop <= 0 || raise < drop { return false }
        let distance = (value > exact ? value &- exact : exact &- value) &* 2
        return distance < powers[drop] || distance == powers[drop] && value > exact
    }

    /// The total as the files show it; nil where it does not have the plain form of `PlainNumber`.
    static func shown(_ product: Int128, scale: Int, _ powers: Span<UInt128>) -> (mantissa: Int64, scale: Int)? {
        var digits = product.magnitude
        var places = scale
        let drop = digitCount(digits, powers) - significantDigits
        if drop > 0 {
            digits = (digits + powers[drop] / 2) / powers[drop]
            places -= drop
        }
        if places < 0 { return nil }
        guard var rest = UInt64(exactly: digits) else { return nil }
        while places > 0, rest % 10 == 0 {
            rest /= 10
            places -= 1
            if rest == 0 { places = 0 }
        }
        guard PlainNumber.scales ~= places, let mantissa = Int64(exactly: rest) else { return nil }
        return (product < 0 ? -mantissa : mantissa, places)
    }

    private static let significantDigits = 15

    /// 10^0 to 10^38.
    static let powers: [UInt128] = (0..<38).reduce(into: [1]) { powers, _ in powers.append((powers.last ?? 1) * 10) }

    /// Decimal digits of a number; 0 of 0.
    @inline(__always)
    private static func digitCount(_ value: UInt128, _ powers: Span<UInt128>) -> Int {
        // 1233 / 4096 is a little below log10(2).
        let least = ((128 &- value.leadingZeroBitCount) &* 1233) &>> 12
        return least < powers.count && value >= powers[least] ? least &+ 1 : least
    }
}

/// Distinct factors of totals as whole numbers and scales, by entry.
package struct FactorTable: Sendable {
    /// The scale of an entry that is no plain number.
    static let none: Int8 = -1
    private(set) var mantissas: [Int64] = []
    private(set) var scales: [Int8] = []

    package init() {}

    package var count: Int { scales.count }

    /// Takes the next entry, as it is in the file.
    package mutating func append(_ text: [UInt8]) {
        let (mantissa, form) = PlainNumber.split(text)
        append(mantissa, form)
    }

    /// Takes the next scale of a column of numbers, as `PlainNumber.split` gives it.
    package mutating func append(form: [UInt8]) { append(0, form) }

    private mutating func append(_ mantissa: Int64, _ form: [UInt8]) {
        mantissas.append(mantissa)
        scales.append(PlainNumber.scale(form).map { Int8($0) } ?? Self.none)
    }
}

/// The factors of the lines of a group, for totals that are stored or read.
package struct TotalFactors {
    /// By entry of EffectiveUnitPrice.
    var prices: FactorTable
    /// By entry of the quantity's scales; its mantissas are those of the lines.
    var quantities: FactorTable
    /// By entry of PCToBCExchangeRate; nil where the formula has none.
    var rates: FactorTable?

    package init(prices: FactorTable, quantities: FactorTable, rates: FactorTable?) {
        self.prices = prices
        self.quantities = quantities
        self.rates = rates
    }

    /// The product of a line and its scale; nil where a factor is no plain number.
    @inline(__always)
    func product(price: Int, quantity: Int64, quantityScale: Int, rate: Int) -> (Int128, Int)? {
        let scale = prices.scales[price]
        let places = quantities.scales[quantityScale]
        if scale < 0 || places < 0 { return nil }
        guard let rates else {
            return TotalFormula.product(prices.mantissas[price], quantity, 1).map { ($0, Int(scale) &+ Int(places)) }
        }
        let rateScale = rates.scales[rate]
        if rateScale < 0 { return nil }
        return TotalFormula.product(prices.mantissas[price], quantity, rates.mantissas[rate])
            .map { ($0, Int(scale) &+ Int(places) &+ Int(rateScale)) }
    }

    /// Numbers of lines, by column: entries of the tables, and whole numbers. They stay the caller's.
    @unsafe package struct Lines {
        let prices: UnsafePointer<UInt16>
        let quantities: UnsafePointer<Int64>
        let quantityScales: UnsafePointer<UInt16>
        /// nil where the formula has no rate.
        let rates: UnsafePointer<UInt16>?

        package init(
            prices: UnsafePointer<UInt16>, quantities: UnsafePointer<Int64>, quantityScales: UnsafePointer<UInt16>,
            rates: UnsafePointer<UInt16>?
        ) {
            unsafe self.prices = prices
            unsafe self.quantities = quantities
            unsafe self.quantityScales = quantityScales
            unsafe self.rates = rates
        }
    }

    /// Replaces the totals that follow from the factors: the whole number by 0 and the scale's entry by `derived`.
    /// - Parameters:
    ///   - totals: whole numbers of the totals.
    ///   - scales: entries of `totalScales`.
    @unsafe package func mark(
        _ lines: Lines, count: Int, totals: UnsafeMutablePointer<Int64>, scales: UnsafeMutablePointer<UInt16>,
        totalScales: FactorTable, derived: UInt16
    ) {
        let powers = TotalFormula.powers
        for row in 0..<count {
            let shownScale = unsafe totalScales.scales[Int(scales[row])]
            guard shownScale >= 0,
                let (product, scale) = unsafe product(
                    price: Int(lines.prices[row]), quantity: lines.quantities[row],
                    quantityScale: Int(lines.quantityScales[row]), rate: lines.rates.map { unsafe Int($0[row]) } ?? 0),
                unsafe TotalFormula.gives(
                    product, scale: scale, shown: totals[row], shownScale: Int(shownScale), powers.span)
            else { continue }
            unsafe totals[row] = 0
            unsafe scales[row] = derived
        }
    }
}
