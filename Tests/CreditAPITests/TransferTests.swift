import Catalogue
import Credit
import Locking
import Store
import StoreSQLite
import Testing

@testable import CreditAPI

/// What a transfer between partners does to access and eligibility.
@Suite("Transfers between partners", .serialized)
struct TransferTests {
    let world: World
    let place: World.LoneGrant
    let own: String

    init() throws {
        world = try World(copyOf: try World.shared.get())
        place = try world.loneGrant()
        own = try #require(try world.answer("{ partner { partnerId } }")["data", "partner", "partnerId"].string)
    }

    private func transfer(_ rows: String..., of subscription: String? = nil) throws {
        let lines = rows.map { "\(subscription ?? place.subscription),\($0)" }.joined(separator: "\n")
        try world.add(
            "subscription_id,from_partner_id,to_partner_id,state,requested_at,finished_at\n\(lines)\n", .transfers)
    }

    private func reasons(_ days: String..., of subscription: String? = nil) throws -> [String] {
        let fields = days.enumerated().map { "d\($0): eligibility(on: \"\($1)\") { reason }" }.joined(separator: " ")
        let answer = try world.answer(
            "{ subscription(by: {subscriptionId: \"\(subscription ?? place.subscription)\"}) { \(fields) } }"
        )["data", "subscription"]
        return days.indices.map { answer["d\($0)", "reason"].string ?? "" }
    }

