import Catalogue
import Credit
import Store
import StoreSQLite
import Testing

@testable import CreditAPI

/// What a period would have earned under other facts, held against what it earns once the facts are so.
@Suite("Simulations", .serialized)
struct SimulationTests {
    static let totals = "totals { list net earned missed lines eligibleLines disagreeingLines }"

    private func simulate(
        _ world: World, _ changes: String, _ fields: String = SimulationTests.totals, filter: String = "",
        as viewer: Viewer = World.admin
    ) throws -> Answer {
        try world.answer(
            """
            { simulateCredits(period: {month: "2026-10"}\(filter), changes: {\(changes)}) {
              before { \(fields) } after { \(fields) } difference { list net earned missed lines eligibleLines } } }
            """, as: viewer)["data", "simulateCredits"]
    }

    @Test("nothing changed is nothing different, line by line, and nothing is written")
    func nothing() throws {
        let world = try World(copyOf: try World.shared.get())
        let revision = try world.store.revision()
        let answer = try simulate(
            world, "",
            "\(Self.totals) by(dimension: REASON) { nodes { key totals { lines missed } } } lines(first: 30) { nodes { id reason } }"
        )
        #expect(answer["before"].description == answer["after"].description)
        #expect(answer["difference", "earned"].string == "0")
        #expect(try world.store.revision() == revision)
    }

    @Test("a removed grant takes what its removal takes")
    func removed() throws {
        let world = try World(copyOf: try World.shared.get())
        let id = try world.loneGrant().grant
        let answer = try simulate(world, "removeGrants: [\"\(id)\"]")
        #expect(answer["difference", "earned"].decimal.map { $0 < .zero } == true)
        #expect(answer["difference", "list"].string == "0" && answer["difference", "lines"].int == 0)
        // What is no longer earned is missed, to the last digit.
        let (earned, missed) = (answer["difference", "earned"].decimal, answer["difference", "missed"].decimal)
        #expect(try earned?.adding(try #require(missed)).isZero == true)
        let before = try world.answer("{ credits(period: {month: \"2026-10\"}) { \(Self.totals) } }")["data", "credits"]
        #expect(before["totals"].description == answer["before", "totals"].description)
    }

    @Test("an added grant earns what the same grant earns once it is recorded")
    func added() throws {
        let world = try World(copyOf: try World.shared.get())
        let place = try world.answer(
            """
            { credits(period: {month: "2026-10"}, filter: {reason: [NO_ACCESS, ROLE_NOT_ELIGIBLE, PARTNER_ID_NOT_LINKED, ACCESS_REMOVED]}) {
              by(dimension: SUBSCRIPTION, orderBy: {by: MISSED}) { nodes { key totals { missed } } } } partner { partnerId tenantId } }
            """)["data"]
        let subscription = place["credits", "by", "nodes", 0, "key"].string ?? ""
        let partnerID = place["partner", "partnerId"].string ?? ""
        let grant = """
            scope: "/subscriptions/\(subscription)", path: LIGHTHOUSE_OFFER, role: "Contributor", holderKind: GROUP,
            objectId: "0b1ec700-0000-4000-8000-00000000000a", from: "2026-09-01T00:00:00Z", organizationPartnerId: "\(partnerID)"
            """
        let fields = "\(Self.totals) by(dimension: REASON) { nodes { key totals { lines earned missed } } }"
        let answer = try simulate(world, "addGrants: [{\(grant)}]", fields)
        #expect(answer["difference", "earned"].decimal.map { $0 > .zero } == true)
        _ = try world.answer(
            "mutation { recordAccessGrant(input: {\(grant)}) { userErrors { code } } }", as: World.agent)
        let after = try world.answer("{ credits(period: {month: \"2026-10\"}) { \(fields) } }")["data", "credits"]
        #expect(after.description == answer["after"].description)
    }

    @Test("another rate, and an agreement that lapsed or held")
    func rate() throws {
        let world = try World.shared.get()
        let half = try simulate(world, "rate: \"0.075\"")
        let (before, after) = (half["before", "totals", "earned"].decimal, half["after", "totals", "earned"].decimal)
        let twice = try after?.multiplied(by: ExactDecimal(2)).subtracting(try #require(before))
        #expect(twice?.isZero == true)
        let lapsed = try simulate(
            world, "programAgreementActive: false",
            "\(Self.totals) by(dimension: REASON) { nodes { key } } lines(first: 1) { nodes { reason explanation { summary steps { check passed } } } }"
        )
        #expect(lapsed["after", "totals", "earned"].string == "0")
        #expect(lapsed["after", "totals", "missed"].string == "0")
        #expect(lapsed["after", "by", "nodes"].list.map { $0["key"].string } == ["PROGRAM_AGREEMENT_INACTIVE"])
        let steps = lapsed["after", "lines", "nodes", 0, "explanation", "steps"].list
        #expect(steps.last?["check"].string == "PROGRAM_AGREEMENT_INACTIVE")
        let held = try simulate(world, "programAgreementActive: true")
        #expect(
            (held["after", "totals", "eligibleLines"].int ?? 0) >= (held["before", "totals", "eligibleLines"].int ?? 1))
    }

    @Test("a filter and the viewer's scope hold on both sides")
    func scoped() throws {
        let world = try World.shared.get()
        let place = try world.loneGrant()
        let tenant = place.customer["tenantId"].string ?? ""
        let id = place.grant
        let filtered = try simulate(
            world, "removeGrants: [\"\(id)\"]", "\(Self.totals) by(dimension: CUSTOMER) { nodes { key } }",
            filter: ", filter: {customer: {tenantId: \"\(tenant)\"}}")
        #expect(filtered["after", "by", "nodes"].list.map { $0["key"].string } == [tenant])
        let viewer = Viewer(name: "scoped", roles: [.adminAgent], customers: [try #require(GUID(tenant))])
        let own = try simulate(world, "removeGrants: [\"\(id)\"]", as: viewer)
        #expect(own["after", "totals"].description == filtered["after", "totals"].description)
        let other = Viewer(name: "other", roles: [.adminAgent], customers: [GUID(high: 1, low: 1)])
        let answer = try world.answer(
            "{ simulateCredits(period: {month: \"2026-10\"}, changes: {removeGrants: [\"\(id)\"]}) { difference { earned } } }",
            as: other)
        #expect(answer.code == "BAD_ID")
        let bad = try world.answer(
            """
            { simulateCredits(period: {month: "2026-10"}, changes: {addGrants: [{scope: "/subscriptions/x", path: AOBO, role: "Owner",
              holderKind: USER, objectId: "x", from: "2026-10-01T00:00:00Z"}]}) { difference { earned } } }
            """)
        #expect(bad.code == "BAD_CHANGE")
        #expect(
            try world.answer(
                "{ simulateCredits(period: {month: \"2026-10\"}, changes: {rate: \"1.5\"}) { difference { earned } } }"
            ).code
                == "BAD_CHANGE")
    }
}
