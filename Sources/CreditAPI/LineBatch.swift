import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import LineTransforms
import PluginHost
import Store

/// The lines of one level of a query, whatever pages they are on.
///
/// Fields say which columns they need when the level is resolved; the first value that is written reads all of them
/// together, for all lines of the level.
final class LineBatch: Sendable {
    /// In order, with what is known of each without a column but its customer.
    let lines: [LineHandle]
    let rounding: Dated<CreditPolicy.DailyRounding>
    let ledger: LedgerFacts
    /// Rows of the snapshot's grants by the ledger's own; nil: they are the same.
    let grantRows: [Int32]?
    // A request runs on one thread at a time.
    private nonisolated(unsafe) let pages: LinePages
    private nonisolated(unsafe) var wanted: Set<UsageColumn> = []
    private nonisolated(unsafe) var wantsDecisions = false
    private nonisolated(unsafe) var loaded: Set<UsageColumn> = []
    private nonisolated(unsafe) var hasDecisions = false
    /// Whether something that is wanted isn't loaded; asked for each value.
    private nonisolated(unsafe) var lacks = false
    private nonisolated(unsafe) var rows: [LineRow] = []
    private nonisolated(unsafe) var transforms: [TransformKey: LineTransform] = [:]
    private nonisolated(unsafe) var knownInForce: [PluginGenerationRecord]?
    /// Whether the lines are read as the store stood at an earlier instant.
    let isPast: Bool

    init(
        _ rows: [LineRow], ledger: LedgerFacts, pages: LinePages, grantRows: [Int32]? = nil, isPast: Bool = false
    ) {
        self.isPast = isPast
        self.grantRows = grantRows
        lines = rows.map { row in
            LineHandle(
                cursor: row.cursor, customer: row.id(.customerID) ?? GUID(high: 0, low: 0),
                subscription: row.id(.entitlementID))
        }
        self.ledger = ledger
        rounding = ledger.decision?.policy.dailyRounding ?? Dated(.none)
        unsafe self.pages = pages
        unsafe self.rows = rows
        unsafe loaded = LineBatch.firstColumns
    }

    /// The columns that lines are found with: what says whose they are.
    static let firstColumns: Set<UsageColumn> = [.customerID, .entitlementID]

    /// What a plugin made of the lines, where it was asked.
    func transform(_ key: TransformKey) -> LineTransform? { unsafe transforms[key] }
    func remember(_ transform: LineTransform, _ key: TransformKey) { unsafe transforms[key] = transform }

    /// The versions of plugins whose stored columns answer.
    func inForce() throws -> [PluginGenerationRecord] {
        if let known = unsafe knownInForce { return known }
        let records = try unsafe pages.pluginsInForce()
        unsafe knownInForce = records
        return records
    }

    /// What is stored of a plugin for the lines.
    func stored(_ plugin: PluginGenerationRecord) throws -> [[DerivedEntry]?] {
        try unsafe pages.derived(rows, plugin: plugin)
    }

    func need(_ columns: Set<UsageColumn>) {
        unsafe wanted.formUnion(columns)
        unsafe lacks = lacks || !wanted.isSubset(of: loaded)
    }

    func needDecisions() {
        unsafe wantsDecisions = true
        unsafe lacks = lacks || !hasDecisions
    }

    private func row(_ index: Int) throws(FieldError) -> LineRow {
        if unsafe lacks {
            let columns = unsafe wanted.union(Self.firstColumns)
            do {
                unsafe rows = try pages.reread(rows, columns: columns, hasDecisions: wantsDecisions)
            } catch let error as StoreError {
                throw FieldError(error.message, code: error.code)
            } catch {
                throw .internalError
            }
            unsafe loaded = columns
            unsafe hasDecisions = wantsDecisions
            unsafe lacks = false
        }
        return unsafe rows[index]
    }
}

/// A line of a batch: its place, and whose it is.
struct LineHandle: Sendable {
    let cursor: LineCursor
    let customer: GUID
    let subscription: GUID?
}

/// Values of a line, for fields that said before what they need.
extension LineBatch {
    func id(_ type: NodeType, _ row: Int) -> GlobalID {
        let cursor = lines[row].cursor
        return GlobalID(
            type, importID: cursor.reference.importID, line: cursor.reference.line, subscription: cursor.subscription)
    }

    /// The cursor of a line as a JSON string.
    func cursor(_ row: Int) -> [UInt8] {
        var writer = CursorWriter(.lines)
        writer.write(lines[row].cursor.bytes)
        return writer.json
    }

    /// The text as it was in the file, unescaped; empty where it was blank or the file has no such column.
    func text(_ index: Int, _ column: UsageColumn) throws(FieldError) -> [UInt8] { try row(index).bytes(column) }

    /// The number of a column; zero where it was blank.
    func decimal(_ index: Int, _ column: UsageColumn) throws(FieldError) -> ExactDecimal {
        try row(index).decimal(column) ?? .zero
    }

    /// The number of a column; nil where it was blank.
    func number(_ index: Int, _ column: UsageColumn) throws(FieldError) -> ExactDecimal? {
        try row(index).decimal(column)
    }

    /// In percent; nil where the file has no such column.
    func statedPercentage(_ index: Int) throws(FieldError) -> ExactDecimal? {
        let row = try row(index)
        if let percentage = row.decimal(.partnerEarnedCreditPercentage) { return percentage }
        guard let rate = row.decimal(.rateOfPartnerEarnedCredit) else { return nil }
        return try? rate.multiplied(by: ExactDecimal(100))
    }

    func decision(_ index: Int) throws(FieldError) -> StoredDecision {
        guard let decision = try row(index).decision else {
            throw APIError.missingFact(APITexts.undecided).fieldError
        }
        return decision
    }

    func amount(_ index: Int, _ amount: LineAmount) throws(FieldError) -> WideDecimal {
        let row = try row(index)
        if amount == .unitPrice { return WideDecimal(row.decimal(.unitPrice) ?? .zero) }
        let amounts: LineAmounts?
        do throws(DecimalError) {
            amounts = try row.amounts(rounding: rounding.value(on: row.day))
        } catch {
            throw APIError.overflow.fieldError
        }
        guard let amounts else { throw APIError.missingFact(APITexts.undecided).fieldError }
        return switch amount {
        case .unitPrice, .effectiveUnitPrice: amounts.effectiveUnitPrice
        case .pricingPreTaxTotal: amounts.pricingPreTaxTotal
        case .billingPreTaxTotal: amounts.billingPreTaxTotal
        case .earned: amounts.earned
        case .earnedList: amounts.earnedList
        case .missed: amounts.missed
        case .missedList: amounts.missedList
        }
    }

    /// The line as the decision takes it.
    func facts(_ index: Int) throws(FieldError) -> LineFacts { try row(index).facts(ledger) }
}
