import Catalogue
import Credit
import Foundation
import JSON
import Store
import StoreSQLite
import Testing

@testable import CreditAPI

/// Mutations over a sample world of their own.
@Suite("Mutations", .serialized)
struct MutationTests {
    let world: World
    let place: World.LoneGrant
    let customer: Answer
    static let fields = "userErrors { code message path }"

    init() throws {
        world = try World(copyOf: try World.shared.get())
        place = try world.loneGrant()
        customer = place.customer
    }

    private var tenant: String { customer["tenantId"].string ?? "" }
    private var subscription: String { place.subscription }

    /// Runs one mutation and gives its payload.
    private func run(
        _ name: String, _ input: String, _ fields: String = "", as viewer: Viewer = World.agent,
        locale: TextLocale = .english
    ) throws -> Answer {
        let answer = try world.answer(
            "mutation { \(name)(input: {\(input)}) { \(fields) \(Self.fields) } }", as: viewer, locale: locale)
        #expect(answer.errors.isEmpty, "\(answer)")
        return answer["data", name]
    }

    private func codes(_ payload: Answer) -> [String] { payload["userErrors"].list.compactMap { $0["code"].string } }

    private func audits(_ object: String? = nil, as viewer: Viewer = World.agent) throws -> [Answer] {
        let argument = object.map { "(object: \"\($0)\")" } ?? ""
        return try world.answer(
            """
            { audit\(argument) { totalCount nodes { id at by action before after clientMutationId correlationId
              object { __typename id } } } }
            """, as: viewer)["data", "audit", "nodes"].list
    }

    // MARK: Agreement

    private func agreement(_ more: String = "", day: String = "2026-10-01", email: String = "a@b.example") -> String {
        """
        customer: {tenantId: "\(tenant)"}, acceptedOn: "\(day)"\(more),
        acceptedBy: {firstName: "Ada", lastName: "B, \\"C\\"", email: "\(email)", phone: "+31 20"}
        """
    }

    @Test("an agreement is confirmed once; it is shown, and only another contact confirms it again")
    func confirm() throws {
        let fields =
            "customer { id agreement { state kind acceptedOn acceptedBy { lastName email phone } } orderBlockers { code } }"
        let payload = try run("confirmCustomerAgreement", agreement(), fields)
        #expect(codes(payload) == [])
        #expect(payload["customer", "agreement", "state"].string == "CONFIRMED")
        #expect(payload["customer", "agreement", "acceptedOn"].string == "2026-10-01")
        #expect(payload["customer", "agreement", "acceptedBy", "lastName"].string == "B, \"C\"")
        #expect(payload["customer", "orderBlockers"].list.isEmpty)
        let again = try run("confirmCustomerAgreement", agreement(), "customer { id }")
        #expect(codes(again) == ["AGREEMENT_REPEATED"])
        #expect(again["customer"].isNull)
        #expect(codes(try run("confirmCustomerAgreement", agreement(email: "other@b.example"))) == [])
        let records = try audits(customer["id"].string)
        #expect(records.map { $0["action"].string } == ["confirmCustomerAgreement", "confirmCustomerAgreement"])
        #expect(records[0]["by"].string == "agent")
        #expect(records[0]["after", "primaryContact", "email"].string == "other@b.example")
        #expect(records[0]["before", "email"].string == "a@b.example")
        #expect(records[0]["object", "id"].string == customer["id"].string)
    }

