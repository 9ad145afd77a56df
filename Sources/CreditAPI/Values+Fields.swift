import Catalogue
import Credit
import GraphQLExecution
import LineTransforms
import Store

/// An amount, ready as texts or still as a number.
enum MoneyKey: Sendable {
    /// JSON texts of the snapshot.
    case ready(amount: TextRef, currency: TextRef)
    case exact(WideDecimal, CurrencyCode)
    /// As the file states it: columns of the amount and of its currency.
    case stated(UsageLineKey, UsageColumn, UsageColumn)
    /// What follows from our decision.
    case computed(UsageLineKey, LineAmount)
}

/// A line of an imported file.
struct SourceKey: Sendable {
    let file: ImportKey
    let line: Int

    /// Nil where the import is not known any more.
    init?(_ origin: FactOrigin?, in snapshot: Snapshot) {
        guard let origin, let row = snapshot.imports.row(id: origin.importID) else { return nil }
        file = ImportKey(row)
        line = origin.line
    }

    init(file: ImportKey, line: Int) {
        self.file = file
        self.line = line
    }
}

/// The small types that all topics share.
enum ValueFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<MoneyKey>("Money", key: MoneyKey.self) {
            Leaf("amount") { level in
                let arena = level.context.snapshot.arena
                let keys = level.keys
                return { (row, out) throws(FieldError) in
                    switch keys[row] {
                    case .ready(let amount, _): out.text(amount, in: arena)
                    case .exact(let amount, _): out.decimal(amount)
                    case .stated(let line, let column, _): out.decimal(try line.batch.decimal(line.row, column))
                    case .computed(let line, let amount): out.decimal(try line.batch.amount(line.row, amount))
                    }
                }
            }
            Leaf("currency") { level in
                let arena = level.context.snapshot.arena
                let keys = level.keys
                return { (row, out) throws(FieldError) in
                    switch keys[row] {
                    case .ready(_, let currency): out.text(currency, in: arena)
                    case .exact(_, let currency): out.string(currency.description)
                    case .stated(let line, _, let column):
                        let text = try line.batch.text(line.row, column)
                        out.string(text.span)
                    case .computed(let line, let amount):
                        let text = try line.batch.text(
                            line.row, amount.isBilling ? .billingCurrency : .pricingCurrency)
                        out.string(text.span)
                    }
                }
            }
        }
        Object<PageInfo>("PageInfo", key: PageInfo.self) {
            Flag("hasNextPage") { page, _ in page.hasNextPage }
            Flag("hasPreviousPage") { page, _ in page.hasPreviousPage }
            Leaf("startCursor") { level in
                let keys = level.keys
                return { row, out in
                    if let start = keys[row].start { out.raw(start.span) } else { out.null() }
                }
            }
            Leaf("endCursor") { level in
                let keys = level.keys
                return { row, out in
                    if let end = keys[row].end { out.raw(end.span) } else { out.null() }
                }
            }
        }
        Object<ClosedRange<Day>>("Period", key: ClosedRange<Day>.self) {
            Leaf("from") { level in
                let keys = level.keys
                return { row, out in out.plain { keys[row].lowerBound.write(into: &$0) } }
            }
            Leaf("to") { level in
                let keys = level.keys
                return { row, out in out.plain { keys[row].upperBound.write(into: &$0) } }
            }
        }
        Object<Interval>("Interval", key: Interval.self) {
            Leaf("from") { level in
                let keys = level.keys
                return { row, out in out.plain { keys[row].from.write(into: &$0) } }
            }
            Leaf("until") { level in
                let keys = level.keys
                return { row, out in
                    if let until = keys[row].until { out.plain { until.write(into: &$0) } } else { out.null() }
                }
            }
        }
        Object<Term>("Term", key: Term.self) {
            Text("term") { term, _ in term.term }
            Text("definition") { term, _ in term.definition }
            Text("language") { term, _ in term.locale.tag }
            Text("english") { term, _ in term.english }
        }
        Object<SourceKey>("SourceLine", key: SourceKey.self) {
            One("import") { source, _ in source.file }
            Integer("line") { source, _ in source.line }
        }
    }
}

extension ResponseWriter {
    /// An exact decimal as a JSON string, without zeros at its end.
    mutating func decimal(_ value: WideDecimal) { plain { value.normalised.write(into: &$0) } }
    mutating func decimal(_ value: ExactDecimal) { plain { value.normalised.write(into: &$0) } }
}
