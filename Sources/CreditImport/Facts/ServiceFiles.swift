internal import Credit
internal import Store

/// MANAGED_SERVICES: what the partner runs for its customers, where and since when.
/// - Source: contract README section 2; services.md.
enum ManagedServicesFile {
    static let columns = ["service_id", "customer_tenant_id", "kind", "scope", "since", "until"]

    static func read(_ bytes: [UInt8]) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(bytes, kind: .managedServices, required: columns)
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            guard let since = try row.optionalDay("since") else {
                throw FieldProblem(column: "since", message: "a day is missing")
            }
            let until = try row.optionalDay("until")
            if let until, until < since { throw FieldProblem(column: "until", message: "it lies before since") }
            batch.managedServices.append(
                ManagedServiceRecord(
                    origin: row.origin, serviceID: try row.text("service_id"),
                    customer: try row.guid("customer_tenant_id"),
                    kind: try row.value(
                        "kind", { ManagedServiceKind(code: $0.uppercased()) },
                        AccessGrantsFile.one(of: ManagedServiceKind.allCases.map(\.code))),
                    scope: try row.scope("scope"), since: since, until: until))
        }
        return batch
    }
}

/// SERVICE_CHECKS: what checks of managed services found.
/// - Source: contract README section 2; services.md section 3.
enum ServiceChecksFile {
    static let columns = ["service_id", "at", "metric", "value", "unit", "severity", "note"]

    static func read(_ bytes: [UInt8], _ context: FileContext) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(
            bytes, kind: .serviceChecks, required: ["service_id", "at", "metric", "value", "severity"])
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            batch.serviceChecks.append(
                ServiceCheckRecord(
                    origin: row.origin, serviceID: try row.text("service_id"),
                    at: try row.happened("at", before: context.now), metric: try row.text("metric"),
                    value: try row.optionalDecimal("value"),
                    unit: row.optional("unit"),
                    severity: try row.value(
                        "severity", { Severity(code: $0.uppercased()) },
                        AccessGrantsFile.one(of: Severity.allCases.map(\.code))),
                    note: row.optional("note")))
        }
        return batch
    }
}

/// SIGN_INS: how often accounts of the partner's tenant signed in, and how often with multifactor authentication.
/// - Source: contract README section 2; security.md section 4.
enum SignInsFile {
    static let columns = [
        "user_id", "day", "portal_total", "portal_mfa", "api_user_total", "api_user_mfa", "enabled", "mfa_registered",
    ]

    static func read(_ bytes: [UInt8], _ context: FileContext) throws(ImportFailure) -> FactBatch {
        var table = try CSVTable(bytes, kind: .signIns, required: columns)
        var batch = FactBatch()
        try table.forEach(&batch) { (row, batch) throws(FieldProblem) in
            guard let day = try row.optionalDay("day") else {
                throw FieldProblem(column: "day", message: "a day is missing")
            }
            try Fields.past(day.start, "day", context.now)
            let portal = (try count(row, "portal_total"), try count(row, "portal_mfa"))
            let api = (try count(row, "api_user_total"), try count(row, "api_user_mfa"))
            if portal.1 > portal.0 {
                throw FieldProblem(column: "portal_mfa", message: "it is more than portal_total")
            }
            if api.1 > api.0 {
                throw FieldProblem(column: "api_user_mfa", message: "it is more than api_user_total")
            }
            batch.signIns.append(
                SignInRecord(
                    origin: row.origin, userID: try row.text("user_id"), day: day, portalTotal: portal.0,
                    portalMFA: portal.1, apiUserTotal: api.0, apiUserMFA: api.1, isEnabled: try flag(row, "enabled"),
                    isRegistered: try flag(row, "mfa_registered")))
        }
        return batch
    }

    private static func count(_ row: CSVRow, _ column: String) throws(FieldProblem) -> Int {
        try row.optionalValue(
            column, { text in text.utf8.count <= 15 ? Int(text).flatMap { $0 < 0 ? nil : $0 } : nil }, "a count") ?? 0
    }

    private static func flag(_ row: CSVRow, _ column: String) throws(FieldProblem) -> Bool {
        try row.value(
            column,
            { text in
                switch text.lowercased() {
                case "true", "1", "yes": true
                case "false", "0", "no": false
                default: nil
                }
            }, "true or false")
    }
}