    @Test("dates, contacts and roles are held to the rules, each with its path")
    func agreementRules() throws {
        func refusal(_ input: String, as viewer: Viewer = World.agent) throws -> [String] {
            let payload = try run("confirmCustomerAgreement", input, as: viewer)
            return payload["userErrors"].list.map { error in
                ([error["code"].string ?? ""] + error["path"].list.compactMap(\.string)).joined(separator: " ")
            }
        }
        #expect(try refusal(agreement(day: "2026-11-02")) == ["AGREEMENT_DATE_IN_FUTURE input acceptedOn"])
        #expect(try refusal(agreement(day: "2019-09-30")) == ["AGREEMENT_NOT_YET_OFFERED input acceptedOn"])
        #expect(try refusal(agreement(day: "2026-11-01")) == [])
        #expect(try refusal(agreement(day: "2019-10-01")) == [])
        let cloud = ", kind: MICROSOFT_CLOUD_AGREEMENT"
        #expect(try refusal(agreement(cloud, day: "2020-01-31")) == [])
        #expect(try refusal(agreement(cloud, day: "2020-02-01")) == ["AGREEMENT_RETIRED input acceptedOn"])
        #expect(try refusal(agreement(email: "nobody")) == ["CONTACT_EMAIL_INVALID input acceptedBy email"])
        #expect(
            try refusal(
                """
                customer: {tenantId: "11111111-0000-4000-8000-000000000000"}, acceptedOn: "2030-01-01",
                acceptedBy: {firstName: " ", lastName: "", email: "@"}
                """) == [
                    "CUSTOMER_NOT_FOUND input customer", "AGREEMENT_DATE_IN_FUTURE input acceptedOn",
                    "CONTACT_NAME_MISSING input acceptedBy firstName", "CONTACT_NAME_MISSING input acceptedBy lastName",
                    "CONTACT_EMAIL_INVALID input acceptedBy email",
                ])
        let billing = Viewer(name: "b", roles: [.billingAdmin, .globalAdmin])
        let before = try audits().count
        let refused = try world.answer(
            "mutation { confirmCustomerAgreement(input: {\(agreement(day: "2026-10-30"))}) { \(Self.fields) } }",
            as: billing)
        #expect(refused.errors.map { $0["extensions", "code"].string } == ["FORBIDDEN"])
        #expect(try audits().count == before)
    }

    @Test("messages are in the viewer's language")
    func languages() throws {
        for locale in TextLocale.allCases {
            let payload = try run("confirmCustomerAgreement", agreement(day: "2019-09-30"), locale: locale)
            let text = payload["userErrors", 0, "message"].string
            #expect(
                text
                    == TextCatalogue.of(locale).render(
                        ExplanationText(
                            "error.AGREEMENT_NOT_YET_OFFERED", ["day": .day(OrderRule.customerAgreementBegins)])))
            #expect(text?.contains("2019") == true)
        }
    }

    // MARK: Plans and subscriptions

    private static let newCustomer = "c0ffee00-0000-4000-8000-000000000001"

    /// A customer without anything.
    private func addCustomer(_ tenant: String = newCustomer, relationship: String = "reseller") throws {
        try world.add(
            #"""
            [{"id":"\#(tenant)","companyProfile":{"tenantId":"\#(tenant)","companyName":"New \#(tenant.suffix(2))"},
              "relationshipToPartner":"\#(relationship)"}]
            """#, .customers)
    }

    @Test("a plan needs the agreement, there is one, and subscriptions come to it with the partner's access")
    func plan() throws {
        try addCustomer()
        let by = "customer: {tenantId: \"\(Self.newCustomer)\"}"
        let blockers = try world.answer(
            "{ customer(by: {tenantId: \"\(Self.newCustomer)\"}) { orderBlockers { code message path } } }")
        #expect(blockers["data", "customer", "orderBlockers", 0, "code"].string == "AGREEMENT_MISSING")
        #expect(codes(try run("createAzurePlan", by, "azurePlan { id }")) == ["AGREEMENT_MISSING"])
        #expect(codes(try run("addSubscription", "\(by), name: \"x\"")) == ["PLAN_MISSING"])
        _ = try run(
            "confirmCustomerAgreement",
            "\(by), acceptedOn: \"2026-10-01\", acceptedBy: {firstName: \"A\", lastName: \"B\", email: \"a@b.c\"}")
        let made = try run(
            "createAzurePlan", by, "azurePlan { id status createdAt reseller { id } customer { tenantId } }")
        #expect(codes(made) == [])
        #expect(made["azurePlan", "status"].string == "ACTIVE")
        #expect(made["azurePlan", "customer", "tenantId"].string == Self.newCustomer)
        #expect(made["azurePlan", "reseller"].isNull)
        #expect(codes(try run("createAzurePlan", by)) == ["PLAN_EXISTS"])

        let id = "5ab5ab00-0000-4000-8000-0000000000AA"
        let fields = """
            subscription { subscriptionId name status offer azurePlan { id } customer { tenantId }
              accessGrants { nodes { path role { name eligible } scope from until holder { kind objectId } earns(on: "2026-11-02") } }
              before: eligibility(on: "2026-11-01") { reason } after: eligibility(on: "2026-11-02") { reason } }
            """
        let added = try run("addSubscription", "\(by), subscriptionId: \"\(id)\", name: \"Prod, EU\"", fields)
        #expect(codes(added) == [])
        let subscription = added["subscription"]
        #expect(subscription["subscriptionId"].string == id.lowercased())
        #expect(subscription["name"].string == "Prod, EU")
        #expect(subscription["azurePlan", "id"].string == made["azurePlan", "id"].string)
        let grants = subscription["accessGrants", "nodes"].list
        #expect(grants.count == 1)
        #expect(grants[0]["path"].string == "AOBO" && grants[0]["role", "name"].string == "Owner")
        #expect(grants[0]["earns"].bool == true)
        #expect(subscription["after", "reason"].string == "OK_ELIGIBLE")
        #expect(
            codes(try run("addSubscription", "\(by), subscriptionId: \"\(id)\", name: \"x\"")) == [
                "SUBSCRIPTION_EXISTS"
            ])
        #expect(
            codes(try run("addSubscription", "\(by), subscriptionId: \"no\", name: \"\""))
                == ["ID_INVALID", "NAME_INVALID"])
        let other = try run(
            "addSubscription", "\(by), name: \"second\"", "subscription { subscriptionId azurePlan { id } }")
        #expect(codes(other) == [])
        #expect(other["subscription", "azurePlan", "id"].string == made["azurePlan", "id"].string)
    }

    @Test("who has no relationship orders nothing")
    func relationship() throws {
        try addCustomer(relationship: "advisor")
        let by = "customer: {tenantId: \"\(Self.newCustomer)\"}"
        #expect(codes(try run("createAzurePlan", by)) == ["RELATIONSHIP_MISSING", "AGREEMENT_MISSING"])
    }

    // MARK: Access

    private func grant(_ more: String = "", scope: String? = nil, from: String = "2026-10-10T12:00:00Z") -> String {
        """
        scope: "\(scope ?? "/subscriptions/\(subscription)")", path: DIRECT_RBAC, role: "Contributor", holderKind: GUEST_USER,
        objectId: "0b1ec700-0000-4000-8000-000000000001", from: "\(from)"\(more)
        """
    }

    @Test("a grant and its link become facts, the ledger follows, and the end takes it back")
    func access() throws {
        let partnerID = try #require(
            try world.answer("{ partner { partnerId } }")["data", "partner", "partnerId"].string)
        // Where no grant comes as far as its times, what is recorded decides.
        let early: Set = ["NO_ACCESS", "WRONG_PARTNER_ACCESS", "SCOPE_MISMATCH", "ROLE_NOT_ELIGIBLE", "ROLE_UNKNOWN"]
        let found = try world.answer(
            """
            { credits(period: {month: "2026-10"}, filter: {reason: [\(early.sorted().joined(separator: ", "))]}) {
              by(dimension: SUBSCRIPTION, orderBy: {by: MISSED}) { nodes { object { ... on Subscription {
                subscriptionId customer { tenantId }
                credits(period: {month: "2026-10"}) { totals { earned } by(dimension: REASON) { nodes { key } } } } } } } } }
            """)["data", "credits", "by", "nodes"].list.map { $0["object"] }
        let place = try #require(
            found.first { item in
                let reasons = Set(item["credits", "by", "nodes"].list.compactMap { $0["key"].string })
                return item["credits", "totals", "earned"].string == "0" && !reasons.isDisjoint(with: early)
                    && reasons.subtracting(early).allSatisfy { CreditReason(code: $0)?.stage != .access }
            })
        let subscription = place["subscriptionId"].string ?? ""
        let tenant = place["customer", "tenantId"].string ?? ""
        func totals() throws -> (earned: WideDecimal, missed: WideDecimal) { try self.totals(subscription) }
        func reason(on day: String) throws -> String? { try self.reason(of: subscription, on: day) }
        func grant(_ more: String = "") -> String { self.grant(more, scope: "/subscriptions/\(subscription)") }
        let without = try totals()
        #expect(without.earned.isZero && !without.missed.isZero)

        let payload = try run(
            "recordAccessGrant", grant(", displayName: \"Ops, \\\"night\\\"\""),
            "grant { id scope path from until role { name } holder { kind objectId displayName } source { line import { name kind rows } } }"
        )
        #expect(codes(payload) == [])
        #expect(payload["grant", "holder", "displayName"].string == "Ops, \"night\"")
        #expect(payload["grant", "source", "import", "name"].string == "recordAccessGrant.csv")
        #expect(try reason(on: "2026-10-20") == "PARTNER_ID_NOT_LINKED")
        let link = try run(
            "linkPartnerId",
            """
            objectId: "0B1EC700-0000-4000-8000-000000000001", tenantId: "\(tenant)", partnerId: "\(partnerID)",
            from: "2026-10-12T02:00:00+02:00"
            """, "link { id partnerId from until statedBy }")
        #expect(codes(link) == [])
        #expect(link["link", "statedBy"].string == "agent")
        #expect(link["link", "from"].string == "2026-10-12T00:00:00Z")
        #expect(try reason(on: "2026-10-10") == "PARTNER_ID_NOT_LINKED")
        #expect(try reason(on: "2026-10-12") == "OK_ELIGIBLE")
        #expect(try totals().earned > without.earned)
        #expect(codes(try run("recordAccessGrant", grant())) == ["GRANT_EXISTS"])
        let ended = try run("recordAccessGrant", grant(", until: \"2026-10-15T00:00:00Z\""), "grant { id until }")
        #expect(codes(ended) == [])
        #expect(ended["grant", "id"].string == payload["grant", "id"].string)
        #expect(try reason(on: "2026-10-14") == "OK_ELIGIBLE")
        #expect(try reason(on: "2026-10-15") != "OK_ELIGIBLE")
        let id = payload["grant", "id"].string ?? ""
        #expect(codes(try run("removeAccess", "grant: \"\(id)\", at: \"2026-10-16T00:00:00Z\"")) == ["ALREADY_ENDED"])
        #expect(
            codes(try run("removeAccess", "grant: \"\(id)\", at: \"2026-10-01T00:00:00Z\"")) == ["REMOVAL_BEFORE_BEGIN"]
        )
        #expect(try audits(id).count == 2)
        #expect(try audits(id)[0]["before", "until"].isNull)
        #expect(try audits(id)[0]["after", "until"].string == "2026-10-15T00:00:00Z")
        // What the mutations wrote and a computation from nothing give the same ledger.
        #expect(try world.recomputeChanges() == false)
    }

    private func totals(_ subscription: String) throws -> (earned: WideDecimal, missed: WideDecimal) {
        let answer = try world.answer(
            "{ subscription(by: {subscriptionId: \"\(subscription)\"}) { credits(period: {month: \"2026-10\"}) { totals { earned missed } } } }",
            as: World.agent)["data", "subscription", "credits", "totals"]
        return (try #require(answer["earned"].decimal), try #require(answer["missed"].decimal))
    }

    private func reason(of subscription: String, on day: String) throws -> String? {
        try world.answer(
            "{ subscription(by: {subscriptionId: \"\(subscription)\"}) { eligibility(on: \"\(day)\") { reason } } }")[
                "data", "subscription", "eligibility", "reason"
            ].string
    }

    @Test("grants are held to the rules")
    func grantRules() throws {
        func refusal(_ input: String) throws -> [String] { codes(try run("recordAccessGrant", input)) }
        func input(_ path: String, _ role: String, _ kind: String, _ scope: String, _ more: String = "") -> String {
            """
            scope: "\(scope)", path: \(path), role: "\(role)", holderKind: \(kind), from: "2026-10-10T00:00:00Z",
            objectId: "0b1ec700-0000-4000-8000-000000000002"\(more)
            """
        }
        let place = "/subscriptions/\(subscription)"
        #expect(try refusal(input("AOBO", "Owner", "USER", place)) == ["HOLDER_KIND_MISMATCH"])
        #expect(try refusal(input("DIRECT_RBAC", "Owner", "FOREIGN_PRINCIPAL", place)) == ["HOLDER_KIND_MISMATCH"])
        #expect(try refusal(input("LIGHTHOUSE_ARM", "Owner", "GROUP", place)) == ["ROLE_NOT_DELEGABLE"])
        #expect(
            try refusal(input("LIGHTHOUSE_OFFER", "Storage Blob Data Owner", "GROUP", place)) == ["ROLE_NOT_DELEGABLE"])
        #expect(
            try refusal(input("LIGHTHOUSE_ARM", "Contributor", "GROUP", "\(place)/resourceGroups/a/providers/x/y/z"))
                == ["SCOPE_NOT_DELEGABLE"])
        #expect(try refusal(input("LIGHTHOUSE_ARM", "Contributor", "GROUP", "\(place)/resourceGroups/a")) == [])
        #expect(try refusal(input("DIRECT_RBAC", "", "USER", "somewhere")) == ["SCOPE_INVALID", "ROLE_INVALID"])
        #expect(
            try refusal(input("DIRECT_RBAC", "x", "USER", "/subscriptions/11111111-0000-4000-8000-000000000000"))
                == ["SUBSCRIPTION_NOT_FOUND"])
        #expect(
            try refusal(input("DIRECT_RBAC", "x", "USER", place, ", until: \"2026-10-10T00:00:00Z\""))
                == ["INTERVAL_INVERTED"])
        #expect(
            try refusal(input("DIRECT_RBAC", "x", "USER", place, ", activation: TIME_BOUND")) == [
                "ACTIVATION_NEEDS_END"
            ])
        #expect(
            try refusal(input("DIRECT_RBAC", "x", "USER", place, ", organizationPartnerId: \"12a\""))
                == ["PARTNER_ID_INVALID"])
        #expect(
            codes(try run("removeAccess", "grant: \"nothing\", at: \"2026-10-10T00:00:00Z\"")) == ["GRANT_NOT_FOUND"])
        func link(_ object: String, _ tenant: String, _ partner: String, _ until: String) throws -> [String] {
            codes(
                try run(
                    "linkPartnerId",
                    """
                    objectId: "\(object)", tenantId: "\(tenant)", partnerId: "\(partner)", from: "2026-10-10T00:00:00Z",
                    until: "\(until)"
                    """))
        }
        #expect(
            try link("x", "y", "", "2026-10-09T00:00:00Z")
                == ["ID_INVALID", "ID_INVALID", "PARTNER_ID_INVALID", "INTERVAL_INVERTED"])
        #expect(
            try link(
                "0b1ec700-0000-4000-8000-000000000002", "11111111-0000-4000-8000-000000000000", "1",
                "2026-10-11T00:00:00Z") == ["TENANT_NOT_FOUND"])
    }

    @Test("a scoped viewer changes nothing of another customer, and learns nothing of it")
    func scope() throws {
        let other = try world.loneGrant(notOf: tenant)
        let viewer = Viewer(name: "scoped", roles: [.adminAgent], customers: [try #require(GUID(tenant))])
        let foreign = other.customer["tenantId"].string ?? ""
        let place = other.subscription
        let grantID = other.grant
        #expect(
            codes(
                try run(
                    "confirmCustomerAgreement",
                    """
                    customer: {tenantId: "\(foreign)"}, acceptedOn: "2026-10-01",
                    acceptedBy: {firstName: "A", lastName: "B", email: "a@b.c"}
                    """, as: viewer)) == ["CUSTOMER_NOT_FOUND"])
        #expect(
            codes(try run("createAzurePlan", "customer: {tenantId: \"\(foreign)\"}", as: viewer)) == [
                "CUSTOMER_NOT_FOUND"
            ])
        #expect(
            codes(try run("addSubscription", "customer: {tenantId: \"\(foreign)\"}, name: \"x\"", as: viewer))
                == ["CUSTOMER_NOT_FOUND"])
        #expect(
            codes(try run("transitionSubscription", "subscription: {subscriptionId: \"\(place)\"}", as: viewer))
                == ["SUBSCRIPTION_NOT_FOUND"])
        #expect(
            codes(try run("recordAccessGrant", grant(scope: "/subscriptions/\(place)"), as: viewer))
                == ["SUBSCRIPTION_NOT_FOUND"])
        #expect(
            codes(
                try run(
                    "recordAccessGrant", grant(scope: "/providers/Microsoft.Management/managementGroups/g"), as: viewer)
            )
                == ["SUBSCRIPTION_NOT_FOUND"])
        #expect(
            codes(try run("removeAccess", "grant: \"\(grantID)\", at: \"2026-11-01T00:00:00Z\"", as: viewer))
                == ["GRANT_NOT_FOUND"])
        #expect(
            codes(
                try run(
                    "linkPartnerId",
                    """
                    objectId: "0b1ec700-0000-4000-8000-000000000002", tenantId: "\(foreign)", partnerId: "1",
                    from: "2026-10-01T00:00:00Z"
                    """, as: viewer)) == ["TENANT_NOT_FOUND"])
        #expect(try audits().isEmpty)
        // What it may change it may read in the audit; not what others changed elsewhere.
        _ = try run("recordAccessGrant", grant(), as: viewer)
        _ = try run("recordAccessGrant", grant(scope: "/subscriptions/\(place)"))
        #expect(try audits().count == 2)
        #expect(try audits(as: viewer).count == 1)
        let hidden = try audits()[0]["id"].string ?? ""
        #expect(try world.answer("{ node(id: \"\(hidden)\") { id } }", as: viewer)["data", "node"].isNull)
        #expect(try world.answer("{ node(id: \"\(hidden)\") { id } }")["data", "node", "id"].string == hidden)
    }

    // MARK: Repetition

    @Test("the same key does a thing once; with other input it is refused; another key does it again")
    func idempotent() throws {
        let first = try run("recordAccessGrant", grant(", clientMutationId: \"k1\""), "grant { id }")
        #expect(codes(first) == [])
        let revision = try world.store.revision()
        let second = try run("recordAccessGrant", grant(", clientMutationId: \"k1\""), "grant { id }")
        #expect(codes(second) == [])
        #expect(second["grant", "id"].string == first["grant", "id"].string)
        #expect(try world.store.revision() == revision)
        #expect(
            codes(try run("recordAccessGrant", grant(", clientMutationId: \"k1\"", from: "2026-10-11T00:00:00Z")))
                == ["KEY_REUSED"])
        #expect(codes(try run("recordAccessGrant", grant(", clientMutationId: \"k2\""))) == ["GRANT_EXISTS"])
        // Another viewer's key is another key.
        let other = Viewer(name: "other", roles: [.adminAgent])
        #expect(
            codes(
                try run(
                    "recordAccessGrant", grant(", clientMutationId: \"k1\"", from: "2026-10-11T00:00:00Z"), as: other))
                == [])
        #expect(try audits().count == 2)
    }

    @Test("ten at once under one key are one change; ten without a key of the same grant too")
    func atOnce() throws {
        let inputs = [grant(", clientMutationId: \"race\""), grant(from: "2026-10-11T00:00:00Z")]
        let found = Box()
        DispatchQueue.concurrentPerform(iterations: 20) { index in
            let answer = try? world.answer(
                "mutation { recordAccessGrant(input: {\(inputs[index % 2])}) { grant { id } userErrors { code } } }",
                as: World.agent)
            found.add(answer?["data", "recordAccessGrant", "userErrors", 0, "code"].string ?? "done", index % 2)
        }
        #expect(found.counts == ["0 done": 10, "1 GRANT_EXISTS": 9, "1 done": 1])
        #expect(try audits().count == 2)
        #expect(world.failures.all == [])
    }

    private final class Box: @unchecked Sendable {
        private let lock = NSLock()
        private var values: [String: Int] = [:]
        var counts: [String: Int] { lock.withLock { values } }
        func add(_ code: String, _ group: Int) { lock.withLock { values["\(group) \(code)", default: 0] += 1 } }
    }

    // MARK: Audit

    @Test("the audit pages newest first and cannot be asked with another list's cursor")
    func auditPages() throws {
        for day in 10...16 { _ = try run("recordAccessGrant", grant(from: "2026-10-\(day)T00:00:00Z")) }
        let page = "nodes { after } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount"
        let first = try world.answer("{ audit(first: 3) { \(page) } }", as: World.agent)["data", "audit"]
        #expect(first["totalCount"].int == 7)
        #expect(
            first["nodes"].list.map { $0["after", "from"].string }
                == (14...16).reversed().map { "2026-10-\($0)T00:00:00Z" })
        let cursor = first["pageInfo", "endCursor"].string ?? ""
        let rest = try world.answer("{ audit(first: 10, after: \"\(cursor)\") { \(page) } }", as: World.agent)[
            "data", "audit"]
        #expect(rest["nodes"].list.count == 4)
        #expect(rest["pageInfo", "hasNextPage"].bool == false && rest["pageInfo", "hasPreviousPage"].bool == true)
        #expect(try world.answer("{ customers(after: \"\(cursor)\") { totalCount } }").code == "BAD_CURSOR")
        #expect(try world.answer("{ audit(after: \"AAAA\") { totalCount } }", as: World.agent).code == "BAD_CURSOR")
    }

    // MARK: Transition

    @Test("a legacy subscription moves under the plan: ids and access stay, use is split at the exit")
    func transition() throws {
        try addCustomer()
        let id = "1e9ac700-0000-4000-8000-000000000001"
        func legacy(
            _ status: String, created: String = "2020-01-01T00:00:00Z", name: String = "Microsoft Azure MS-AZR-0145P"
        ) throws {
            try world.add(
                #"""
                {"customerTenantId":"\#(Self.newCustomer)","items":[{"id":"\#(id)","offerId":"MS-AZR-0145P","offerName":"\#(name)",
                 "friendlyName":"Old","status":"\#(status)","creationDate":"\#(created)","billingType":"usage"}]}
                """#, .subscriptions)
        }
        let input = "subscription: {subscriptionId: \"\(id)\"}"
        let fields = """
            subscription { id subscriptionId name offer status azurePlan { id status } transition { from to startedAt finishedAt }
              before: eligibility(on: "2026-11-01") { reason } after: eligibility(on: "2026-11-02") { reason }
              accessGrants { nodes { id } } }
            """
        #expect(codes(try run("transitionSubscription", input)) == ["SUBSCRIPTION_NOT_FOUND"])
        try legacy("suspended")
        #expect(codes(try run("transitionSubscription", input)) == ["AGREEMENT_MISSING"])
        _ = try run(
            "confirmCustomerAgreement",
            """
            customer: {tenantId: "\(Self.newCustomer)"}, acceptedOn: "2026-10-01",
            acceptedBy: {firstName: "A", lastName: "B", email: "a@b.c"}
            """)
        #expect(codes(try run("transitionSubscription", input)) == ["SUBSCRIPTION_SUSPENDED"])
        try legacy("deleted")
        #expect(codes(try run("transitionSubscription", input)) == ["NO_AZURE_SUBSCRIPTION"])
        try legacy("active", name: "MS-AZR-0145P Partner Shared Services")
        #expect(codes(try run("transitionSubscription", input)) == ["SHARED_SERVICES"])
        try legacy("active", created: "2026-10-31T12:00:00Z")
        let early = try run("transitionSubscription", input)
        #expect(codes(early) == ["BOUGHT_TOO_RECENTLY"])
        #expect(early["userErrors", 0, "message"].string?.contains("Nov 1, 2026, 12:00 UTC") == true)
        try legacy("active")
        let was = try world.answer(
            "{ subscription(by: {subscriptionId: \"\(id)\"}) { id offer transition { startedAt } } }")
        #expect(was["data", "subscription", "offer"].string == "LEGACY_MS_AZR_0145P")
        #expect(was["data", "subscription", "transition"].isNull)
        _ = try run("recordAccessGrant", grant(scope: "/subscriptions/\(id)"))
        let payload = try run("transitionSubscription", input, fields)
        #expect(codes(payload) == [])
        let moved = payload["subscription"]
        #expect(moved["id"].string == was["data", "subscription", "id"].string)
        #expect(moved["subscriptionId"].string == id && moved["name"].string == "Old")
        #expect(moved["offer"].string == "AZURE_PLAN" && moved["status"].string == "ACTIVE")
        #expect(moved["azurePlan", "status"].string == "ACTIVE")
        #expect(moved["transition", "from"].string == "LEGACY_MS_AZR_0145P")
        #expect(moved["transition", "finishedAt"].string == "2026-11-01T00:00:00Z")
        #expect(moved["accessGrants", "nodes"].list.count == 1)
        // The world's clock stands at midnight, so the day of the exit lies wholly behind it.
        #expect(moved["before", "reason"].string == "PARTNER_ID_NOT_LINKED")
        let day = try world.answer(
            "{ subscription(by: {subscriptionId: \"\(id)\"}) { eligibility(on: \"2026-10-31\") { reason } } }")
        #expect(day["data", "subscription", "eligibility", "reason"].string == "LEGACY_OFFER")
        #expect(codes(try run("transitionSubscription", input)) == ["NOT_LEGACY"])
        let old = try world.store.read { try $0.plans() }.last { $0.id.description == id }
        #expect(old?.status == "suspended")
    }
}
