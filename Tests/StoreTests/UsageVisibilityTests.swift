import Credit
import Store
import Testing

@Suite struct UsageVisibilityTests {
    private static func at(_ seconds: Int64) -> Instant { Instant(microseconds: seconds * 1_000_000) }
    private static let first = Day(number: 20_000)

    private static func usage(
        _ id: Int64, invoices: [String], days: [Int], currency: CurrencyCode = .usd, finished: Int64 = 10,
        replaced: Int64? = nil
    ) -> ImportRecord {
        ImportRecord(
            id: id, setID: id, kind: .dailyRatedUsage, name: "\(id)", sha256: [],
            state: replaced == nil ? .done : .replaced,
            startedAt: at(0), finishedAt: at(finished), replacedAt: replaced.map(at), rows: 1, rejected: 0, bytes: 1,
            asOf: at(0), scopes: [],
            usage: UsageCoverage(
                invoices: invoices, hasUnbilled: invoices.isEmpty, currencies: [currency],
                days: days.map { first.advanced(by: $0) }, format: []))
    }

    @Test("billed data hides unbilled data of its days in the same currency, whichever came first")
    func billed() {
        let unbilled = Self.usage(1, invoices: [], days: [0, 1, 2])
        let billed = Self.usage(2, invoices: ["G1"], days: [1, 2, 3])
        let other = Self.usage(3, invoices: [], days: [1], currency: CurrencyCode("EUR") ?? .usd)
        for imports in [[unbilled, billed, other], [other, billed, unbilled]] {
            let visibility = UsageVisibility(imports: imports)
            #expect(visibility.hiddenDays(import: 1) == [Self.first.advanced(by: 1), Self.first.advanced(by: 2)])
            #expect(visibility.isVisible(import: 1, day: Self.first))
            #expect(!visibility.isVisible(import: 1, day: Self.first.advanced(by: 1)))
            #expect(visibility.hiddenDays(import: 2) == [] && visibility.hiddenDays(import: 3) == [])
            #expect(visibility.imports == [1, 2, 3])
        }
    }

    @Test("a replaced set is not visible, and what it hid comes back")
    func replaced() {
        let visibility = UsageVisibility(imports: [
            Self.usage(1, invoices: [], days: [0]), Self.usage(2, invoices: ["G1"], days: [0], replaced: 20),
        ])
        #expect(!visibility.isVisible(import: 2) && visibility.isVisible(import: 1, day: Self.first))
    }

    @Test("an earlier state of the store can be asked for")
    func asOf() {
        let imports = [
            Self.usage(1, invoices: ["G1"], days: [0], finished: 10, replaced: 20),
            Self.usage(2, invoices: ["G1"], days: [0], finished: 20),
        ]
        #expect(UsageVisibility(imports: imports, asOf: Self.at(5)).imports.isEmpty)
        #expect(UsageVisibility(imports: imports, asOf: Self.at(15)).imports == [1])
        #expect(UsageVisibility(imports: imports, asOf: Self.at(20)).imports == [2])
    }

    @Test("kinds and price-sheet states have stable codes")
    func codes() {
        #expect(ImportKind.allCases.allSatisfy { ImportKind(code: $0.code.lowercased()) == $0 })
        #expect(ImportKind(code: "daily-rated-usage") == .dailyRatedUsage && ImportKind(code: "x") == nil)
        #expect(Set(ImportKind.allCases.map(\.code)).count == ImportKind.allCases.count)
    }
}
