internal import Credit
internal import Store

/// The partner and its resellers.
extension SQLiteSession {
    func insert(_ records: [PartnerRecord]) throws(StoreError) {
        try insertAll(PartnerStatements.insertPartner, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.isReseller).bind(record.tenantID).bind(record.name).bind(record.kind)
                .bind(Lists.text(record.partnerIDs)).bind(record.organization).bind(record.country)
                .bind(record.billingCurrency).bind(Lists.text(record.programAgreement))
                .bind(Lists.text(record.adminAgents)).bind(Lists.text(record.helpdeskAgents))
        }
    }

    func partners() throws(StoreError) -> [PartnerRecord] {
        try facts(PartnerStatements.partners) { row throws(StoreError) in
            PartnerRecord(
                origin: Self.origin(row), isReseller: row.bool(), tenantID: try row.guid(), name: row.text(),
                kind: try row.value(PartnerKind.self), partnerIDs: Lists.strings(row.text()),
                organization: row.textOrNil(), country: row.countryOrNil(),
                billingCurrency: row.currencyOrNil(), programAgreement: Lists.intervals(row.text()),
                adminAgents: Lists.guids(row.text()), helpdeskAgents: Lists.guids(row.text()))
        }
    }
}
