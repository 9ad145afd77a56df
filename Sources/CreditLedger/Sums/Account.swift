package import Credit
import Store

/// Whose lines are summed together: an Azure subscription under a plan of a customer.
package struct Account: Sendable, Hashable, Comparable {
    /// The Azure subscription.
    package let subscription: GUID
    package let customer: GUID
    /// The Azure plan; nil where the lines name none.
    package let plan: GUID?

    package init(subscription: GUID, customer: GUID, plan: GUID?) {
        self.subscription = subscription
        self.customer = customer
        self.plan = plan
    }

    package static func < (a: Account, b: Account) -> Bool {
        if a.subscription != b.subscription { return a.subscription < b.subscription }
        if a.customer != b.customer { return a.customer < b.customer }
        return (a.plan ?? GUID(high: 0, low: 0)) < (b.plan ?? GUID(high: 0, low: 0))
    }
}

/// A product with the meter category of its lines.
struct ProductPair: Sendable, Hashable, Comparable {
    let product: String
    let category: String

    static func < (a: ProductPair, b: ProductPair) -> Bool {
        a.product == b.product
            ? a.category.utf8.lexicographicallyPrecedes(b.category.utf8)
            : a.product.utf8.lexicographicallyPrecedes(b.product.utf8)
    }
}

extension ByteWriter {
    mutating func guid(_ id: GUID) {
        for word in [id.high, id.low] {
            for shift in stride(from: 56, through: 0, by: -8) {
                byte(UInt8(truncatingIfNeeded: word >> UInt64(shift)))
            }
        }
    }

    mutating func text(_ text: String) { blob(text.utf8) }
}

extension ByteReader {
    mutating func guid() throws(StoreError) -> GUID {
        let (high, low) = (try word(), try word())
        return GUID(high: high, low: low)
    }

    mutating func text() throws(StoreError) -> String { String(decoding: try blob(), as: UTF8.self) }
}
