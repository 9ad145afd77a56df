import Credit
import Foundation
import Store
import StoreSQLite
import Testing

@testable import CreditImport

/// One file of a kind: a good one, what of it is stored, and rows that are refused.
struct KindCase: CustomTestStringConvertible, Sendable {
    let kind: ImportKind
    let name: String
    /// Without rows: the header of CSV, or what stands around the items of JSON.
    let rows: [String]
    let header: String?
    /// A row and the column that its refusal names.
    let bad: [(String, String?)]
    /// What is stored, a text a record.
    let stored: @Sendable (any StoreReader) throws -> [String]
    let expected: [String]

    var testDescription: String { kind.code }

    func content(_ rows: [String]) -> String {
        guard let header else { return "[\(rows.joined(separator: ",\n"))]" }
        return ([header] + rows).joined(separator: "\r\n") + "\r\n"
    }
}

enum Kinds {
    static let a = "196e2273-9651-43a3-ba7e-7cbcd918fc40"
    static let b = "3f47bcf1-965d-40a1-a2bc-3d5db3653250"
    static let owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
    static let assignment =
        "/subscriptions/\(b)/resourceGroups/App/providers/Microsoft.Authorization/roleAssignments/\(a)"

    static func event(
        _ operation: String, status: String = "Succeeded", time: String = "2026-10-03T08:11:10.1234567Z",
        id: String = assignment, body: String = ""
    ) -> String {
        """
        {"authorization":{"action":"x","scope":"\(id)"},"caller":"it@contoso.example","eventTimestamp":"\(time)",
        "operationName":{"value":"Microsoft.Authorization/roleAssignments/\(operation)","localizedValue":"Create"},
        "status":{"value":"\(status)"},"resourceId":"\(id)","properties":{"requestbody":"\(body)"}}
        """
    }

    static let body =
        "{\\\"Id\\\":\\\"\(a)\\\",\\\"Properties\\\":{\\\"PrincipalId\\\":\\\"\(b)\\\",\\\"PrincipalType\\\":\\\"Group\\\","
        + "\\\"RoleDefinitionId\\\":\\\"/providers/x/\(owner)\\\"}}"

