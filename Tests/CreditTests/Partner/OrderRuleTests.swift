import Testing

@testable import Credit

@Suite("Customer agreements")
struct OrderRuleTests {
    @Test("the two dates of the pages")
    func dates() {
        #expect(OrderRule.customerAgreementBegins.description == "2019-10-01")
        #expect(OrderRule.cloudAgreementEnds.description == "2020-02-01")
    }

    @Test(
        "an order goes through with the agreement of its time",
        arguments: [
            // day of the order, of the Azure plan, customer agreement, cloud agreement, goes through
            ("2019-09-30", false, nil, "2019-01-01", true), ("2019-09-30", false, nil, nil, false),
            ("2019-10-01", true, nil, "2019-01-01", false), ("2019-10-01", true, "2019-10-01", nil, true),
            ("2020-01-31", false, nil, "2019-01-01", true), ("2020-01-31", true, nil, "2019-01-01", false),
            ("2020-02-01", false, nil, "2019-01-01", false), ("2020-02-01", false, "2019-12-01", "2019-01-01", true),
            ("2020-02-01", true, "2020-02-01", nil, true), ("2020-02-01", true, "2020-02-02", nil, false),
            ("2026-11-01", true, nil, "2019-01-01", false), ("2026-11-01", true, "2020-01-01", nil, true),
        ] as [(String, Bool, String?, String?, Bool)])
    func orders(day: String, azurePlan: Bool, customer: String?, cloud: String?, passes: Bool) throws {
        var agreements: [(kind: OrderRule.Agreement, accepted: Day)] = []
        if let customer { agreements.append((.customer, try Day(parsing: customer))) }
        if let cloud { agreements.append((.cloud, try Day(parsing: cloud))) }
        #expect(
            OrderRule.allowsOrder(on: try Day(parsing: day), ofAzurePlan: azurePlan, agreements: agreements) == passes)
    }

    @Test(
        "an agreement is attested when it was there and is not to come",
        arguments: [
            (.customer, "2019-09-30", .notYetOffered), (.customer, "2019-10-01", nil), (.customer, "2026-11-01", nil),
            (.customer, "2026-11-02", .inFuture), (.cloud, "2018-01-01", nil), (.cloud, "2020-01-31", nil),
            (.cloud, "2020-02-01", .retired), (.cloud, "2027-01-01", .inFuture),
        ] as [(OrderRule.Agreement, String, OrderRule.Refusal?)])
    func attestation(kind: OrderRule.Agreement, day: String, refusal: OrderRule.Refusal?) throws {
        let today = try Day(parsing: "2026-11-01")
        #expect(OrderRule.refusal(of: kind, acceptedOn: try Day(parsing: day), today: today) == refusal)
    }
}
