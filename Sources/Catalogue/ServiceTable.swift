package import Credit
package import Store

/// The managed services of a snapshot, by customer, then by their own ids.
package struct ServiceTable: Sendable {
    package let records: [ManagedServiceRecord]
    /// JSON texts of the ids.
    package let ids: [TextRef]
    /// Rows of the customers.
    package let customers: [Int32]
    package let scopes: [Scope]
    private let rowsByID: [String: Int32]

    package var count: Int { records.count }
    package func row(serviceID: String) -> Int32? { rowsByID[serviceID] }

    /// Whether the service is run on that day.
    package func isRun(_ row: Int32, on day: Day) -> Bool {
        let record = records[Int(row)]
        return record.since <= day && record.until.map { day < $0 } ?? true
    }

    init(_ found: [ManagedServiceRecord], customers table: CustomerTable, into texts: inout TextArenaBuilder) {
        records = Latest.of(found, key: \.serviceID).filter { table.row(tenant: $0.customer) != nil }
            .sorted { ($0.customer, $0.serviceID) < ($1.customer, $1.serviceID) }
        ids = records.map { record in
            texts.uniqueJSON { GlobalID(.managedService, record.serviceID).write(into: &$0) }
        }
        customers = records.map { table.row(tenant: $0.customer) ?? 0 }
        scopes = records.map { Scope($0.scope) }
        rowsByID = Dictionary(records.enumerated().map { ($1.serviceID, Int32($0)) }) { first, _ in first }
    }
}