    static let all: [KindCase] = [
        KindCase(
            kind: .groupMembers, name: "members.csv",
            rows: ["\(a),\(b),\(owner),2026-10-01,2026-10-05T12:00:00+02:00", "\(a),\(b),\(b),2026-10-02,"],
            header: "group_object_id,tenant_id,member_object_id,from,until",
            bad: [
                ("\(a),\(b),\(a),2026-10-01,", "member_object_id"), ("\(a),\(b),x,2026-10-01,", "member_object_id"),
                ("\(a),\(b),\(b),,", "from"), ("\(a),\(b),\(b),2026-10-02,2026-10-01", "until"),
                ("\(a),\(b),\(b),2026-13-02,", "from"), ("\(a),\(b),\(b),1026-10-02,", "from"),
                ("\(a),\(b),\(b),2999-10-02,", "from"),
            ],
            stored: {
                try $0.groupMembers().map { "\($0.memberID) \($0.period.from) \($0.period.until?.description ?? "-")" }
            },
            expected: ["\(owner) 2026-10-01T00:00:00Z 2026-10-05T10:00:00Z", "\(b) 2026-10-02T00:00:00Z -"]),
        KindCase(
            kind: .activations, name: "activations.csv",
            rows: ["/subscriptions/\(b),Contributor,\(a),2026-10-01T08:00:00Z,2026-10-01T16:00:00Z"],
            header: "scope,role,object_id,from,until",
            bad: [
                ("subscriptions/\(b),Contributor,\(a),2026-10-01,", "scope"), ("/x,,\(a),2026-10-01,", "role"),
                ("/x,Owner,\(a),2026-10-03,2026-10-01", "until"), ("/x,Owner,\(a),2026-02-30,", "from"),
            ],
            stored: { try $0.activations().map { "\($0.role) \($0.objectID) \($0.period.from)" } },
            expected: ["Contributor \(a) 2026-10-01T08:00:00Z"]),
        KindCase(
            kind: .managementGroups, name: "groups.csv", rows: ["Root,,", "Land,/providers/x/Root,", "Land,,\(b)"],
            header: "id,parent_id,subscription_id",
            bad: [(",Root,", "id"), ("Land,land,", "parent_id"), ("Land,,5", "subscription_id")],
            stored: {
                try $0.managementGroups().map {
                    "\($0.groupID) \($0.parentID ?? "-") \($0.subscriptionID?.description ?? "-")"
                }
            }, expected: ["Root - -", "Land Root -", "Land - \(b)"]),
        KindCase(
            kind: .transfers, name: "transfers.csv",
            rows: [
                "\(b),6034453,6099998,PENDING,2026-10-01T08:00:00Z,",
                "\(b),6034453,6099998,complete,2026-10-01T08:00:00Z,2026-10-04",
            ], header: "subscription_id,from_partner_id,to_partner_id,state,requested_at,finished_at",
            bad: [
                ("\(b),1,2,DONE,2026-10-01,", "state"), ("\(b),1,1,PENDING,2026-10-01,", "to_partner_id"),
                ("\(b),1,2,COMPLETE,2026-10-01,", "finished_at"), ("\(b),,,PENDING,2026-10-01,", "to_partner_id"),
                ("\(b),1,2,FAILED,2026-10-03,2026-10-01", "finished_at"),
                ("\(b),1,2,PENDING,2026-10-03,2026-10-04", "finished_at"), ("\(b),1,2,PENDING,,", "requested_at"),
            ], stored: { try $0.transfers().map { "\($0.state.code) \($0.finishedAt?.description ?? "-")" } },
            expected: ["PENDING -", "COMPLETE 2026-10-04T00:00:00Z"]),
        KindCase(
            kind: .budgets, name: "budgets.csv", rows: ["\(a),2026-10,1500.50,EUR", "\(a),202611,,EUR"],
            header: "customer_tenant_id,month,amount,currency",
            bad: [
                ("\(a),2026-13,1,EUR", "month"), ("\(a),2026-10,-1,EUR", "amount"),
                ("\(a),2026-10,\"1,5\",EUR", "amount"),
                ("\(a),2026-10,1,EURO", "currency"),
            ], stored: { try $0.budgets().map { "\($0.month) \($0.amount?.description ?? "-") \($0.currency)" } },
            expected: ["2026-10 1500.5 EUR", "2026-11 - EUR"]),
        KindCase(
            kind: .azureCreditBalance, name: "aco.csv",
            rows: ["\(b),\(a),202610,ACO,700,active,300,EUR,agr,7/1/2026,6/30/2027"],
            header: CreditBalanceFile.columns.joined(separator: ","),
            bad: [
                ("\(b),\(a),2026,ACO,700,active,300,EUR,,,", "InvoiceMonth"),
                ("\(b),\(a),202610,ACO,,active,300,EUR,,,", "CreditAmount"),
                ("\(b),\(a),202610,ACO,1,active,300,??,,,", "CurrencyCode"),
                ("\(b),\(a),202610,ACO,1,active,300,EUR,,7/1/2026,6/30/2026", "ExpiryDate"),
            ],
            stored: {
                try $0.creditBalances().map { "\($0.month) \($0.used) \($0.balance) \($0.expiry?.description ?? "")" }
            },
            expected: ["2026-10 700 300 2027-06-30"]),
        KindCase(
            kind: .managedServices, name: "services.csv",
            rows: ["s1,\(a),SYSTEM_HEALTH,/subscriptions/\(b),2026-09-01,2026-10-15"],
            header: "service_id,customer_tenant_id,kind,scope,since,until",
            bad: [
                ("s1,\(a),HEALTH,/subscriptions/\(b),2026-09-01,", "kind"),
                ("s1,\(a),DATABASE_MONITORING,x,2026-09-01,", "scope"),
                ("s1,\(a),SYSTEM_HEALTH,/x,2026-09-01,2026-08-01", "until"), ("s1,\(a),SYSTEM_HEALTH,/x,,", "since"),
                (",\(a),SYSTEM_HEALTH,/x,2026-09-01,", "service_id"),
            ],
            stored: {
                try $0.managedServices().map {
                    "\($0.serviceID) \($0.kind.code) \($0.since) \($0.until?.description ?? "-")"
                }
            },
            expected: ["s1 SYSTEM_HEALTH 2026-09-01 2026-10-15"]),
        KindCase(
            kind: .serviceChecks, name: "checks.csv",
            rows: [
                "s1,2026-10-01T06:00:00Z,CPU_PERCENT,97.25,%,CRITICAL,\"busy, very\"",
                "s1,2026-10-01T07:00:00Z,PATCH,,,OK,",
            ],
            header: "service_id,at,metric,value,unit,severity,note",
            bad: [
                ("s1,2026-10-01T06:00:00,CPU,1,,OK,", "at"), ("s1,2026-10-01,CPU,1e5x,,OK,", "value"),
                ("s1,2026-10-01,CPU,1,,BAD,", "severity"), ("s1,2026-10-01,,1,,OK,", "metric"),
            ],
            stored: {
                try $0.serviceChecks(
                    services: ["s1"], from: .distantPast, until: .distantFuture, after: nil, limit: 10
                ).map { "\($0.metric) \($0.value?.description ?? "-") \($0.severity.code) \($0.note ?? "-")" }
            }, expected: ["CPU_PERCENT 97.25 CRITICAL busy, very", "PATCH - OK -"]),
        KindCase(
            kind: .signIns, name: "signins.csv",
            rows: ["u1,2026-10-01,10,7,5,5,true,true", "u1,2026-10-02,3,1,0,0,true,false"],
            header: "user_id,day,portal_total,portal_mfa,api_user_total,api_user_mfa,enabled,mfa_registered",
            bad: [
                ("u1,2026-10-01,1,2,0,0,true,true", "portal_mfa"), ("u1,2026-10-01,1,1,0,1,true,true", "api_user_mfa"),
                ("u1,2026-10-01,-1,0,0,0,true,true", "portal_total"), ("u1,2026-10-01,1,0,0,0,maybe,true", "enabled"),
                ("u1,,1,0,0,0,true,true", "day"),
                ("u1,2026-10-01,99999999999999999999,0,0,0,true,true", "portal_total"),
            ],
            stored: {
                try $0.signIns(through: Day(number: 30_000)).map { "\($0.day) \($0.portalMFA) \($0.isRegistered)" }
            },
            expected: ["2026-10-01 7 true", "2026-10-02 1 false"]),
        KindCase(
            kind: .activityLog, name: "log.json",
            rows: [
                event("write", body: body), event("delete", time: "2026-10-05T00:00:00+02:00"),
                event("write", status: "Started", body: body), event("read"),
                """
                {"time":"2026-10-06T00:00:00Z","operationName":"MICROSOFT.AUTHORIZATION/ROLEASSIGNMENTS/DELETE",
                "resultType":"Success","resourceId":"\(assignment.uppercased())"}
                """,
            ], header: nil,
            bad: [
                (event("write", time: "yesterday"), "eventTimestamp"),
                (event("write", id: "/subscriptions/\(b)"), "resourceId"),
                ("{\"operationName\":\"x\",\"eventTimestamp\":\"2999-01-01T00:00:00Z\"}", "eventTimestamp"),
                ("{\"operationName\":5,\"status\":\"Succeeded\"}", "eventTimestamp"),
                ("{\"operationName\":[],\"eventTimestamp\":\"2026-10-01\"}", "operationName"), ("7", nil),
            ],
            stored: {
                try $0.roleEvents().map {
                    "\($0.at) \($0.isRemoval) \($0.principalID?.description ?? "-") \($0.principalType ?? "-") \($0.scope.suffix(3))"
                }
            },
            expected: [
                "2026-10-03T08:11:10.123456Z false \(b) Group App", "2026-10-04T22:00:00Z true - - App",
                "2026-10-06T00:00:00Z true - - APP",
            ]),
        KindCase(
            kind: .denyAssignments, name: "deny-2026-10-05T06-00-00Z.json",
            rows: [
                """
                {"id":"/subscriptions/\(b)/providers/Microsoft.Authorization/denyAssignments/\(a)","name":"\(a)",
                "properties":{"denyAssignmentName":"Blueprint","scope":"/subscriptions/\(b)","permissions":[],
                "principals":[{"id":"00000000-0000-0000-0000-000000000000","type":"SystemDefined"}],
                "excludePrincipals":[{"id":"\(a)","type":"User"}],"createdOn":"2026-10-02T00:00:00Z"}}
                """
            ], header: nil,
            bad: [
                ("{\"id\":\"x\",\"scope\":\"/x\",\"principals\":[]}", "principals"),
                ("{\"id\":\"x\",\"scope\":\"/x\",\"principals\":[{\"id\":5}]}", "principals"),
                ("{\"id\":\"x\",\"principals\":[\"\(a)\"]}", "scope"),
                ("{\"id\":\"x\",\"scope\":\"y\",\"principals\":[\"\(a)\"]}", "scope"),
                ("{\"scope\":\"/x\",\"principals\":[\"\(a)\"]}", "id"),
            ],
            stored: {
                try $0.denyAssignments().map {
                    "\($0.name) \($0.snapshotAt) \($0.principals.count) \($0.excludedPrincipals)"
                }
            }, expected: ["Blueprint 2026-10-05T06:00:00Z 1 [\(a)]"]),
        KindCase(
            kind: .roleDefinitions, name: "roles.json",
            rows: [
                """
                {"assignableScopes":["/"],"id":"/x/roleDefinitions/\(a)","name":"\(a)","roleName":"Operator",
                "roleType":"CustomRole","permissions":[{"actions":["Microsoft.Compute/*/write"],"notActions":["*/delete"],
                "dataActions":[],"notDataActions":[]}]}
                """
            ], header: nil,
            bad: [
                ("{\"id\":\"x\",\"permissions\":[]}", "id"), ("{\"id\":\"/x/\(a)\"}", "permissions"),
                ("{\"id\":\"/x/\(a)\",\"permissions\":[5]}", "permissions"),
                ("{\"id\":\"/x/\(a)\",\"permissions\":[{\"actions\":5}]}", "actions"),
            ], stored: { try $0.roleDefinitions().map { "\($0.name) \($0.isCustom) \($0.actions) \($0.notActions)" } },
            expected: ["Operator true [\"Microsoft.Compute/*/write\"] [\"*/delete\"]"]),
        KindCase(
            kind: .invoiceReconciliation, name: "recon.json", rows: [reconItem()], header: nil,
            bad: [
                (reconItem(["customerId": "\"x\""]), "CustomerId"), (reconItem(["subtotal": "\"1,5\""]), "Subtotal"),
                (reconItem(["currency": "\"Euro\""]), "Currency"), (reconItem(["productId": "null"]), "ProductId"),
                (reconItem(["chargeEndDate": "\"2026-08-01\""]), "ChargeEndDate"),
                (reconItem(["pcToBCExchangeRate": "0"]), "PCToBCExchangeRate"),
                (reconItem(["invoiceNumber": "[]"]), "InvoiceNumber"), (reconItem(["unitPrice": "{}"]), "unitPrice"),
            ],
            stored: { reader in
                var lines: [String] = []
                try reader.invoiceLines(months: [try BillingMonth(parsing: "2026-09")], customers: nil) { line in
                    lines.append(
                        "\(line.invoice) \(line.category.code) \(line.effectiveUnitPrice) \(line.subtotal) \(line.total) \(line.priceAdjustment ?? "-")"
                    )
                }
                return lines
            },
            expected: ["G002297372 AZURE_PLAN 0.03825 12.5 12.5 [\"15.0% Partner earned credit for services managed\"]"]
        ),
    ]

