import Credit
import Store

/// Prices, quantities and the list amounts of the lines of a group.
struct GroupMoney {
    /// List amount of each line as a whole number of 10^−`scale`; 0 for lines in `wide`.
    private(set) var list: [Int128] = []
    private(set) var scale = 0
    /// List amounts that the numbers cannot hold, by line.
    private(set) var wide: [Int: WideDecimal] = [:]
    /// What the magnitudes of `list` sum to.
    private(set) var reach: UInt128 = 0
    private var priceIDs: [UInt32] = []
    private var formIDs: [UInt32] = []
    private var mantissas: [Int64] = []

    init() {}

    /// Amounts that are known already.
    init(list: [Int128], scale: Int) {
        self.list = list
        self.scale = scale
        sumMagnitudes()
    }

    mutating func read(_ reader: LineGroupReader) throws(StoreError) {
        let texts = try reader.dictionary(UsageColumn.unitPrice)
        var prices: [ExactDecimal] = []
        prices.reserveCapacity(texts.count)
        for entry in 0..<texts.count {
            guard let price = texts.decimal(entry) else { throw Self.noNumber("UnitPrice") }
            prices.append(price.normalised)
        }
        try reader.read(.unitPrice, into: &priceIDs)
        let forms = try reader.forms(UsageColumn.quantity.id)
        try reader.read(numbers: .quantity, into: &mantissas)
        wide.removeAll(keepingCapacity: true)
        if list.count != mantissas.count { list = [Int128](repeating: 0, count: mantissas.count) }
        if forms.count > 1 { try reader.read(UsageColumn.quantity.id, into: &formIDs) }
        if let quantityScale = alignQuantities(forms), narrow(prices, quantityScale) { return sumMagnitudes() }
        // The quantities were overwritten: read them again.
        try reader.read(numbers: .quantity, into: &mantissas)
        try general(prices, forms)
        sumMagnitudes()
    }

    private mutating func sumMagnitudes() {
        reach = Self.magnitudes(list)
    }

    private static func magnitudes(_ list: [Int128]) -> UInt128 {
        let list = list.span
        var sum: UInt128 = 0
        // No sum of the group leaves 128 bits.
        for row in 0..<list.count { sum &+= list[row].magnitude }
        return sum
    }

    /// Raises the amounts to a finer scale; what they do not hold then goes to `wide`.
    mutating func raise(to finer: Int) throws(DecimalError) {
        guard finer > scale else { return }
        let factor = Decimals.power(finer - scale)
        let (raised, overflow) = reach.multipliedReportingOverflow(by: UInt128(factor))
        if overflow || raised > UInt128(Int128.max) {
            for row in list.indices where list[row] != 0 {
                wide[row] = try WideDecimal(coefficient: list[row], scale: scale)
                list[row] = 0
            }
            reach = 0
        } else {
            for row in list.indices { list[row] &*= factor }
            reach = raised
        }
        scale = finer
    }

    /// Raises the quantities to one scale.
    /// - Returns: nil where one of them does not fit; the column is then half done.
    private mutating func alignQuantities(_ forms: [NumberForm]) -> Int? {
        var scale = 0
        for form in forms {
            switch form {
            case .plain(let places): scale = max(scale, places)
            case .exact(let value): scale = max(scale, value.normalised.scale)
            case .blank: break
            }
        }
        guard scale <= 18 else { return nil }
        if forms.count == 1, case .plain = forms[0] { return scale }
        /// What a mantissa is multiplied by, and what is added.
        var factors: [Int64] = []
        var values: [Int64] = []
        for form in forms {
            switch form {
            case .plain(let places):
                factors.append(Int64(Decimals.power(scale - places)))
                values.append(0)
            case .exact(let value):
                guard let mantissa = Decimals.mantissa(value, scale: scale) else { return nil }
                factors.append(0)
                values.append(mantissa)
            case .blank:
                factors.append(0)
                values.append(0)
            }
        }
        if formIDs.count != mantissas.count { formIDs = [UInt32](repeating: 0, count: mantissas.count) }
        return Self.align(&mantissas, formIDs, factors, values) ? scale : nil
    }

