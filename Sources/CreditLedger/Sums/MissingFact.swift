package import Credit
import Store

/// What is not known and so was not checked when lines were decided.
package enum MissingFact: Sendable, Hashable, Comparable {
    /// No PARTNER file: nothing can be decided.
    case partner
    /// No price sheet of that market and month.
    case priceSheet(market: CountryCode?, month: BillingMonth)
    /// No list of role assignments or grants ever named this Azure subscription.
    case access(subscription: GUID)

    package static func < (a: MissingFact, b: MissingFact) -> Bool {
        switch (a, b) {
        case (.priceSheet(let a, let month), .priceSheet(let b, let other)):
            (month, a?.packed ?? 0) < (other, b?.packed ?? 0)
        case (.access(let a), .access(let b)): a < b
        default: a.rank < b.rank
        }
    }

    private var rank: UInt8 {
        switch self {
        case .partner: 0
        case .priceSheet: 1
        case .access: 2
        }
    }

    func encode(into writer: inout ByteWriter) {
        writer.byte(rank)
        switch self {
        case .partner: break
        case .priceSheet(let market, let month):
            writer.unsigned(UInt64(market?.packed ?? 0))
            writer.unsigned(UInt64(month.number))
        case .access(let subscription): writer.guid(subscription)
        }
    }

    init(from reader: inout ByteReader) throws(StoreError) {
        switch try reader.byte() {
        case 0: self = .partner
        case 1:
            let packed = try UInt16(truncatingIfNeeded: reader.count())
            self = .priceSheet(
                market: packed == 0 ? nil : CountryCode(packed: packed),
                month: BillingMonth(number: Int32(truncatingIfNeeded: try reader.count())))
        case 2: self = .access(subscription: try reader.guid())
        default: throw reader.damage
        }
    }
}
