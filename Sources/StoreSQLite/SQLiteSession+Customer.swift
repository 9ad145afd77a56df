internal import Credit
internal import Store

/// Customers, agreements, Azure plans and the Azure subscriptions under them.
extension SQLiteSession {
    func insert(_ records: [CustomerRecord]) throws(StoreError) {
        try insertAll(CustomerStatements.insertCustomer, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.tenantID).bind(record.name).bind(record.domain).bind(record.country)
                .bind(record.createdAt).bind(record.commerceID).bind(record.relationship)
                .bind(record.associatedPartnerID).bind(record.allowsDelegatedAccess)
                .bind(Lists.text(record.tags))
        }
    }

    func customers() throws(StoreError) -> [CustomerRecord] {
        try facts(CustomerStatements.customers) { row throws(StoreError) in
            CustomerRecord(
                origin: Self.origin(row), tenantID: try row.guid(), name: row.text(), domain: row.textOrNil(),
                country: row.countryOrNil(), createdAt: row.instantOrNil(), commerceID: try row.guidOrNil(),
                relationship: row.textOrNil(), associatedPartnerID: row.textOrNil(),
                allowsDelegatedAccess: row.boolOrNil(), tags: Lists.strings(row.text()))
        }
    }

    func insert(_ records: [AgreementRecord]) throws(StoreError) {
        try insertAll(CustomerStatements.insertAgreement, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.customer).bind(record.kind).bind(record.agreedAt).bind(record.userID)
                .bind(record.templateID).bind(record.firstName).bind(record.lastName).bind(record.email)
                .bind(record.phone).bind(record.link)
        }
    }

    func agreements() throws(StoreError) -> [AgreementRecord] {
        try facts(CustomerStatements.agreements) { row throws(StoreError) in
            AgreementRecord(
                origin: Self.origin(row), customer: try row.guid(), kind: try row.value(AgreementKind.self),
                agreedAt: row.instant(),
                userID: row.textOrNil(), templateID: try row.guidOrNil(), firstName: row.textOrNil(),
                lastName: row.textOrNil(), email: row.textOrNil(), phone: row.textOrNil(), link: row.textOrNil())
        }
    }

    func insert(_ records: [PlanRecord]) throws(StoreError) {
        try insertAll(CustomerStatements.insertPlan, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.id).bind(record.customer).bind(record.offerID).bind(record.offerName)
                .bind(record.friendlyName).bind(record.status).bind(record.createdAt).bind(record.effectiveFrom)
                .bind(record.commitmentEnd).bind(record.resellerPartnerID).bind(record.entitlementID)
                .bind(record.parentID).bind(record.orderID).bind(record.billingType).bind(record.isAzurePlan)
                .bind(record.isLegacyAzure)
        }
    }

    func plans() throws(StoreError) -> [PlanRecord] {
        try facts(CustomerStatements.plans) { row throws(StoreError) in
            PlanRecord(
                origin: Self.origin(row), id: try row.guid(), customer: try row.guid(), offerID: row.textOrNil(),
                offerName: row.textOrNil(), friendlyName: row.textOrNil(), status: row.text(),
                createdAt: row.instantOrNil(), effectiveFrom: row.instantOrNil(),
                commitmentEnd: row.instantOrNil(), resellerPartnerID: row.textOrNil(),
                entitlementID: try row.guidOrNil(), parentID: try row.guidOrNil(), orderID: row.textOrNil(),
                billingType: row.textOrNil(), isAzurePlan: row.bool(), isLegacyAzure: row.bool())
        }
    }

    func insert(_ records: [EntitlementRecord]) throws(StoreError) {
        try insertAll(CustomerStatements.insertEntitlement, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.id).bind(record.customer).bind(record.planID).bind(record.name).bind(record.status)
                .bind(record.createdAt)
        }
    }

    func entitlements() throws(StoreError) -> [EntitlementRecord] {
        try facts(CustomerStatements.entitlements) { row throws(StoreError) in
            EntitlementRecord(
                origin: Self.origin(row), id: try row.guid(), customer: try row.guid(), planID: try row.guidOrNil(),
                name: row.text(),
                status: row.text(), createdAt: row.instantOrNil())
        }
    }
}
