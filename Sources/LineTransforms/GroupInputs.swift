package import Credit
import CreditLedger
import PluginHost
import Store

/// The inputs of the lines of one group after the other; what several plugins take is worked out once.
///
/// Used by one thread at a time.
final class GroupInputs {
    private let rounding: Dated<CreditPolicy.DailyRounding>
    private let reader = LineGroupReader()
    private var rowCount = 0
    private var known: [LineInput: LineValues] = [:]
    private var wanted: Set<LineAmount> = []
    private var pairs = PairTable()

    init(rounding: Dated<CreditPolicy.DailyRounding>) { self.rounding = rounding }

    /// The columns of usage lines that these inputs are made from.
    static func columns(_ inputs: Set<LineInput>) -> [UsageColumn] {
        var columns: Set<UsageColumn> = []
        for input in inputs {
            switch input {
            case .text(let column), .number(let column): columns.insert(column)
            case .amount: columns.formUnion(LineRow.amountColumns.union([.usageDate]))
            case .date: columns.insert(.usageDate)
            case .customer: columns.insert(.customerID)
            case .subscription: columns.insert(.entitlementID)
            case .eligible, .reason, .rate, .none: break
            }
        }
        return columns.sorted { $0.rawValue < $1.rawValue }
    }

    /// Begins a group with its columns.
    /// - Parameter inputs: all that will be asked for.
    func open(
        rowCount: Int, columns: [(ColumnID, [UInt8])], inputs: Set<LineInput>
    ) throws(StoreError) {
        self.rowCount = rowCount
        known.removeAll(keepingCapacity: true)
        wanted = Set(inputs.compactMap { if case .amount(let amount) = $0 { amount } else { nil } })
        try reader.open(rowCount: rowCount)
        for (column, blob) in columns { try reader.load(column, blob) }
    }

    /// Whether the lines were decided.
    var isDecided: Bool { reader.isLoaded(LedgerColumn.reason.id) && reader.isLoaded(LedgerColumn.rate.id) }

    func tuples(_ inputs: [LineInput]) throws -> LineTuples {
        LineTuples(try inputs.map { try values($0) }, rowCount: rowCount, &pairs)
    }

    /// The columns of some lines for a call.
    /// - Throws: `DecimalError` where decimals have no scale in common.
    func batch(_ rows: ArraySlice<UInt32>, _ call: PluginCall, _ inputs: [LineInput]) throws -> PluginBatch {
        var columns: [PluginColumn] = []
        for (input, kind) in zip(call.inputs, inputs) {
            var builder = PluginColumnBuilder(input.type, capacity: rows.count)
            try values(kind).append(rows, to: &builder)
            columns.append(try builder.finish())
        }
        return PluginBatch(rows: rows.count, columns: columns)
    }

    func values(_ input: LineInput) throws -> LineValues {
        if let values = known[input] { return values }
        if case .amount = input {
            for (amount, values) in try amounts() { known[.amount(amount)] = values }
            return known[input] ?? .null
        }
        let values = try make(input)
        known[input] = values
        return values
    }

    private func make(_ input: LineInput) throws -> LineValues {
        switch input {
        case .text(let column): return try texts(column) { $0.isEmpty ? nil : $0 }
        case .number(let column): return try numbers(column)
        case .date:
            let texts = try reader.dictionary(UsageColumn.usageDate)
            return LineValues(
                values: .days((0..<texts.count).map { texts.day($0)?.number }), ids: try ids(UsageColumn.usageDate.id))
        case .customer:
            return try texts(.customerID) { text in
                Array((text.isEmpty ? GUID(high: 0, low: 0) : LineKey.id(text)).description.utf8)
            }
        case .subscription:
            return try texts(.entitlementID) { $0.isEmpty ? nil : Array(LineKey.id($0).description.utf8) }
        case .eligible:
            return LineValues(values: .booleans(try reasons().map(\.isEligible)), ids: try ids(LedgerColumn.reason.id))
        case .reason:
            return LineValues(
                values: .texts(try reasons().map { Array($0.code.utf8) }), ids: try ids(LedgerColumn.reason.id))
        case .rate:
            // What the line earns: nothing where it is not eligible.
            let (reasons, reasonIDs) = (try reasons(), try ids(LedgerColumn.reason.id))
            let (rates, rateIDs) = (try rates(), try ids(LedgerColumn.rate.id))
            var values = rates.map { $0 as ExactDecimal? }
            values.append(.zero)
            let none = UInt32(rates.count)
            let ids = (0..<rowCount).map { row in
                reasons[reasonIDs.isEmpty ? 0 : Int(reasonIDs[row])].isEligible
                    ? (rateIDs.isEmpty ? 0 : rateIDs[row]) : none
            }
            return LineValues(values: .decimals(values), ids: ids)
        case .amount, .none: return .null
        }
    }

