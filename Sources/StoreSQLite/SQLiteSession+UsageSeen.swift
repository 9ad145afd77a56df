internal import Credit
internal import Store

/// What usage lines say of customers, plans and subscriptions.
extension SQLiteSession {
    func insert(_ records: [SeenCustomerRecord]) throws(StoreError) {
        try insertAll(UsageSeenStatements.insertSeenCustomer, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.tenantID).bind(record.name).bind(record.domain).bind(record.country)
        }
    }

    func seenCustomers() throws(StoreError) -> [SeenCustomerRecord] {
        try facts(UsageSeenStatements.seenCustomers) { row throws(StoreError) in
            SeenCustomerRecord(
                origin: Self.origin(row), tenantID: try row.guid(), name: row.text(), domain: row.textOrNil(),
                country: row.countryOrNil())
        }
    }

    func insert(_ records: [SeenPlanRecord]) throws(StoreError) {
        try insertAll(UsageSeenStatements.insertSeenPlan, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.id).bind(record.customer).bind(record.description).bind(record.resellerPartnerID)
        }
    }

    func seenPlans() throws(StoreError) -> [SeenPlanRecord] {
        try facts(UsageSeenStatements.seenPlans) { row throws(StoreError) in
            SeenPlanRecord(
                origin: Self.origin(row), id: try row.guid(), customer: try row.guid(), description: row.text(),
                resellerPartnerID: row.textOrNil())
        }
    }

    func insert(_ records: [SeenSubscriptionRecord]) throws(StoreError) {
        try insertAll(UsageSeenStatements.insertSeenSubscription, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.id).bind(record.customer).bind(record.planID).bind(record.name)
        }
    }

    func seenSubscriptions() throws(StoreError) -> [SeenSubscriptionRecord] {
        try facts(UsageSeenStatements.seenSubscriptions) { row throws(StoreError) in
            SeenSubscriptionRecord(
                origin: Self.origin(row), id: try row.guid(), customer: try row.guid(), planID: try row.guidOrNil(),
                name: row.text())
        }
    }
}