    /// An `OneTimeInvoiceLineItem`.
    static func reconItem(_ change: [String: String] = [:]) -> String {
        let item: [(String, String)] = [
            ("partnerId", "\"\(owner)\""), ("customerId", "\"\(a)\""), ("invoiceNumber", "\"G002297372\""),
            ("productId", "\"DZH318Z0BNZ5\""), ("skuId", "\"006G\""), ("availabilityId", "\"DZH318Z08B80\""),
            ("chargeType", "\"New\""), ("unitPrice", "0.045"), ("effectiveUnitPrice", "0.03825"), ("quantity", "1"),
            ("subtotal", "\"12.50\""), ("taxTotal", "0"), ("totalForCustomer", "12.5"), ("currency", "\"EUR\""),
            ("publisherName", "\"Microsoft\""), ("subscriptionDescription", "\"Azure plan\""),
            ("subscriptionId", "\"\(b)\""),
            ("chargeStartDate", "\"2026-09-01T00:00:00Z\""), ("chargeEndDate", "\"2026-09-30T00:00:00Z\""),
            ("priceAdjustmentDescription", "\"[\\\"15.0% Partner earned credit for services managed\\\"]\""),
            ("billableQuantity", "326.797"), ("pcToBCExchangeRate", "1"), ("productQualifiers", "[]"),
        ]
        return "{" + item.map { "\"\($0.0)\":\(change[$0.0] ?? $0.1)" }.joined(separator: ",") + "}"
    }
}