    // MARK: Columns

    private func ids(_ column: ColumnID) throws -> [UInt32] {
        try reader.dictionary(column).count > 1 ? try reader.indexes(column, rows: 0..<rowCount) : []
    }

    private func texts(_ column: UsageColumn, _ value: ([UInt8]) -> [UInt8]?) throws -> LineValues {
        guard reader.isLoaded(column.id) else { return LineValues(values: .texts([value([])]), ids: []) }
        guard column.form == .path else {
            if column.form == .number {
                let numbers = try numbers(column)
                guard case .decimals(let values) = numbers.values else { return .null }
                return LineValues(
                    values: .texts(values.map { value($0.map { Array($0.description.utf8) } ?? []) }), ids: numbers.ids)
            }
            let texts = try reader.dictionary(column)
            return LineValues(
                values: .texts((0..<texts.count).map { value(texts.text($0)) }), ids: try ids(column.id))
        }
        let (folders, names) = (try reader.dictionary(column), try reader.names(column.id))
        var ids = try reader.indexes(column.id, rows: 0..<rowCount)
        pairs.join(
            &ids, firstCount: folders.count, try reader.nameIndexes(column.id, rows: 0..<rowCount),
            secondCount: names.count)
        return LineValues(
            values: .texts(
                pairs.pairs.map { pair in
                    value(CSVField.unquoted(folders.raw(Int(pair.first)) + names.raw(Int(pair.second))))
                }), ids: ids)
    }

    private struct Number: Hashable {
        let mantissa: Int64
        let form: UInt32
    }

    private func numbers(_ column: UsageColumn) throws -> LineValues {
        guard reader.isLoaded(column.id) else { return LineValues(values: .decimals([nil]), ids: []) }
        guard column.form == .number else {
            let texts = try reader.dictionary(column)
            return LineValues(values: .decimals((0..<texts.count).map { texts.decimal($0) }), ids: try ids(column.id))
        }
        let numbers = try reader.numbers(column, rows: 0..<rowCount)
        var places: [Number: UInt32] = [:]
        var values: [ExactDecimal?] = []
        var ids: [UInt32] = []
        ids.reserveCapacity(rowCount)
        for row in 0..<rowCount {
            let form = numbers.formIndexes.isEmpty ? 0 : numbers.formIndexes[row]
            let number = Number(mantissa: numbers.mantissas[row], form: form)
            if let place = places[number] {
                ids.append(place)
                continue
            }
            let place = UInt32(values.count)
            places[number] = place
            values.append(numbers.value(row))
            ids.append(place)
        }
        return LineValues(values: .decimals(values), ids: ids)
    }

    private func reasons() throws -> [CreditReason] {
        let texts = try reader.dictionary(LedgerColumn.reason.id)
        return try (0..<texts.count).map { entry in
            guard let reason = CreditReason(code: texts.string(entry)) else {
                throw StoreError.unknownFormat(what: "a reason in the ledger")
            }
            return reason
        }
    }

    private func rates() throws -> [ExactDecimal] {
        let texts = try reader.dictionary(LedgerColumn.rate.id)
        return (0..<texts.count).map { texts.decimal($0) ?? .zero }
    }

    // MARK: Amounts