    private static func align(
        _ mantissas: inout [Int64], _ forms: [UInt32], _ factors: [Int64], _ values: [Int64]
    ) -> Bool {
        let ids = forms.span
        var target = mantissas.mutableSpan
        for row in 0..<target.count {
            let form = Int(ids[row])
            let (product, overflow) = target[row].multipliedReportingOverflow(by: factors[form])
            if overflow { return false }
            target[row] = product + values[form]
        }
        return true
    }

    /// The fast form: one scale for all quantities, and no sum of the group can leave 128 bits.
    private mutating func narrow(_ prices: [ExactDecimal], _ quantityScale: Int) -> Bool {
        let priceScale = prices.map(\.scale).max() ?? 0
        guard priceScale + quantityScale <= Decimals.maximumScale else { return false }
        var raised: [Int128] = []
        raised.reserveCapacity(prices.count)
        var highest: UInt128 = 0
        for price in prices {
            let (value, overflow) = price.coefficient.multipliedReportingOverflow(
                by: Decimals.power(priceScale - price.scale))
            if overflow { return false }
            raised.append(value)
            highest = max(highest, value.magnitude)
        }
        var largest: UInt64 = 0
        for mantissa in mantissas { largest = max(largest, mantissa.magnitude) }
        let (product, overflow) = highest.multipliedReportingOverflow(by: UInt128(largest))
        guard !overflow, product <= UInt128(Int128.max) / UInt128(max(1, mantissas.count)) else { return false }
        scale = priceScale + quantityScale
        Self.multiply(raised, priceIDs, mantissas, fitsWord: highest < UInt128(Int64.max), into: &list)
        return true
    }

    private static func multiply(
        _ prices: [Int128], _ priceIDs: [UInt32], _ quantities: [Int64], fitsWord: Bool, into list: inout [Int128]
    ) {
        let ids = priceIDs.span
        let quantities = quantities.span
        var target = list.mutableSpan
        if fitsWord {
            let words = prices.map { Int64(truncatingIfNeeded: $0) }
            let table = words.span
            for row in 0..<quantities.count {
                let full = table[Int(ids[row])].multipliedFullWidth(by: quantities[row])
                target[row] = Int128(full.high) << 64 | Int128(full.low)
            }
        } else {
            let table = prices.span
            for row in 0..<quantities.count { target[row] = table[Int(ids[row])] &* Int128(quantities[row]) }
        }
    }

    /// Any numbers: products in 256 bits; what fits goes into the column after all.
    private mutating func general(_ prices: [ExactDecimal], _ forms: [NumberForm]) throws(StoreError) {
        let limit = Int128.max / Int128(max(1, mantissas.count))
        scale = Decimals.maximumScale
        for row in mantissas.indices {
            let quantity: ExactDecimal
            switch forms[forms.count == 1 ? 0 : Int(formIDs[row])] {
            case .plain(let places):
                guard let value = try? ExactDecimal(coefficient: Int128(mantissas[row]), scale: places) else {
                    throw Self.noNumber("Quantity")
                }
                quantity = value
            case .exact(let value): quantity = value
            case .blank: quantity = .zero
            }
            guard let product = try? WideDecimal(prices[Int(priceIDs[row])]).multiplied(by: quantity).normalised else {
                throw Self.noNumber("UnitPrice × Quantity")
            }
            list[row] = 0
            if let narrow = product.narrow, narrow.scale <= scale {
                let (value, overflow) = narrow.coefficient.multipliedReportingOverflow(
                    by: Decimals.power(scale - narrow.scale))
                if !overflow, value.magnitude <= limit.magnitude {
                    list[row] = value
                    continue
                }
            }
            wide[row] = product
        }
    }

    /// The exact list amount of a line.
    func amount(_ row: Int) throws(DecimalError) -> WideDecimal {
        if let amount = wide[row] { return amount }
        return try WideDecimal(coefficient: list[row], scale: scale)
    }

    private static func noNumber(_ column: String) -> StoreError {
        .corrupt(detail: "a line group holds no number in \(column)")
    }
}
