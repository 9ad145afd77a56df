import Catalogue
import Credit
import Locking
import Store
import StoreSQLite
import Testing

@testable import CreditAPI

@Suite("Credit at risk", .serialized)
struct CreditRiskTests {
    private func earning(_ world: World) throws -> (subscription: String, grants: [String]) {
        let place = try world.loneGrant()
        return (place.subscription, [place.grant])
    }

    private final class Box: Sendable {
        private let values = Lock<[[CreditRisk]]>([])
        func add(_ risks: [CreditRisk]) { values.withLock { $0.append(risks) } }
        var all: [[CreditRisk]] { values.withLock { $0 } }
    }

    @Test("access that is taken away is told with what a day was worth, once, and to nobody of other customers")
    func removal() throws {
        let world = try World(copyOf: try World.shared.get())
        let (subscription, grants) = try earning(world)
        let feed = ChangeFeed(world.store)
        let (all, others, newly) = (Box(), Box(), Box())
        _ = feed.onRisk { risks, _ in all.add(risks) }
        // Who may be seen is asked of the state that the change made.
        let first = world.holder.snapshot.revision
        _ = feed.onRisk(customers: { $0.revision > first ? nil : [] }) { risks, _ in newly.add(risks) }
        _ = feed.onRisk(customers: { _ in [GUID(high: 1, low: 1)] }) { risks, _ in others.add(risks) }
        for id in grants {
            let before = world.holder.snapshot
            let answer = try world.answer(
                "mutation { removeAccess(input: {grant: \"\(id)\", at: \"2026-11-01T08:00:00Z\"}) { userErrors { code } } }",
                as: World.agent)
            #expect(answer["data", "removeAccess", "userErrors"].list.isEmpty)
            try feed.changed(from: before, to: world.holder.snapshot, now: World.now)
        }
        #expect(others.all.isEmpty && newly.all.count == 1)
        #expect(all.all.count == 1 && all.all.first?.count == 1)
        let risk = try #require(all.all.first?.first)
        #expect(risk.subscription?.description == subscription)
        #expect(risk.reason == .accessNotFullDay)
        #expect(risk.from.description == "2026-11-01" && !risk.isLater)
        // The days of October with usage: the average is what they earned and missed for that reason.
        let totals = try world.answer(
            """
            { subscription(by: {subscriptionId: "\(subscription)"}) { credits(period: {days: {from: "2026-10-02", to: "2026-10-31"}},
              filter: {reason: [OK_ELIGIBLE, ACCESS_NOT_FULL_DAY]}) { totals { earned missed } by(dimension: DAY) { totalCount } } } }
            """)["data", "subscription", "credits"]
        let sum = try #require(
            try totals["totals", "earned"].decimal?.adding(totals["totals", "missed"].decimal ?? .zero))
        let average = try sum.narrowed().divided(by: ExactDecimal(risk.days), scale: 4, rounding: .halfUp)
        #expect(risk.days > 0 && risk.perDay == average && risk.perDay > .zero)
        for locale in TextLocale.allCases {
            let text = TextCatalogue.of(locale).render(risk.text("Prod"))
            #expect(
                text.contains("Prod") && text.contains("USD") && !text.contains("{") && !text.contains("risk."),
                "\(text)")
        }
        // A change that takes nothing tells nothing.
        let before = world.holder.snapshot
        try world.add(
            #"[{"id":"c0ffee00-0000-4000-8000-000000000009","companyProfile":{"tenantId":"c0ffee00-0000-4000-8000-000000000009","companyName":"N"}}]"#,
            .customers)
        try feed.changed(from: before, to: world.holder.snapshot, now: World.now)
        #expect(all.all.count == 1)
    }

    @Test("an end that lies ahead is told as such; who stopped listening hears nothing")
    func ahead() throws {
        let world = try World(copyOf: try World.shared.get())
        let (_, grants) = try earning(world)
        let feed = ChangeFeed(world.store)
        let (heard, gone) = (Box(), Box())
        _ = feed.onRisk { risks, _ in heard.add(risks) }
        feed.stop(feed.onRisk { risks, _ in gone.add(risks) })
        let before = world.holder.snapshot
        for id in grants {
            _ = try world.answer(
                "mutation { removeAccess(input: {grant: \"\(id)\", at: \"2026-11-05T00:00:00Z\"}) { userErrors { code } } }",
                as: World.agent)
        }
        try feed.changed(from: before, to: world.holder.snapshot, now: World.now)
        let risk = try #require(heard.all.first?.first)
        #expect(risk.isLater && risk.from.description == "2026-11-08" && risk.reason == .accessRemoved)
        #expect(
            TextCatalogue.english.render(risk.text("Prod")).hasPrefix(
                "Prod will earn no credit from Nov 8, 2026 on: Access removed."))
        #expect(gone.all.isEmpty)
    }

    @Test("accounts that are newly found to lack multi-factor authentication put what each customer earns at risk")
    func mfaGap() throws {
        let world = try World(copyOf: try World.shared.get())
        let feed = ChangeFeed(world.store)
        let (all, scoped) = (Box(), Box())
        _ = feed.onRisk { risks, _ in all.add(risks) }
        _ = feed.onRisk(seesPartner: false) { risks, _ in scoped.add(risks) }
        func signIns(_ rows: String...) throws {
            let before = world.holder.snapshot
            try world.add(
                "user_id,day,portal_total,portal_mfa,api_user_total,api_user_mfa,enabled,mfa_registered\n"
                    + rows.joined(separator: "\n") + "\n", .signIns)
            try feed.changed(from: before, to: world.holder.snapshot, now: World.now)
        }
        try signIns(
            "new@partner.example,2026-10-31,1,1,0,0,true,true", "off@partner.example,2026-10-31,0,0,0,0,false,false")
        #expect(all.all.isEmpty)
        try signIns("new@partner.example,2026-11-01,3,0,0,0,true,false")
        let risks = try #require(all.all.first)
        #expect(all.all.count == 1 && scoped.all.isEmpty)
        #expect(risks.allSatisfy { $0.subscription == nil && $0.reason == .accessRemoved && $0.perDay > .zero })
        // The two of the sample are counted with the new one.
        #expect(
            risks.allSatisfy { $0.cause == .mfa(accounts: 3) && $0.from.description == "2026-11-01" && $0.days == 30 })
        let earned = try world.answer(
            """
            { credits(period: {days: {from: "2026-10-02", to: "2026-10-31"}}) { by(dimension: CUSTOMER, first: 100) {
              nodes { key totals { earned } } } } }
            """)["data", "credits", "by", "nodes"].list
        for risk in risks {
            let sum = try #require(
                earned.first { $0["key"].string == risk.customer.description }?["totals", "earned"].decimal)
            let average = try sum.narrowed().divided(by: ExactDecimal(30), scale: 4, rounding: .halfUp)
            #expect(risk.perDay == average)
        }
        #expect(risks.count == earned.count { ($0["totals", "earned"].decimal ?? .zero) > .zero })
        for locale in TextLocale.allCases {
            let text = TextCatalogue.of(locale).render(risks[0].text("Contoso"))
            #expect(text.contains("Contoso") && text.contains("USD") && !text.contains("{") && !text.contains("risk."))
        }
        // Known already.
        try signIns("new@partner.example,2026-11-01,9,0,0,0,true,false")
        #expect(all.all.count == 1)
    }

    @Test("an import that runs in any process is listed with how far it is, told as it goes on, and gone when it ends")
    func running() throws {
        let world = try World(copyOf: try World.shared.get())
        let feed = ChangeFeed(world.store)
        let id = (world.holder.snapshot.imports.records.map(\.id).max() ?? 0) + 1
        let heard = Lock<[Int]>([])
        let risks = Box()
        _ = feed.onProgress(importID: id) { id, snapshot in
            heard.withLock { $0.append(snapshot.imports.running[id]?.rows ?? -1) }
        }
        _ = feed.onRisk { found, _ in risks.add(found) }
        func show(_ running: RunningImport?) throws -> Bool {
            world.store.tell(running)
            let before = world.holder.snapshot
            let isChanged = world.holder.show(running: world.store.runningImport(now: World.now))
            try feed.changed(from: before, to: world.holder.snapshot, now: World.now)
            return isChanged
        }
        var running = RunningImport(
            id: id, kind: .dailyRatedUsage, name: "usage.csv", startedAt: World.now,
            updatedAt: Instant(microseconds: World.now.microseconds + 2_000_000), rows: 1_000_000, bytesRead: 500,
            totalBytes: 2_000)
        #expect(try show(running) && !show(running))
        running.rows = 2_000_000
        #expect(try show(running))
        let query = """
            { imports(first: 1) { totalCount nodes { id name state rows rejected bytes sha256 finishedAt errors { line }
              progress { bytesRead rowsPerSecond secondsLeft updatedAt } } } }
            """
        let listed = try world.answer(query)["data", "imports", "nodes", 0]
        #expect(listed["name"].string == "usage.csv" && listed["state"].string == "RUNNING")
        #expect(listed["rows"].int == 2_000_000 && listed["bytes"].string == "2000" && listed["finishedAt"].isNull)
        #expect(listed["progress", "rowsPerSecond"].int == 1_000_000 && listed["progress", "secondsLeft"].string == "6")
        #expect(listed["progress", "bytesRead"].string == "500" && listed["errors"].list.isEmpty)
        let node = try world.answer("{ node(id: \"\(listed["id"].string ?? "")\") { ... on Import { state } } }")
        #expect(node["data", "node", "state"].string == "RUNNING")
        // Its end comes with the store's next revision, or it died and is not heard of any more.
        #expect(try show(nil))
        #expect(try world.answer(query)["data", "imports", "nodes", 0, "state"].string == "DONE")
        #expect(heard.withLock { $0 } == [1_000_000, 2_000_000] && risks.all.isEmpty)
        #expect(world.failures.all == [])
    }

    @Test("an import is told when it is there, and when another takes its place")
    func progress() throws {
        let world = try World(copyOf: try World.shared.get())
        let feed = ChangeFeed(world.store)
        let next = Int64((world.holder.snapshot.imports.records.map(\.id).max() ?? 0) + 1)
        let heard = Lock(0)
        _ = feed.onProgress(importID: next) { _, _ in heard.withLock { $0 += 1 } }
        let before = world.holder.snapshot
        try world.add(
            #"[{"id":"c0ffee00-0000-4000-8000-000000000009","companyProfile":{"tenantId":"c0ffee00-0000-4000-8000-000000000009","companyName":"N"}}]"#,
            .customers)
        let after = world.holder.snapshot
        try feed.changed(from: before, to: after, now: World.now)
        try feed.changed(from: after, to: after, now: World.now)
        #expect(heard.withLock { $0 } == 1)
    }
}
