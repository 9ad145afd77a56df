import Testing

@testable import CreditAPI

/// A level of a query costs at most one statement, however many parents it has; what the catalogue answers costs none.
@Suite("Statements", .serialized)
struct StatementCountTests {
    @Test(
        "what the catalogue answers costs no statement",
        arguments: [
            "{ __typename }", "{ viewer { name } }", "{ partner { name programAgreement { from } } }",
            "{ customers(first: 50) { totalCount nodes { name subscriptions(first: 5) { nodes { name azurePlan { id } } } } } }",
            """
            { subscriptions { nodes { accessGrants { nodes { role { name } partnerIdLinks { id } source { import { name } } } }
              eligibility(on: "2026-10-15") { reason explanation { steps { text evidence { id } } } } } } }
            """, "{ azureRoles { name } imports { nodes { name } } }",
            #"{ priceList(market: "NL", month: "2026-10") { items { nodes { skuTitle source { line } } } } }"#,
        ])
    func none(query: String) throws { #expect(try World.counted.get().statements(query) == 0) }

    @Test(
        "as many statements for many parents as for one",
        arguments: [
            #"{ customers(first: $n) { nodes { credits(period: {month: "2026-10"}) { totals { earned } } } } }"#,
            #"{ customers(first: $n) { nodes { credits(period: {month: "2026-10"}) { by(dimension: REASON) { nodes { key } } } } } }"#,
            """
            { customers(first: $n) { nodes { credits(period: {month: "2026-10"}) {
              by(dimension: REASON) { nodes { by(dimension: DAY) { nodes { totals { lines } } } } } } } } }
            """,
            #"{ subscriptions(first: $n) { nodes { credits(period: {month: "2026-10"}) { incomplete { text } billing { net } } } } }"#,
            """
            { subscriptions(first: $n) { nodes { usage(period: {month: "2026-10"}, first: 3) { nodes { meterName quantity
              unitPrice { amount currency } customer { name } source { line } credit { reason earned { amount } } } } } } }
            """,
            #"{ subscriptions(first: $n) { nodes { usage(period: {month: "2026-10"}, first: 1) { totalCount } } } }"#,
            """
            { subscriptions(first: $n) { nodes { credits(period: {month: "2026-10"}) { lines(first: 2) { nodes {
              explanation { summary } usage { tags } } } } } } }
            """, "{ imports(first: $n) { nodes { errors { message } } } }",
            """
            { customers(first: $n) { nodes { managedServices { lastCheck { at }
              checks(period: {month: "2026-10"}, first: 2) { totalCount nodes { metric } } } } } }
            """,
            #"{ customers(first: $n) { nodes { budget(month: "2026-10") { used { amount } } transfers { state } tags } } }"#,
            """
            { usage(period: {month: "2026-10"}, first: $n) { nodes { publishedPrices { unitPrice { amount } } } } }
            """,
            """
            { reconciliation(month: "2026-10") { matched mismatches(first: $n) { nodes { cause difference { amount }
              customer { name } usage { quantity } } } } }
            """,
        ])
    func constant(query: String) throws {
        let world = try World.counted.get()
        // What all requests share is read once.
        _ = try world.text(query.replacing("$n", with: "1000"))
        let one = try world.statements(query.replacing("$n", with: "1"))
        let many = try world.statements(query.replacing("$n", with: "1000"))
        #expect(many == one, "\(query)")
        #expect(one <= 14)
    }

    @Test("the totals of all customers: the view, its revision and its end, then months, names and sums")
    func totals() throws {
        let query = #"{ customers { nodes { credits(period: {month: "2026-10"}) { totals { earned } } } } }"#
        let count = try World.counted.get().statements(query)
        #expect(count <= 6)
    }
}
