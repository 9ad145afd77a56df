import Credit
import Store
import Testing

@testable import Catalogue

@Suite("Loading a snapshot")
struct SnapshotLoaderTests {
    @Test("an empty store gives an empty snapshot")
    func empty() throws {
        let temporary = try TemporaryStore()
        let snapshot = try withExtendedLifetime(temporary) { try SnapshotLoader.load(from: temporary.store) }
        #expect(snapshot.customers.count == 0)
        #expect(snapshot.partners.owner == nil)
    }

    @Test("a customer file goes before the names in usage, and fills nothing away")
    func precedence() throws {
        let temporary = try TemporaryStore()
        try temporary.add(.customers) { writer, origin in
            try writer.insert([
                CustomerRecord(
                    origin: origin(1), tenantID: guid(1), name: "Contoso \"B.V.\"", country: CountryCode("NL"))
            ])
        }
        try temporary.add(.dailyRatedUsage) { writer, origin in
            try writer.insert([
                SeenCustomerRecord(
                    origin: origin(2), tenantID: guid(1), name: "CONTOSO", domain: "contoso.example",
                    country: CountryCode("DE")),
                SeenCustomerRecord(origin: origin(3), tenantID: guid(2), name: "Only in usage"),
            ])
        }
        let snapshot = try SnapshotLoader.load(from: temporary.store)
        let table = snapshot.customers
        #expect(table.names.map { snapshot.arena.string($0) } == ["Contoso \"B.V.\"", "Only in usage"])
        #expect(table.countries[0] == CountryCode("NL"))
        #expect(snapshot.arena.string(table.domains[0]) == "contoso.example")
        #expect(table.row(domain: "CONTOSO.example") == 0)
        #expect(table.agreementStates == [nil, nil])
        let text = snapshot.arena.bytes[table.names[0].range]
        #expect(String(decoding: text, as: UTF8.self) == #""Contoso \"B.V.\"""#)
    }

    @Test("what only usage or another object names exists too")
    func mentioned() throws {
        let temporary = try TemporaryStore()
        try temporary.add(.dailyRatedUsage) { writer, origin in
            try writer.insert([
                SeenSubscriptionRecord(
                    origin: origin(2), id: guid(20), customer: guid(2), planID: guid(10), name: "beta")
            ])
        }
        try temporary.add(.subscriptions) { writer, origin in
            try writer.insert([
                PlanRecord(
                    origin: origin(1), id: guid(10), customer: guid(2), status: "active", isAzurePlan: true,
                    isLegacyAzure: false),
                PlanRecord(
                    origin: origin(2), id: guid(11), customer: guid(2), offerName: "Azure (old)", status: "suspended",
                    isAzurePlan: false, isLegacyAzure: true),
                PlanRecord(
                    origin: origin(3), id: guid(12), customer: guid(2), offerName: "Office", status: "active",
                    isAzurePlan: false, isLegacyAzure: false),
            ])
        }
        try temporary.add(.entitlements) { writer, origin in
            try writer.insert([
                EntitlementRecord(
                    origin: origin(1), id: guid(21), customer: guid(3), planID: nil, name: "Alpha", status: "inactive")
            ])
        }
        let snapshot = try SnapshotLoader.load(from: temporary.store)
        #expect(snapshot.customers.count == 2)
        #expect(snapshot.plans.planIDs == [guid(10)])
        #expect(snapshot.plans.statuses == [.active])
        let subscriptions = snapshot.subscriptions
        #expect(subscriptions.names.map { snapshot.arena.string($0) } == ["Alpha", "Azure (old)", "beta"])
        #expect(subscriptions.statuses == [.inactive, .suspended, .unknown])
        #expect(subscriptions.offers == [.azurePlan, .legacy, .azurePlan])
        #expect(subscriptions.plans == [-1, -1, 0])
        let customer = try #require(snapshot.customers.row(tenant: guid(2)))
        #expect(Array(snapshot.subscriptionsOfCustomer[customer]) == [1, 2])
        #expect(Array(snapshot.subscriptionsOfPlan[0]) == [2])
        #expect(Array(snapshot.plansOfCustomer[customer]) == [0])
    }