    /// The amounts that are wanted, worked out once for each distinct set of what they depend on.
    private func amounts() throws -> [(LineAmount, LineValues)] {
        let reasons = try reasons()
        let reasonValues = LineValues(
            values: .booleans(reasons.map(\.isEligible)), ids: try ids(LedgerColumn.reason.id))
        let rates = LineValues(values: .decimals(try rates()), ids: try ids(LedgerColumn.rate.id))
        let prices = try values(.number(.unitPrice))
        let quantities = try values(.number(.quantity))
        let exchange = try values(.number(.pcToBCExchangeRate))
        let percentages = try values(.number(.creditPercentage))
        let fractions = try values(.number(.rateOfCredit))
        let types = try values(.text(.creditType))
        var parts = [reasonValues, rates, prices, quantities, exchange, percentages, fractions, types]
        let rounds = rounding.initial != .none || rounding.changes.contains { $0.value != .none }
        let days = rounds ? try values(.date) : .null
        if rounds { parts.append(days) }
        let tuples = LineTuples(parts, rowCount: rowCount, &pairs)
        let wanted = LineAmount.allCases.filter { self.wanted.contains($0) }
        var tables = wanted.map { _ in AmountTable(capacity: tuples.firstRows.count) }
        // Nearly all lines of a group are alike in this.
        var lastKind = (0, 0, 0)
        var share: ExactDecimal?
        for first in tuples.firstRows {
            let row = Int(first)
            let kind = (percentages.id(row), fractions.id(row), types.id(row))
            if share == nil || kind != lastKind {
                lastKind = kind
                share = try Self.azureShare(percentages.decimal(row), fractions.decimal(row), types.text(row))
            }
            let policy: CreditPolicy.DailyRounding
            if rounds, case .days(let values) = days.values, let day = values[days.id(row)] {
                policy = rounding.value(on: Day(number: day))
            } else {
                policy = .none
            }
            let amounts = try? LineAmounts(
                unitPrice: prices.decimal(row) ?? .zero, quantity: quantities.decimal(row) ?? .zero,
                exchangeRate: exchange.decimal(row) ?? .one, rate: rates.decimal(row) ?? .zero,
                reason: reasons[reasonValues.id(row)], azureCreditPercentage: share ?? .zero,
                rounding: policy)
            for index in wanted.indices { tables[index].append(amounts.flatMap { Self.value(wanted[index], $0) }) }
        }
        return zip(wanted, tables).map { amount, table in
            let ids = tuples.ids.isEmpty ? [] : tuples.ids.map { table.ids[Int($0)] }
            return (amount, LineValues(values: .decimals(table.values), ids: ids))
        }
    }

    /// Percent of a line that an Azure credit paid, as `LineRow.amounts` has it.
    private static func azureShare(
        _ percent: ExactDecimal?, _ fraction: ExactDecimal?, _ type: [UInt8]?
    ) throws -> ExactDecimal {
        var product = ProductFacts(
            productID: "", skuID: "", market: nil, day: Day(number: 0),
            creditType: type.map { String(decoding: $0, as: UTF8.self) } ?? "")
        product.creditPercentage =
            percent ?? fraction.flatMap { try? $0.multiplied(by: ExactDecimal(100)) } ?? .zero
        return product.azureCreditPercentage
    }

    private static func value(_ amount: LineAmount, _ amounts: LineAmounts) -> ExactDecimal? {
        let wide =
            switch amount {
            case .unitPrice, .effectiveUnitPrice: amounts.effectiveUnitPrice
            case .pricingPreTaxTotal: amounts.pricingPreTaxTotal
            case .billingPreTaxTotal: amounts.billingPreTaxTotal
            case .earned: amounts.earned
            case .earnedList: amounts.earnedList
            case .missed: amounts.missed
            case .missedList: amounts.missedList
            }
        return PluginAmount.value(wide)
    }
}

/// Amounts that the ledger works out have up to 76 digits; plugins get 30 decimals of them, cut toward zero.
package enum PluginAmount {
    static let scale = 30

    /// nil for one that 38 digits do not hold.
    package static func value(_ amount: WideDecimal) -> ExactDecimal? {
        try? (amount.scale > scale ? amount.rounded(scale: scale, .towardZero) : amount).narrowed()
    }
}

/// The distinct amounts of tuples.
private struct AmountTable {
    private struct Key: Hashable {
        let coefficient: Int128
        let scale: Int
    }

    private(set) var values: [ExactDecimal?] = []
    private(set) var ids: [UInt32] = []
    private var places: [Key: UInt32] = [:]

    init(capacity: Int) { ids.reserveCapacity(capacity) }

    mutating func append(_ value: ExactDecimal?) {
        // Zeros of any scale are one value.
        let key = Key(
            coefficient: value?.coefficient ?? 0, scale: value.map { $0.isZero ? 0 : $0.scale } ?? -1)
        if let place = places[key] {
            ids.append(place)
            return
        }
        let place = UInt32(values.count)
        places[key] = place
        values.append(value.map { $0.isZero ? .zero : $0 })
        ids.append(place)
    }
}
