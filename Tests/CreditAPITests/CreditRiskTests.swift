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
        let (all, others) = (Box(), Box())
        _ = feed.onRisk(customers: nil) { risks, _ in all.add(risks) }
        _ = feed.onRisk(customers: [GUID(high: 1, low: 1)]) { risks, _ in others.add(risks) }
        for id in grants {
            let before = world.holder.snapshot
            let answer = try world.answer(
                "mutation { removeAccess(input: {grant: \"\(id)\", at: \"2026-11-01T08:00:00Z\"}) { userErrors { code } } }",
                as: World.agent)
            #expect(answer["data", "removeAccess", "userErrors"].list.isEmpty)
            try feed.changed(from: before, to: world.holder.snapshot, now: World.now)
        }
        #expect(others.all.isEmpty)
        #expect(all.all.count == 1 && all.all.first?.count == 1)
        let risk = try #require(all.all.first?.first)
        #expect(risk.subscription.description == subscription)
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
        _ = feed.onRisk(customers: nil) { risks, _ in heard.add(risks) }
        feed.stop(feed.onRisk(customers: nil) { risks, _ in gone.add(risks) })
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
