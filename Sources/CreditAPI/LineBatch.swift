import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import Store

/// Which lines are asked for.
struct LineQuestion: Sendable {
    let period: ClosedRange<Day>
    let filter: LineFilter
}

/// A part of a batch's lines: one page.
struct LineWindow: Sendable {
    let rows: Range<Int>
    let hasNext: Bool
    let hasPrevious: Bool
    let question: LineQuestion
}

/// A line of a batch: what is known of it without reading its columns.
struct LineHandle: Sendable {
    let reference: LineReference
    let customer: GUID
    let subscription: GUID?
    let day: Day
}

/// What the ledger keeps of a line's decision.
struct StoredDecision: Sendable {
    let reason: CreditReason
    let rate: ExactDecimal
    let agrees: Bool
}

/// The lines of one level of a query, whatever pages they are on.
///
/// Fields say which columns they need when the level is resolved; the first value that is written reads all of them, in
/// one statement for all lines of the level.
final class LineBatch: Sendable {
    let lines: [LineHandle]

    init(lines: [LineHandle]) { self.lines = lines }

    func need(_ column: UsageColumn) {}
    func needStatedPercentage() {}
    func needDecision() {}
    func needAmounts() {}
    func needFacts() {}

    func id(_ type: NodeType, _ row: Int) -> GlobalID {
        let line = lines[row].reference
        return GlobalID(type, "\(line.importID).\(line.line)")
    }

    /// The cursor of a line as a JSON string.
    func cursor(_ row: Int) -> [UInt8] {
        let line = lines[row]
        var writer = CursorWriter(.lines)
        writer.write(Int64(line.day.number))
        writer.write(line.subscription ?? GUID(high: 0, low: 0))
        writer.write(line.reference.importID)
        writer.write(Int64(line.reference.line))
        return writer.json
    }

    /// The text as it was in the file, unescaped; empty where it was blank or the file has no such column.
    func text(_ row: Int, _ column: UsageColumn) throws(FieldError) -> String { throw .internalError }
    func decimal(_ row: Int, _ column: UsageColumn) throws(FieldError) -> ExactDecimal { throw .internalError }
    func statedPercentage(_ row: Int) throws(FieldError) -> ExactDecimal? { throw .internalError }
    func decision(_ row: Int) throws(FieldError) -> StoredDecision { throw .internalError }
    func amounts(_ row: Int) throws(FieldError) -> LineAmounts { throw .internalError }
    func facts(_ row: Int) throws -> LineFacts { throw FieldError.internalError }
}

extension LineBatch {
    func amount(_ row: Int, _ amount: LineAmount) throws(FieldError) -> WideDecimal {
        if amount == .unitPrice { return WideDecimal(try decimal(row, .unitPrice)) }
        let amounts = try amounts(row)
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
}

extension RequestContext {
    /// The pages of all questions, in one batch.
    func pages(_ questions: [LineQuestion], _ request: PageRequest) throws -> (LineBatch, [LineWindow]) {
        (
            LineBatch(lines: []),
            questions.map { LineWindow(rows: 0..<0, hasNext: false, hasPrevious: false, question: $0) }
        )
    }

    /// How many lines fit each question.
    func counts(_ questions: [LineQuestion]) throws -> [Int] { questions.map { _ in 0 } }

    /// The lines with these references that the viewer may see; nil in the place of others.
    func lines(_ references: [LineReference]) throws -> [UsageLineKey?] { references.map { _ in nil } }
}