@Suite struct FurtherKindsTests {
    let fixture: ImportFixture

    init() throws { fixture = try ImportFixture() }

    @Test("a good file is found by its form, stored whole, and the same bytes change nothing", arguments: Kinds.all)
    func good(_ test: KindCase) throws {
        let path = try fixture.file(test.name, test.content(test.rows))
        let report = try #require(try fixture.run(path).first)
        #expect(report.kind == test.kind && report.state == .done, "\(report.json)")
        #expect(report.rows == test.rows.count && report.rejected == 0 && report.notes.isEmpty)
        #expect(try fixture.store.read(test.stored) == test.expected)
        #expect(try fixture.run(path).first?.state == .unchanged)
        #expect(try fixture.store.read(test.stored) == test.expected)
    }

    @Test("each bad row is refused with its column and kept, the others are taken", arguments: Kinds.all)
    func bad(_ test: KindCase) throws {
        for (row, column) in test.bad {
            let fixture = try ImportFixture()
            let path = try fixture.file(test.name, test.content(test.rows + [row]))
            let report = try #require(try fixture.run(path) { $0.badRows = BadRowLimit(basisPoints: 9_999) }.first)
            #expect(report.state == .done && report.rejected == 1, "\(row): \(report.json)")
            #expect(report.problems.first?.column == column, "\(row): \(report.json)")
            let place = test.header == nil ? test.rows.count + 1 : test.rows.count + 2
            #expect(report.problems.first?.line == place, "\(row)")
            #expect(try fixture.store.read(test.stored) == test.expected)
        }
    }

