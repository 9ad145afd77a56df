import Catalogue
import Credit
import CreditLedger
import GraphQLExecution
import JSON
import Store

/// A usage line: its place in a batch.
struct UsageLineKey: Sendable {
    let batch: LineBatch
    let row: Int
}

/// The decision for the usage line.
struct CreditLineKey: Sendable {
    let line: UsageLineKey
}

/// A page of lines: a part of a batch. `Line` is what the connection's nodes are.
struct LineConnection<Line>: Sendable {
    let batch: LineBatch
    let window: LineWindow
}

struct LineEdge<Line>: Sendable {
    let batch: LineBatch
    let row: Int
}

/// A key that stands for a line of a batch.
protocol LineNode: Sendable {
    init(_ batch: LineBatch, _ row: Int)
}

extension UsageLineKey: LineNode {
    init(_ batch: LineBatch, _ row: Int) { self.init(batch: batch, row: row) }
}

extension CreditLineKey: LineNode {
    init(_ batch: LineBatch, _ row: Int) { self.init(line: UsageLineKey(batch: batch, row: row)) }
}

/// The connection and the edge type of a list of lines.
func linePageBindings<Line: LineNode>(_ name: String, of line: Line.Type) -> [BoundObject<RequestContext>] {
    @ObjectBuilder<RequestContext> var objects: [BoundObject<RequestContext>] {
        Object<LineConnection<Line>>("\(name)Connection", key: LineConnection<Line>.self) {
            Many("edges") { page, _ in page.window.rows.map { LineEdge<Line>(batch: page.batch, row: $0) } }
            Many("nodes") { page, _ in page.window.rows.map { Line(page.batch, $0) } }
            One("pageInfo") { page, _ in
                PageInfo(
                    hasNextPage: page.window.hasNext, hasPreviousPage: page.window.hasPrevious,
                    start: page.window.rows.first.map { page.batch.cursor($0) },
                    end: page.window.rows.last.map { page.batch.cursor($0) })
            }
            Leaf("totalCount", waits: true) { level in
                let counts = try level.context.counts(level.keys.map { $0.window.question })
                return { row, out in out.integer(counts[row]) }
            }
        }
        Object<LineEdge<Line>>("\(name)Edge", key: LineEdge<Line>.self) {
            Leaf("cursor") { level in
                let keys = level.keys
                return { row, out in out.raw(keys[row].batch.cursor(keys[row].row).span) }
            }
            One("node") { edge, _ in Line(edge.batch, edge.row) }
        }
    }
    return objects
}