    @Test("before it came the other partner was billed, whatever access we had; the day of the move is ours")
    func arrival() throws {
        try transfer("999,\(own),COMPLETE,2026-10-18T00:00:00Z,2026-10-20T12:00:00Z")
        #expect(
            try reasons("2026-10-18", "2026-10-19", "2026-10-20", "2026-11-01")
                == ["PARTNER_NOT_BILLED", "PARTNER_NOT_BILLED", "OK_ELIGIBLE", "OK_ELIGIBLE"])
        for locale in TextLocale.allCases {
            let answer = try world.answer(
                """
                { subscription(by: {subscriptionId: "\(place.subscription)"}) { eligibility(on: "2026-10-19") { explanation {
                  summary steps { check passed text source } } } } }
                """, locale: locale)
            let steps = answer["data", "subscription", "eligibility", "explanation", "steps"]
            #expect(steps.list.count == 1 && steps[0, "check"].string == "PARTNER_NOT_BILLED")
            #expect(steps[0, "text"].string?.contains("999") == true && steps[0, "passed"].bool == false)
            #expect(steps[0, "source"].string?.hasPrefix("transfer-azure-subscriptions") == true)
        }
    }

    @Test("it goes away at a moment: that day is still ours, the days behind it are not, and that is at risk")
    func departure() throws {
        let heard = Lock<[CreditRisk]>([])
        let feed = ChangeFeed(world.store)
        _ = feed.onRisk { risks, _ in heard.withLock { $0 += risks } }
        let before = world.holder.snapshot
        try transfer("\(own),999,COMPLETE,2026-10-30T00:00:00Z,2026-11-01T00:00:01Z")
        try feed.changed(from: before, to: world.holder.snapshot, now: World.now)
        #expect(
            try reasons("2026-10-31", "2026-11-01", "2026-11-02")
                == ["OK_ELIGIBLE", "OK_ELIGIBLE", "PARTNER_NOT_BILLED"])
        let risks = heard.withLock { $0 }
        #expect(risks.map(\.reason) == [.partnerNotBilled] && risks[0].isLater && risks[0].perDay > .zero)
        #expect(risks[0].subscription?.description == place.subscription)
        let earning = try world.answer(
            "{ subscriptions(filter: {earningOn: \"2026-11-02\"}, first: 1000) { nodes { subscriptionId } } }")
        #expect(
            !earning["data", "subscriptions", "nodes"].list.contains {
                $0["subscriptionId"].string == place.subscription
            })
        // The lines in our file were billed to us: their credits stay as they are.
        #expect(try !world.recomputeChanges())
    }

    @Test("what is not complete, and what goes between others, changes nothing; the newest file of a request counts")
    func noEffect() throws {
        try transfer(
            "\(own),999,PENDING,2026-10-01T00:00:00Z,",
            "\(own),999,CANCELLED,2026-10-02T00:00:00Z,2026-10-03T00:00:00Z",
            "\(own),999,EXPIRED,2026-10-03T00:00:00Z,2026-10-04T00:00:00Z",
            "998,999,COMPLETE,2026-10-04T00:00:00Z,2026-10-05T00:00:00Z")
        #expect(try reasons("2026-10-20", "2026-11-01") == ["OK_ELIGIBLE", "OK_ELIGIBLE"])
        try transfer("\(own),999,COMPLETE,2026-10-01T00:00:00Z,2026-10-15T00:00:00Z")
        #expect(try reasons("2026-10-14", "2026-10-15") == ["OK_ELIGIBLE", "PARTNER_NOT_BILLED"])
        // And back again.
        try transfer("999,\(own),COMPLETE,2026-10-16T00:00:00Z,2026-10-20T00:00:00Z")
        #expect(
            try reasons("2026-10-14", "2026-10-16", "2026-10-19", "2026-10-20")
                == ["OK_ELIGIBLE", "PARTNER_NOT_BILLED", "PARTNER_NOT_BILLED", "OK_ELIGIBLE"])
    }

    @Test(
        "roles do not move: the old partner's count for nothing, and the new one earns from the first full day of its own"
    )
    func access() throws {
        let subscription = "7a45fe40-0000-4000-8000-000000000001"
        let tenant = "c0ffee00-0000-4000-8000-000000000007"
        try world.add(
            #"[{"id":"\#(tenant)","companyProfile":{"tenantId":"\#(tenant)","companyName":"New"},"relationshipToPartner":"reseller"}]"#,
            .customers)
        try world.add(
            #"""
            {"customerTenantId":"\#(tenant)","items":[{"id":"\#(subscription)","friendlyName":"Moved","status":"active",
             "subscriptionId":"307628f1-d9d2-f09c-ea1f-4183f0cae308"}]}
            """#, .entitlements)
        try transfer("999,\(own),COMPLETE,2026-10-08T00:00:00Z,2026-10-10T12:00:00Z", of: subscription)
        #expect(try reasons("2026-10-20", of: subscription) == ["NO_ACCESS"])
        func grant(_ holder: String, _ from: String, partner: String) throws {
            let answer = try world.answer(
                """
                mutation { recordAccessGrant(input: {scope: "/subscriptions/\(subscription)", path: LIGHTHOUSE_OFFER,
                  role: "Contributor", holderKind: GROUP, objectId: "\(holder)", from: "\(from)",
                  organizationPartnerId: "\(partner)"}) { userErrors { code } } }
                """, as: World.agent)
            #expect(answer["data", "recordAccessGrant", "userErrors"].list.isEmpty, "\(answer)")
        }
        try grant("0b1ec700-0000-4000-8000-000000000001", "2020-01-01T00:00:00Z", partner: "999")
        #expect(
            try reasons("2026-10-09", "2026-10-20", of: subscription)
                == ["PARTNER_NOT_BILLED", "WRONG_PARTNER_ACCESS"])
        // Given before the move, as Microsoft advises: it earns from the day of the move on.
        try grant("0b1ec700-0000-4000-8000-000000000002", "2026-10-19T10:00:00Z", partner: own)
        #expect(
            try reasons("2026-10-18", "2026-10-19", "2026-10-20", of: subscription)
                == ["ACCESS_NOT_YET_GRANTED", "ACCESS_NOT_FULL_DAY", "OK_ELIGIBLE"])
    }

    @Test("a deny assignment that blocks the access is evidence that can be opened")
    func denial() throws {
        let scope = "/subscriptions/\(place.subscription)"
        try world.add(
            #"""
            {"at":"2026-10-20T00:00:00Z","items":[{"id":"\#(scope)/providers/Microsoft.Authorization/denyAssignments/d1",
             "scope":"\#(scope)","denyAssignmentName":"lock","createdOn":"2026-10-19T12:00:00Z",
             "principals":[{"id":"00000000-0000-0000-0000-000000000000","type":"SystemDefined"}]}]}
            """#, .denyAssignments)
        let query = """
            { subscription(by: {subscriptionId: "\(place.subscription)"}) { eligibility(on: "2026-10-20") { reason
              explanation { steps { check passed evidence { __typename id
                ... on DenyAssignment { scope principalIds from until source { line import { kind } } } } } } } } }
            """
        let answer = try world.answer(query)["data", "subscription", "eligibility"]
        #expect(answer["reason"].string == "DENY_ASSIGNMENT")
        let step = try #require(
            answer["explanation", "steps"].list.first { $0["check"].string == "DENY_ASSIGNMENT" })
        #expect(step["evidence"].list.map { $0["__typename"].string } == ["AccessGrant", "DenyAssignment"])
        let deny = step["evidence", 1]
        #expect(deny["scope"].string == scope && deny["from"].string == "2026-10-19T12:00:00Z")
        #expect(deny["source", "import", "kind"].string == "DENY_ASSIGNMENTS" && deny["source", "line"].int == 1)
        let id = try #require(deny["id"].string)
        #expect(
            try world.answer("{ node(id: \"\(id)\") { __typename } }")["data", "node", "__typename"].string
                == "DenyAssignment")
        let stranger = Viewer(name: "s", roles: [.adminAgent], customers: [GUID(high: 3, low: 4)])
        #expect(try world.answer("{ node(id: \"\(id)\") { __typename } }", as: stranger)["data", "node"].isNull)
    }
}
