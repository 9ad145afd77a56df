import Catalogue
import Credit
import GraphQLExecution

/// One aspect in which the two offers differ; its texts are `offer.CODE` and `offer.CODE.OFFER` in the catalogues.
/// - Source: model.md section 7 (compare-azure-offers.md 2023-01-11 and the pages that it names).
struct OfferFeatureKey: Sendable, Hashable {
    static let codes = [
        "AGREEMENT", "PRICE", "REWARD", "CONTAINER", "BILLING_CURRENCY", "INVOICE", "USAGE_DATA", "NEW_SERVICES",
        "PURCHASABLE", "CREDIT",
    ]

    let code: String
    let offer: AzureOfferKind

    var name: String { "offer.\(code)" }
    var value: String { "offer.\(code).\(offer.code)" }
}

enum AzureOfferFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        Object<AzureOfferKind>("AzureOffer", key: AzureOfferKind.self) {
            Text("kind") { offer, _ in "\(offer.code)" }
            Many("features") { offer, _ in OfferFeatureKey.codes.map { OfferFeatureKey(code: $0, offer: offer) } }
        }
        Object<OfferFeatureKey>("OfferFeature", key: OfferFeatureKey.self) {
            Text("code") { feature, _ in feature.code }
            text("name") { $0.name }
            text("value") { $0.value }
        }
    }

    private static func text(
        _ name: String, _ key: @escaping @Sendable (OfferFeatureKey) -> String
    ) -> Leaf<RequestContext, OfferFeatureKey> {
        Leaf(name) { level in
            let texts = level.context.texts(level.arguments)
            let keys = level.keys
            return { row, out in out.string(texts.text(key(keys[row]))) }
        }
    }
}
