internal import Credit
internal import Store

/// Managed services with their checks, and sign-ins.
extension SQLiteSession {
    func insert(_ records: [ManagedServiceRecord]) throws(StoreError) {
        try insertAll(ServiceStatements.insertManagedService, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.serviceID).bind(record.customer).bind(record.kind).bind(record.scope)
                .bind(record.since).bind(record.until)
        }
    }

    func managedServices() throws(StoreError) -> [ManagedServiceRecord] {
        try facts(ServiceStatements.managedServices) { row throws(StoreError) in
            ManagedServiceRecord(
                origin: Self.origin(row), serviceID: row.text(), customer: try row.guid(),
                kind: try row.value(ManagedServiceKind.self), scope: row.text(), since: row.day(), until: row.dayOrNil()
            )
        }
    }

    func insert(_ records: [ServiceCheckRecord]) throws(StoreError) {
        try insertAll(ServiceStatements.insertServiceCheck, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.serviceID).bind(record.at).bind(record.metric).bind(record.value).bind(record.unit)
                .bind(record.severity).bind(record.note)
        }
    }

    private static func serviceCheck(_ row: Statement) throws(StoreError) -> ServiceCheckRecord {
        ServiceCheckRecord(
            origin: Self.origin(row), serviceID: row.text(), at: row.instant(), metric: row.text(),
            value:
                try row.decimalOrNil(), unit: row.textOrNil(), severity: try row.value(Severity.self),
            note:
                row.textOrNil())
    }

    func insert(_ records: [SignInRecord]) throws(StoreError) {
        try insertAll(ServiceStatements.insertSignIn, records) { row, record in
            row.bind(record.origin.importID).bind(record.origin.line)
                .bind(record.userID).bind(record.day).bind(record.portalTotal).bind(record.portalMFA)
                .bind(record.apiUserTotal).bind(record.apiUserMFA).bind(record.isEnabled).bind(record.isRegistered)
        }
    }

    private static func signIn(_ row: Statement) throws(StoreError) -> SignInRecord {
        SignInRecord(
            origin: Self.origin(row), userID: row.text(), day: row.day(), portalTotal: Int(row.int()),
            portalMFA: Int(row.int()), apiUserTotal: Int(row.int()), apiUserMFA: Int(row.int()),
            isEnabled:
                row.bool(), isRegistered: row.bool())
    }

    func serviceChecks(
        services: [String], from: Instant, until: Instant, after: ServiceCheckPlace?, limit: Int
    ) throws(StoreError) -> [ServiceCheckRecord] {
        try facts(
            ServiceStatements.serviceChecks,
            bind: {
                $0.bind(Lists.json(services)).bind(from).bind(until).bind(after?.at).bind(after?.metric).bind(limit)
            }, Self.serviceCheck)
    }

    func serviceCheckCounts(
        services: [String], from: Instant, until: Instant
    ) throws(StoreError) -> [String: Int] {
        let counts = try facts(
            ServiceStatements.serviceCheckCounts, bind: { $0.bind(Lists.json(services)).bind(from).bind(until) }
        ) { row throws(StoreError) in (row.text(), Int(row.int())) }
        return Dictionary(counts) { first, _ in first }
    }

    func latestServiceChecks(services: [String]) throws(StoreError) -> [ServiceCheckRecord] {
        try facts(
            ServiceStatements.latestServiceChecks, bind: { $0.bind(Lists.json(services)) }, Self.serviceCheck)
    }

    func signIns(through day: Day) throws(StoreError) -> [SignInRecord] {
        try facts(ServiceStatements.signIns, bind: { $0.bind(day) }, Self.signIn)
    }
}