    @Test("agreements: the customer agreement goes before its predecessor; without one it is missing")
    func agreements() throws {
        let temporary = try TemporaryStore()
        try temporary.add(.customers) { writer, origin in
            try writer.insert(
                (1...3).map { CustomerRecord(origin: origin(Int($0)), tenantID: guid($0), name: "C\($0)") })
        }
        try temporary.add(.agreements) { writer, origin in
            let day = try Instant(parsing: "2020-02-02")
            try writer.insert([
                AgreementRecord(origin: origin(1), customer: guid(1), kind: .microsoftCustomerAgreement, agreedAt: day),
                AgreementRecord(
                    origin: origin(2), customer: guid(1), kind: .microsoftCloudAgreement,
                    agreedAt: try Instant(parsing: "2021-01-01")),
                AgreementRecord(origin: origin(3), customer: guid(2), kind: .microsoftCloudAgreement, agreedAt: day),
            ])
        }
        let snapshot = try SnapshotLoader.load(from: temporary.store)
        #expect(snapshot.customers.agreementStates == [.confirmed, .missing, .missing])
        #expect(snapshot.customers.agreements[0]?.kind == .microsoftCustomerAgreement)
    }

    @Test("prices stand in order, in lists, and are found by their line")
    func prices() throws {
        let temporary = try TemporaryStore()
        let month = try BillingMonth(year: 2026, month: 10)
        let market = try #require(CountryCode("NL"))
        let id = try temporary.add(.priceSheet) { writer, origin in
            try writer.insert(
                [
                    ("B", "0001", []), ("A", "0002", ["Azure", "Reservations"]),
                    ("A", "0001", ["Azure", "Third Party"]),
                ]
                .enumerated().map { line, item in
                    PriceItemRecord(
                        origin: origin(line + 2), view: .azureConsumption, market: market, month: month,
                        currency: .usd, productID: item.0, skuID: item.1, productTitle: "Product \(item.0)",
                        skuTitle: "SKU", publisher: "Microsoft", skuDescription: "", unitOfMeasure: "1 Hour",
                        termDuration: "", unitPrice: try ExactDecimal(parsing: "0.0209496384791679"),
                        effective: Interval(from: month.firstDay.start, until: nil), meterIDs: ["m1", "M2"],
                        meterType: "", tags: item.2)
                })
        }
        let snapshot = try SnapshotLoader.load(from: temporary.store)
        let table = snapshot.prices
        let list = try #require(table.list(PriceListKey(market: market, month: month, view: .azureConsumption)))
        #expect(table.lists[Int(list)].rows == 0..<3)
        #expect(table.productIDs.map { snapshot.arena.string($0) } == ["A", "A", "B"])
        #expect(table.reasons == [.thirdParty, .reservation, nil])
        #expect(table.row(origin: FactOrigin(importID: id, line: 2)) == 2)
        #expect(table.row(origin: FactOrigin(importID: id, line: 9)) == nil)
        var predicate = PricePredicate()
        predicate.earnsCredit = true
        #expect(table.rows(of: list, where: predicate, in: snapshot.arena) == [2])
        predicate = PricePredicate()
        predicate.meterID = FoldedText("m2")
        predicate.productID = FoldedText("a")
        #expect(table.rows(of: list, where: predicate, in: snapshot.arena) == [0, 1])
        predicate.search = FoldedText("product b")
        #expect(table.rows(of: list, where: predicate, in: snapshot.arena) == [])
    }

    @Test("a published rate is turned round, with 15 digits")
    func exchangeRates() throws {
        let temporary = try TemporaryStore()
        let month = try BillingMonth(year: 2026, month: 10)
        try temporary.add(.exchangeRates) { writer, origin in
            try writer.insert([
                ExchangeRateRecord(
                    origin: origin(2), currency: try #require(CurrencyCode("AED")), month: month,
                    usdPerUnit: try ExactDecimal(parsing: "0.27224589249009701"))
            ])
        }
        let snapshot = try SnapshotLoader.load(from: temporary.store)
        let rate = try #require(snapshot.exchangeRates[month]?.first)
        #expect(snapshot.arena.string(rate.rate) == "3.67315")
        #expect(snapshot.arena.string(rate.day) == "2026-10-01")
    }
}
