import Credit
import Dispatch
import Foundation
import StoreSQLite
import Testing

@testable import CreditAPI

/// The mutation `recordServiceCheck` over a sample world of its own.
@Suite("Checks of managed services", .serialized)
struct ServiceCheckTests {
    let world: World
    let service: Answer

    init() throws {
        world = try World(copyOf: try World.shared.get())
        let services = try world.answer(
            "{ managedServices { id serviceId since until customer { id tenantId } checks(period: {month: \"2026-10\"}) { totalCount } } }"
        )["data", "managedServices"].list
        service = try #require(services.first { $0["until"].isNull && ($0["since"].string ?? "~") < "2026-10-01" })
    }

    private var id: String { service["id"].string ?? "" }

    private func run(
        _ input: String, service: String? = nil, as viewer: Viewer = World.agent, locale: TextLocale = .english
    ) throws -> Answer {
        let answer = try world.answer(
            """
            mutation { recordServiceCheck(input: {service: "\(service ?? id)", \(input)}) {
              service { id lastCheck { at metric value unit severity note } checks(period: {month: "2026-10"}) { totalCount } }
              userErrors { code message path } } }
            """, as: viewer, locale: locale)
        #expect(answer.errors.isEmpty, "\(answer)")
        return answer["data", "recordServiceCheck"]
    }

    private func errors(_ payload: Answer) -> [String] {
        payload["userErrors"].list.map { error in
            ([error["code"].string ?? ""] + error["path"].list.compactMap(\.string)).joined(separator: " ")
        }
    }

    private static let check =
        "at: \"2026-10-31T23:59:59.5Z\", metric: \"CPU_PERCENT\", value: \"99.50\", unit: \"%\", severity: WARNING, note: \"a, \\\"b\\\"\\nc\""

    @Test("a check is recorded as it was given, once, with who did it")
    func records() throws {
        let before = try #require(service["checks", "totalCount"].int)
        let payload = try run(Self.check)
        #expect(errors(payload) == [])
        let last = payload["service", "lastCheck"]
        #expect(last["at"].string == "2026-10-31T23:59:59.5Z" && last["metric"].string == "CPU_PERCENT")
        #expect(last["value"].string == "99.5" && last["unit"].string == "%" && last["severity"].string == "WARNING")
        #expect(last["note"].string == "a, \"b\"\nc")
        #expect(payload["service", "checks", "totalCount"].int == before + 1)
        let again = try run(Self.check)
        #expect(errors(again) == ["CHECK_EXISTS input metric"] && again["service"].isNull)
        #expect(errors(try run("at: \"2026-10-31T23:59:59.5Z\", metric: \"MEMORY_PERCENT\", severity: OK")) == [])
        let audit = try world.answer(
            "{ audit { nodes { by action after before object { id } } } }", as: World.agent)["data", "audit", "nodes"]
        #expect(audit.list.count == 2)
        #expect(audit[1, "action"].string == "recordServiceCheck" && audit[1, "by"].string == "agent")
        #expect(audit[1, "object", "id"].string == id && audit[1, "before"].isNull)
        #expect(audit[1, "after", "value"].string == "99.50" && audit[0, "after", "value"].isNull)
    }

    @Test("every rule says no with its path, all at once, and nothing is written")
    func rules() throws {
        let revision = try world.store.revision()
        func refused(_ input: String, service: String? = nil) throws -> [String] {
            errors(try run("\(input), severity: OK", service: service))
        }
        let day = try #require(service["since"].string)
        let earlier = try Day(parsing: day).advanced(by: -1)
        #expect(try refused("at: \"\(earlier)T12:00:00Z\", metric: \"x\"") == ["OUTSIDE_SERVICE input at"])
        #expect(try refused("at: \"2026-11-01T00:00:01Z\", metric: \"x\"") == ["DATE_IN_FUTURE input at"])
        #expect(
            try refused("at: \"2030-01-01T00:00:00Z\", metric: \" \"", service: "none") == [
                "SERVICE_NOT_FOUND input service", "DATE_IN_FUTURE input at", "METRIC_INVALID input metric",
            ])
        let long = String(repeating: "m", count: 101)
        #expect(try refused("at: \"2026-10-20T00:00:00Z\", metric: \"\(long)\"") == ["METRIC_INVALID input metric"])
        #expect(try world.store.revision() == revision)
        for locale in TextLocale.allCases {
            let text = try run("at: \"2030-01-01T00:00:00Z\", metric: \"x\", severity: OK", locale: locale)
            #expect(text["userErrors", 0, "message"].string?.contains("2030") == true)
        }
        let ended = try world.answer("{ managedServices { id since until } }")["data", "managedServices"].list
            .first { !$0["until"].isNull }
        if let ended, let until = ended["until"].string {
            #expect(
                try refused("at: \"\(until)T00:00:00Z\", metric: \"x\"", service: ended["id"].string)
                    == ["OUTSIDE_SERVICE input at"])
        }
    }

    @Test("the service of another customer is no service, and other roles may not record")
    func strangers() throws {
        let tenant = try #require(service["customer", "tenantId"].string.flatMap { GUID($0) })
        let other = Viewer(name: "other", roles: [.helpdeskAgent], customers: [GUID(high: 1, low: 2)])
        #expect(errors(try run(Self.check, as: other)) == ["SERVICE_NOT_FOUND input service"])
        let grant = try world.loneGrant().grant
        #expect(errors(try run(Self.check, service: grant)) == ["SERVICE_NOT_FOUND input service"])
        let own = Viewer(name: "own", roles: [.helpdeskAgent], customers: [tenant])
        #expect(errors(try run(Self.check, as: own)) == [])
        let sales = try world.answer(
            "mutation { recordServiceCheck(input: {service: \"\(id)\", \(Self.check)}) { userErrors { code } } }",
            as: Viewer(name: "sales", roles: [.salesAgent, .globalAdmin]))
        #expect(sales.errors.map { $0["extensions", "code"].string } == ["FORBIDDEN"])
    }

    @Test("under one key it is done once, also ten times at once")
    func once() throws {
        let keyed = "clientMutationId: \"k\", \(Self.check)"
        DispatchQueue.concurrentPerform(iterations: 10) { _ in
            _ = try? world.answer(
                "mutation { recordServiceCheck(input: {service: \"\(id)\", \(keyed)}) { userErrors { code } } }",
                as: World.agent)
        }
        #expect(errors(try run(keyed)) == [])
        #expect(
            errors(try run("clientMutationId: \"k\", at: \"2026-10-30T00:00:00Z\", metric: \"x\", severity: OK"))
                == ["KEY_REUSED input clientMutationId"])
        let audit = try world.answer("{ audit { totalCount } }", as: World.agent)
        #expect(audit["data", "audit", "totalCount"].int == 1)
        #expect(world.failures.all == [])
    }
}
