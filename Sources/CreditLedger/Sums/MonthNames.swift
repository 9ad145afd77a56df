import Credit
import Store

/// What the numbers in the keys of a month's sums stand for, each list in ascending order.
struct MonthNames: Sendable {
    var accounts: [Account] = []
    var classes: [SumClass] = []
    var products: [ProductPair] = []
    /// Resource groups in lower case.
    var groups: [String] = []
    /// Keys of the grants that decided any line, in the order of their ids.
    var grants: [String] = []

    static let format: UInt8 = 1
    /// The parts in which the names are stored.
    enum Part: Int, CaseIterable { case accounts, classes, products, groups, grants }

    func encoded(_ part: Part) -> [UInt8] {
        var writer = ByteWriter()
        writer.byte(Self.format)
        switch part {
        case .accounts:
            writer.count(accounts.count)
            for account in accounts {
                writer.guid(account.subscription)
                writer.guid(account.customer)
                writer.byte(account.plan == nil ? 0 : 1)
                if let plan = account.plan { writer.guid(plan) }
            }
        case .classes:
            writer.count(classes.count)
            for item in classes { item.encode(into: &writer) }
        case .products:
            writer.count(products.count)
            for pair in products {
                writer.text(pair.product)
                writer.text(pair.category)
            }
        case .groups:
            writer.count(groups.count)
            for group in groups { writer.text(group) }
        case .grants:
            writer.count(grants.count)
            for key in grants { writer.text(key) }
        }
        return writer.bytes
    }

    mutating func decode(_ part: Part, _ bytes: [UInt8], what: String) throws(StoreError) {
        var reader = ByteReader(bytes, what: what)
        guard try reader.byte() == Self.format else { throw .unknownFormat(what: what) }
        let count = try reader.itemCount()
        switch part {
        case .accounts:
            accounts.reserveCapacity(count)
            for _ in 0..<count {
                let (subscription, customer) = (try reader.guid(), try reader.guid())
                let plan = try reader.byte() == 0 ? nil : reader.guid()
                accounts.append(Account(subscription: subscription, customer: customer, plan: plan))
            }
        case .classes:
            for _ in 0..<count { classes.append(try SumClass(from: &reader)) }
        case .products:
            for _ in 0..<count {
                products.append(ProductPair(product: try reader.text(), category: try reader.text()))
            }
        case .groups:
            for _ in 0..<count { groups.append(try reader.text()) }
        case .grants:
            for _ in 0..<count { grants.append(try reader.text()) }
        }
        guard reader.isAtEnd else { throw reader.damage }
    }
}
