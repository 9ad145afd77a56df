import Catalogue
import Credit
import CreditLedger

/// Which text of the catalogues says what the API has to say.
enum APITexts {
    /// For errors, whose messages are English.
    static let noPartner = TextCatalogue.english.text("missing.PARTNER")

    static let undecided =
        "This line has no decision yet: the partner file is newer than the ledger of its month. Run creditgraph compute."

    /// What was missing, and what to do about it.
    static func missing(_ fact: MissingFact, in snapshot: Snapshot) -> ExplanationText {
        switch fact {
        case .partner: return ExplanationText("missing.PARTNER")
        case .priceSheet(let market, let month):
            guard let market else { return ExplanationText("missing.PRICE_SHEET.noMarket") }
            return ExplanationText(
                "missing.PRICE_SHEET", ["market": .text(market.description), "month": .month(month)])
        case .access(let id):
            let name = snapshot.subscriptions.row(id: id).flatMap {
                snapshot.arena.string(snapshot.subscriptions.names[Int($0)])
            }
            return ExplanationText("missing.ROLE_ASSIGNMENTS", ["subscription": .text(name ?? id.description)])
        }
    }

    /// What stands for lines that have no key of that dimension.
    static func noKey(_ dimension: CreditDimension) -> String {
        switch dimension {
        case .reseller: "label.none.RESELLER"
        case .resourceGroup: "label.none.RESOURCE_GROUP"
        case .country: "label.none.COUNTRY"
        case .meterCategory: "label.none.METER_CATEGORY"
        case .day, .month, .customer, .subscription, .product, .reason, .derived: "label.none"
        }
    }
}
