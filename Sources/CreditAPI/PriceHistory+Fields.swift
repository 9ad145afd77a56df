import Catalogue
import Credit
import GraphQLExecution
import Store

/// A price that is another in a later list, or that only one of both lists has.
struct PriceChangeKey: Sendable {
    let before: PriceKey?
    let after: PriceKey?
}

enum PriceHistoryFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        itemPageBindings("PriceChange", of: PriceChangeKey.self)
        Object<PriceChangeKey>("PriceChange", key: PriceChangeKey.self) {
            One("before") { change, _ in change.before }
            One("after") { change, _ in change.after }
            One("difference") { change, context -> MoneyKey? in
                guard let before = change.before, let after = change.after else { return nil }
                let prices = context.snapshot.prices
                guard
                    let currency = context.snapshot.arena.string(prices.currencies[after.index])
                        .flatMap({ CurrencyCode($0) })
                else { return nil }
                let change = try prices.amounts[after.index].subtracting(prices.amounts[before.index])
                return .exact(WideDecimal(change), currency)
            }
        }
    }
}

extension RequestContext {
    /// The lists of one kind.
    func priceLists(_ arguments: InputObject) -> [Int32] {
        let code = arguments.string("kind") ?? "AZURE_PLAN_CONSUMPTION"
        return snapshot.prices.lists.indices.filter { index in
            snapshot.prices.lists[index].key.view.priceListKind.map { "\($0)" } == code
        }.map(Int32.init)
    }

    /// The prices of a product, SKU by SKU, in every list of the kind that fits the arguments `market`, `month` and
    /// `on`; by market, month, begin and tier.
    func prices(_ arguments: InputObject) throws(APIError) -> [PriceKey] {
        let market = arguments.string("market").flatMap { CountryCode($0) }
        let month = arguments.string("month") == nil ? nil : try arguments.month("month")
        let day = try arguments.day("on")
        guard let product = arguments.string("productId"), let sku = arguments.string("skuId") else { return [] }
        return priceLists(arguments).filter { index in
            let key = snapshot.prices.lists[Int(index)].key
            return (market == nil || key.market == market) && (month == nil || key.month == month)
                && (day == nil || key.month == day?.month)
        }.flatMap { list in
            snapshot.prices.rows(list: list, productID: product, skuID: sku, on: day, in: snapshot.arena)
        }.map { PriceKey($0) }
    }

    /// What changed from one month's list to another's.
    func priceChanges(_ arguments: InputObject) throws(APIError) -> ItemPage<PriceChangeKey> {
        let (from, to) = (try arguments.month("from"), try arguments.month("to"))
        let market = arguments.string("market").flatMap { CountryCode($0) }
        let lists = priceLists(arguments).filter { snapshot.prices.lists[Int($0)].key.market == market }
        func list(_ month: BillingMonth) -> Int32? {
            lists.first { snapshot.prices.lists[Int($0)].key.month == month }
        }
        let changes: [PriceChangeKey] =
            if let before = list(from), let after = list(to) {
                snapshot.prices.changes(from: before, to: after, in: snapshot.arena).map { change in
                    PriceChangeKey(before: change.before.map { PriceKey($0) }, after: change.after.map { PriceKey($0) })
                }
            } else { [] }
        return try ItemPage(changes, .priceChanges, try arguments.page(self)) { change in
            let origin = (change.after ?? change.before).map { snapshot.prices.origins[$0.index] }
            return "\(origin?.importID ?? 0).\(origin?.line ?? 0)"
        }
    }
}
