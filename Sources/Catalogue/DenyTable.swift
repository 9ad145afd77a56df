import Credit
import Store

/// The deny assignments of a snapshot; a row is the place in the decision's list.
package struct DenyTable: Sendable {
    package let denials: [LoadedDenial]
    /// JSON texts of the ids.
    package let ids: [TextRef]
    /// Rows of the customers; −1 where it is not known whose the scope is.
    package let customers: [Int32]
    private let rowsByKey: [String: Int32]

    package func row(key: String) -> Int32? { rowsByKey[key] }

    init(
        _ denials: [LoadedDenial], customers table: CustomerTable, subscriptions: SubscriptionTable,
        into texts: inout TextArenaBuilder
    ) {
        self.denials = denials
        ids = denials.map { denial in texts.uniqueJSON { GlobalID(.denyAssignment, denial.key).write(into: &$0) } }
        customers = denials.map { denial in
            if let row = denial.deny.scope.subscription.flatMap({ subscriptions.row(id: $0) }) {
                return subscriptions.customers[Int(row)]
            }
            return denial.deny.customerID.flatMap { table.row(tenant: $0) } ?? -1
        }
        rowsByKey = Dictionary(denials.enumerated().map { ($1.key, Int32($0)) }) { first, _ in first }
    }
}
