import Testing

@testable import CreditSample

struct SmallFilesTests {
    @Test func grantsAndLinksHaveTheirColumns() {
        let grants = Samples.small.sink.table("access-grants.csv")
        #expect(grants.header.count == 12)
        #expect(grants.rows.allSatisfy { $0.count == 12 })
        #expect(Set(grants.rows.map { grants.value($0, "path") }).count == 4)
        #expect(Set(grants.rows.map { grants.value($0, "activation") }) == ["PERMANENT", "TIME_BOUND", "JIT_ELIGIBLE"])
        let links = Samples.small.sink.table("partner-id-links.csv")
        #expect(links.header == ["object_id", "tenant_id", "partner_id", "from", "until", "stated_by"])
        #expect(links.rows.contains { links.value($0, "partner_id") == "6099998" })
    }

    @Test func balanceGrowsFromMonthToMonth() throws {
        let amounts = try ["202609", "202610"].map { month in
            let table = Samples.small.sink.table("azure-credit-balance-\(month).csv")
            #expect(table.header.count == 11)
            return try #require(fixed(table.value(table.rows[0], "CreditAmount"), scale: 2))
        }
        #expect(0 < amounts[0] && amounts[0] < amounts[1])
    }

    @Test func ratesAreTheReciprocalsOfTheLines() throws {
        let rates = Samples.small.sink.table("exchange-rates-202609.csv")
        let euro = try #require(rates.rows.first { $0[0] == "EUR" })
        let dollars = try #require(fixed(euro[1], scale: 17))
        let invoice = Samples.small.world.invoices()[2]
        let product = dollars * Int128(invoice.rate)
        let one: Int128 = 100_000_000_000_000_000_000_000_000
        #expect((product - one).magnitude <= UInt128(invoice.rate))
    }
}