enum UsageFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        linePageBindings("UsageLine", of: UsageLineKey.self)
        Object<UsageLineKey>("UsageLine", key: UsageLineKey.self) {
            Leaf("id") { level in
                let keys = level.keys
                return { row, out in
                    out.plain { keys[row].batch.id(.usageLine, keys[row].row).write(into: &$0) }
                }
            }
            Leaf("date") { level in
                let keys = level.keys
                return { row, out in out.plain { keys[row].batch.lines[keys[row].row].cursor.day.write(into: &$0) } }
            }
            One(outcomes: "customer", mayBeNull: false) { level in
                level.keys.map { key in
                    let row = level.context.snapshot.customers.row(tenant: key.batch.lines[key.row].customer)
                    return row.map { .value(CustomerKey($0)) } ?? .null
                }
            }
            Many("publishedPrices", waits: true) { level in
                for batch in batches(level.keys) { batch.need([.productID, .skuID, .customerCountry]) }
                let snapshot = level.context.snapshot
                var lists = Lists<PriceKey>(parents: level.keys.count)
                for key in level.keys {
                    func text(_ column: UsageColumn) throws(FieldError) -> String {
                        String(decoding: try key.batch.text(key.row, column), as: UTF8.self)
                    }
                    let day = key.batch.lines[key.row].cursor.day
                    let list = CountryCode(try text(.customerCountry)).flatMap { market in
                        snapshot.prices.list(
                            Catalogue.PriceListKey(market: market, month: day.month, view: .azureConsumption))
                    }
                    guard let list else {
                        lists.append([])
                        continue
                    }
                    lists.append(
                        snapshot.prices.rows(
                            list: list, productID: try text(.productID), skuID: try text(.skuID), on: day,
                            in: snapshot.arena
                        ).map { PriceKey($0) })
                }
                return lists
            }
            One("subscription") { key, context -> SubscriptionKey? in
                key.batch.lines[key.row].subscription.flatMap { context.snapshot.subscriptions.row(id: $0) }
                    .map { SubscriptionKey($0) }
            }
            text("resourceGroup", .resourceGroup)
            text("resourceUri", .resourceURI)
            text("productId", .productID, blankIsNull: false)
            text("skuId", .skuID, blankIsNull: false)
            text("availabilityId", .availabilityID)
            text("meterId", .meterID)
            text("meterName", .meterName)
            text("meterCategory", .meterCategory)
            text("productName", .productName)
            decimal("quantity", .quantity)
            money("unitPrice", .unitPrice, .pricingCurrency)
            money("effectiveUnitPrice", .effectiveUnitPrice, .pricingCurrency)
            money("pricingPreTaxTotal", .pricingPreTaxTotal, .pricingCurrency)
            money("billingPreTaxTotal", .billingPreTaxTotal, .billingCurrency)
            decimal("exchangeRate", .pcToBCExchangeRate)
            Leaf("statedCreditPercentage") { level in
                let keys = level.keys
                for batch in batches(keys) { batch.need([.partnerEarnedCreditPercentage, .rateOfPartnerEarnedCredit]) }
                return { (row, out) throws(FieldError) in
                    if let value = try keys[row].batch.statedPercentage(keys[row].row) {
                        out.decimal(value)
                    } else {
                        out.null()
                    }
                }
            }
            json("tags", .tags)
            json("additionalInfo", .additionalInfo)
            One(outcomes: "source", mayBeNull: false) { level in
                level.keys.map { key in
                    let line = key.batch.lines[key.row].cursor.reference
                    let origin = FactOrigin(importID: line.importID, line: line.line)
                    return SourceKey(origin, in: level.context.snapshot).map { .value($0) } ?? .null
                }
            }
            One("credit") { key, context -> CreditLineKey? in
                context.snapshot.decision == nil ? nil : CreditLineKey(line: key)
            }
        }
    }

    private static func text(
        _ name: String, _ column: UsageColumn, blankIsNull: Bool = true
    ) -> Leaf<RequestContext, UsageLineKey> {
        Leaf(name) { level in
            let keys = level.keys
            for batch in batches(keys) { batch.need([column]) }
            return { (row, out) throws(FieldError) in
                let text = try keys[row].batch.text(keys[row].row, column)
                if text.isEmpty && blankIsNull { out.null() } else { out.string(text.span) }
            }
        }
    }

    private static func decimal(_ name: String, _ column: UsageColumn) -> Leaf<RequestContext, UsageLineKey> {
        Leaf(name) { level in
            let keys = level.keys
            for batch in batches(keys) { batch.need([column]) }
            return { (row, out) throws(FieldError) in
                out.decimal(try keys[row].batch.decimal(keys[row].row, column))
            }
        }
    }

    private static func money(
        _ name: String, _ amount: UsageColumn, _ currency: UsageColumn
    ) -> One<RequestContext, UsageLineKey> {
        One(name) { level -> [MoneyKey] in
            for batch in batches(level.keys) {
                batch.need([amount, currency])
            }
            return level.keys.map { .stated($0, amount, currency) }
        }
    }

    /// An object where the text is one, else the text itself.
    private static func json(_ name: String, _ column: UsageColumn) -> Leaf<RequestContext, UsageLineKey> {
        Leaf(name) { level in
            let keys = level.keys
            for batch in batches(keys) { batch.need([column]) }
            return { (row, out) throws(FieldError) in
                let text = try keys[row].batch.text(keys[row].row, column)
                if text.isEmpty {
                    out.null()
                } else if text.first == UInt8(ascii: "{") || text.first == UInt8(ascii: "["),
                    (try? JSONValue(parsing: text)) != nil
                {
                    out.raw(text.span)
                } else {
                    out.string(text.span)
                }
            }
        }
    }
}

/// The batches that the lines of a level are in; most levels have one.
func batches(_ keys: [UsageLineKey]) -> [LineBatch] {
    var found: [LineBatch] = []
    for key in keys where !found.contains(where: { $0 === key.batch }) { found.append(key.batch) }
    return found
}