    @Test("rubbish never stops the program, and leaves nothing where it is refused", arguments: Kinds.all)
    func rubbish(_ test: KindCase) throws {
        var state: UInt64 = UInt64(test.kind.rawValue) + 1
        func random(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let good = Array(test.content(test.rows).utf8)
        for round in 0..<60 {
            var bytes = good
            for _ in 0...random(4) {
                switch random(4) {
                case 0: bytes[random(bytes.count)] = UInt8(random(256))
                case 1: bytes.removeSubrange(random(bytes.count)..<bytes.count)
                case 2: bytes.insert(contentsOf: Array("\",{}[]\n\\x".utf8), at: random(bytes.count))
                default: bytes.append(contentsOf: bytes[random(bytes.count)...])
                }
                if bytes.isEmpty { bytes = [UInt8(ascii: "{")] }
            }
            let path = try fixture.file("r\(round)-2026-10-05.bin", Data(bytes))
            let report = try #require(try fixture.run(path) { $0.kind = test.kind }.first)
            if report.state == .refused { #expect(report.code?.hasPrefix("IMPORT_") == true && report.message != nil) }
        }
        #expect(try fixture.store.verify() == [])
    }

    @Test("a snapshot without a time is refused, so is one at an impossible time")
    func noTime() throws {
        let deny = try #require(Kinds.all.first { $0.kind == .denyAssignments })
        let path = try fixture.file("deny.json", deny.content(deny.rows))
        #expect(try fixture.run(path).first?.code == "IMPORT_NO_SNAPSHOT_TIME")
        let report = try fixture.run(path) { $0.at = Instant(microseconds: 0) }.first
        #expect(report?.code == "IMPORT_OPTION" && report?.message?.contains("1970") == true)
        #expect(try fixture.run(path) { $0.at = Instant(microseconds: 1_793_491_200_000_000) }.first?.state == .done)
    }

    @Test("CSV reconciliation: 46 columns, 45, old names; sums that do not add up and mixed currencies are told")
    func reconciliationCSV() throws {
        let values: [String: String] = [
            "CustomerId": Kinds.a, "InvoiceNumber": "G1", "ProductId": "P", "SkuId": "006G", "AvailabilityId": "A",
            "ChargeType": "New", "UnitPrice": "0.045", "Quantity": "1", "Subtotal": "0.01", "TaxTotal": "0",
            "Total": "0.045", "Currency": "EUR", "SubscriptionId": Kinds.b, "EffectiveUnitPrice": "0.03825",
            "BillableQuantity": "0.005001", "ChargeStartDate": "9/1/2026", "ChargeEndDate": "9/30/2026",
            "PriceAdjustmentDescription": "\"[\"\"15.0% Partner earned credit for services managed\"\"]\"",
            "SubscriptionDescription": "Azure plan", "PublisherName": "Microsoft",
        ]
        func row(_ columns: [String], _ change: [String: String] = [:]) -> String {
            columns.map { change[$0] ?? values[$0] ?? "" }.joined(separator: ",")
        }
        let all = InvoiceReconciliationFile.columns
        let direct = all.filter { $0 != "ResellerMpnId" }
        #expect(all.count == 46 && direct.count == 45)
        let cases: [(String, [String], [String])] = [
            ("a.csv", all, [row(all)]), ("b.csv", direct, [row(direct, ["InvoiceNumber": "G2", "Total": "0.01"])]),
            (
                "c.csv", all.reversed(),
                [
                    row(all.reversed(), ["InvoiceNumber": "G3", "Total": ""]),
                    row(all.reversed(), ["InvoiceNumber": "G3", "Total": "", "Currency": "DKK"]),
                ]
            ),
        ]
        var notes: [[String]] = []
        for (name, columns, rows) in cases {
            let text = "\u{FEFF}" + ([columns.joined(separator: ",")] + rows).joined(separator: "\r\n") + "\r\n"
            let report = try #require(try fixture.run(try fixture.file(name, text)).first)
            #expect(report.kind == .invoiceReconciliation && report.rows == rows.count, "\(report.json)")
            notes.append(report.notes.map(\.message))
        }
        #expect(notes.map(\.count) == [1, 0, 1])
        #expect(notes[0][0].contains("0.045 is not Subtotal 0.01") && notes[2][0].contains("DKK, EUR"))
        // A newer file of the same invoice takes its place; invoices in common with only a part of another are refused.
        let newer = try fixture.file(
            "a2.csv", all.joined(separator: ",") + "\n" + row(all, ["Subtotal": "2", "Total": "2"]) + "\n", order: 60)
        #expect(try fixture.run(newer).first?.replaced == ["a.csv"])
        var found: [String: ExactDecimal] = [:]
        try fixture.store.read { reader in
            #expect(try reader.invoiceMonths().map(\.description) == ["2026-09"])
            try reader.invoiceLines(months: try reader.invoiceMonths(), customers: [try #require(GUID(Kinds.a))]) {
                found[$0.invoice] = $0.subtotal
            }
            try reader.invoiceLines(months: try reader.invoiceMonths(), customers: [try #require(GUID(Kinds.b))]) {
                Issue.record("a line of another customer: \($0.invoice)")
            }
        }
        #expect(found.keys.sorted() == ["G1", "G2", "G3"] && found["G1"] == ExactDecimal(2))
    }

    /// The fixture's clock stands at 2026-11-01T00:00Z.
    @Test("what has not happened yet is refused, or rejected with its column; a day is left for clocks and zones")
    func future() throws {
        let assignment = """
            [{"id":"/subscriptions/\(Kinds.a)/providers/Microsoft.Authorization/roleAssignments/1","principalId":"\(Kinds.b)",
              "scope":"/subscriptions/\(Kinds.a)","roleDefinitionName":"Owner","roleDefinitionId":"x"}]
            """
        func state(_ name: String, _ text: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws
            -> ImportReport
        {
            try #require(try fixture.run(try fixture.file(name, text), change: change).first)
        }
        let ahead = try state("role-assignments-2026-11-03T00-00-00Z.json", assignment)
        #expect(ahead.code == "IMPORT_FUTURE_SNAPSHOT" && ahead.message?.contains("2026-11-03") == true)
        #expect(try state("role-assignments-2026-11-01T23-00-00Z.json", assignment).state == .done)
        #expect(
            try state("role-assignments.json", assignment) { $0.at = try? Instant(parsing: "2027-01-01T00:00:00Z") }
                .code
                == "IMPORT_FUTURE_SNAPSHOT")
        let deny = """
            [{"id":"d","scope":"/subscriptions/\(Kinds.a)","denyAssignmentName":"n","principals":["\(Kinds.b)"]}]
            """
        #expect(
            try state("deny-2030-01-01T00-00-00Z.json", deny) { $0.kind = .denyAssignments }.code
                == "IMPORT_FUTURE_SNAPSHOT")
        let rows: [(ImportKind, String, String, String)] = [
            (
                .serviceChecks, "service_id,at,metric,value,unit,severity,note",
                "s,2026-11-03T00:00:00Z,CPU,1,%,OK,", "at"
            ),
            (
                .signIns, SignInsFile.columns.joined(separator: ","), "u,2026-11-03,1,1,0,0,true,true", "day"
            ),
            (
                .transfers, TransfersFile.columns.joined(separator: ","),
                "\(Kinds.a),1,2,PENDING,2026-11-03T00:00:00Z,",
                "requested_at"
            ),
        ]
        for (kind, header, row, column) in rows {
            let report = try state("\(kind.code).csv", "\(header)\n\(row)\n") { $0.kind = kind }
            #expect(report.code == "IMPORT_TOO_MANY_BAD_ROWS" && report.problems.first?.column == column, "\(kind)")
            #expect(report.problems.first?.message.contains("has not come yet") == true)
            let past = row.replacing("2026-11-03", with: "2026-10-31")
            #expect(try state("\(kind.code).csv", "\(header)\n\(past)\n") { $0.kind = kind }.state == .done)
        }
        let agreement = """
            {"customerTenantId":"\(Kinds.a)","items":[{"type":"MicrosoftCustomerAgreement","dateAgreed":"2026-11-03T00:00:00Z"}]}
            """
        #expect(try state("agreements.json", agreement).problems.first?.column == "dateAgreed")
        let event = """
            [{"operationName":"Microsoft.Authorization/roleAssignments/delete","eventTimestamp":"2026-11-03T00:00:00Z",
              "status":"Succeeded","resourceId":"/subscriptions/\(Kinds.a)/providers/Microsoft.Authorization/roleAssignments/1"}]
            """
        #expect(try state("log.json", event).problems.first?.column == "eventTimestamp")
    }

    @Test("files of two partners do not come into one store, unless that is allowed")
    func twoPartners() throws {
        func partner(_ tenant: String) -> String {
            "{\"tenantId\":\"\(tenant)\",\"partnerIds\":[\"1\"],\"name\":\"A\",\"kind\":\"DIRECT_BILL\"}"
        }
        let header = CreditBalanceFile.columns.joined(separator: ",") + "\n"
        func balance(_ tenant: String) -> String { header + "\(tenant),\(Kinds.a),202610,ACO,1,active,3,EUR,,,\n" }
        #expect(try fixture.run(try fixture.file("p.json", partner(Kinds.a))).first?.state == .done)
        let refused = try #require(try fixture.run(try fixture.file("b.csv", balance(Kinds.b))).first)
        #expect(refused.code == "IMPORT_OTHER_PARTNER" && refused.message?.contains(Kinds.b) == true)
        #expect(try fixture.run(try fixture.file("c.csv", balance(Kinds.a), order: 1)).first?.state == .done)
        let other = try fixture.file("p2.json", partner(Kinds.b), order: 2)
        #expect(try fixture.run(other).first?.code == "IMPORT_OTHER_PARTNER")
        #expect(try fixture.run(other) { $0.allowsOtherPartners = true }.first?.state == .done)
        let mixed =
            header
            + "\(Kinds.a),\(Kinds.a),202611,ACO,1,active,3,EUR,,,\n\(Kinds.b),\(Kinds.a),202611,ACO,1,active,3,EUR,,,\n"
        #expect(try fixture.run(try fixture.file("m.csv", mixed, order: 3)).first?.code == "IMPORT_OTHER_PARTNER")
    }
}
