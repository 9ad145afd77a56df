import Catalogue
import Credit
import GraphQLExecution
import Store

enum PriceFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<PriceListKey>("PriceList", key: PriceListKey.self) {
            list("market") { $0.market }
            list("month") { $0.month }
            Text("kind") { key, context in
                (context.snapshot.prices.lists[key.index].key.view.priceListKind).map { "\($0)" } ?? ""
            }
            list("importedAt") { $0.importedAt }
            One("items") { level -> [RowPage<PriceTable>] in
                let page = try level.arguments.page(level.context)
                let predicate = try level.arguments.object("filter")?.pricePredicate() ?? PricePredicate()
                return try level.keys.map { key in
                    try RowPage(
                        level.context.snapshot.priceList(key.row, where: predicate), .priceItems, page)
                }
            }
        }
        pageBindings("PriceItem", of: PriceTable.self)
        item
        Object<ExchangeRateRow>("ExchangeRate", key: ExchangeRateRow.self) {
            Text("from") { _, _ in "USD" }
            rate("to") { $0.currency }
            rate("rate") { $0.rate }
            rate("on") { $0.day }
        }
    }

    @ObjectBuilder<RequestContext> private static var item: [BoundObject<RequestContext>] {
        Object<PriceKey>("PriceItem", key: PriceKey.self) {
            Leaf("id") { level in
                let prices = level.context.snapshot.prices
                let keys = level.keys
                return { row, out in
                    let origin = prices.origins[keys[row].index]
                    out.plain { GlobalID(.priceItem, "\(origin.importID).\(origin.line)").write(into: &$0) }
                }
            }
            Column("productId") { $0.prices.productIDs }
            Column("skuId") { $0.prices.skuIDs }
            Column("productTitle") { $0.prices.productTitles }
            Column("skuTitle") { $0.prices.skuTitles }
            Column("publisher") { $0.prices.publishers }
            Column("meterId") { $0.prices.meterIDs }
            Column("meterType") { $0.prices.meterTypes }
            Column("unitOfMeasure") { $0.prices.units }
            One("unitPrice") { key, context in
                MoneyKey.ready(
                    amount: context.snapshot.prices.prices[key.index],
                    currency: context.snapshot.prices.currencies[key.index])
            }
            Column("tierFrom") { $0.prices.tierFroms }
            Column("tierTo") { $0.prices.tierTos }
            Column("effectiveFrom") { $0.prices.froms }
            Column("effectiveUntil") { $0.prices.untils }
            Column("tags") { $0.prices.tags }
            Flag("earnsCredit") { key, context in context.snapshot.prices.reasons[key.index] == nil }
            Text("noCreditReason") { key, context -> String? in context.snapshot.prices.reasons[key.index]?.code }
            One("source") { key, context -> SourceKey? in
                SourceKey(context.snapshot.prices.origins[key.index], in: context.snapshot)
            }
        }
    }

    private static func list(
        _ name: String, _ text: @escaping @Sendable (PriceListRow) -> TextRef
    ) -> Leaf<RequestContext, PriceListKey> {
        Leaf(name) { level in
            let snapshot = level.context.snapshot
            let keys = level.keys
            return { row, out in out.text(text(snapshot.prices.lists[keys[row].index]), in: snapshot.arena) }
        }
    }

    private static func rate(
        _ name: String, _ text: @escaping @Sendable (ExchangeRateRow) -> TextRef
    ) -> Leaf<RequestContext, ExchangeRateRow> {
        Leaf(name) { level in
            let arena = level.context.snapshot.arena
            let keys = level.keys
            return { row, out in out.text(text(keys[row]), in: arena) }
        }
    }
}

extension InputObject {
    /// What a `PriceFilter` asks for.
    func pricePredicate() throws(APIError) -> PricePredicate {
        var predicate = PricePredicate()
        predicate.search = string("search").map { FoldedText($0) }
        predicate.productID = string("productId").map { FoldedText($0) }
        predicate.skuID = string("skuId").map { FoldedText($0) }
        predicate.meterID = string("meterId").map { FoldedText($0) }
        predicate.earnsCredit = boolean("earnsCredit")
        predicate.effectiveOn = try day("effectiveOn")
        return predicate
    }
}
