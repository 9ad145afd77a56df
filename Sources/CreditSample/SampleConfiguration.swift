/// What a sample world is made of; the same configuration gives the same bytes.
package struct SampleConfiguration: Sendable, Hashable {
    /// Customers of the partner; the first twelve have written parts, later ones are drawn.
    package let customers: Int
    /// Azure subscriptions, dealt to the customers in turn.
    package let subscriptions: Int
    /// UTC days of usage from `firstDay` on; each calendar month among them is an invoice.
    package let days: Int
    /// Lines of daily rated usage in these days, exactly. The old invoices come on top.
    package let lines: Int
    package let seed: UInt64
    /// The first day of usage, counted from 1970-01-01.
    package let firstDay: Int
    /// Whether December 2020 is billed too, in the currencies of the customers.
    package let includesDecember2020: Bool

    /// The world that `creditgraph sample` writes without options: September and October 2026.
    package static let standard = SampleConfiguration()

    private init() {
        customers = 12
        subscriptions = 40
        days = 61
        lines = 60_000
        seed = 1
        firstDay = CivilDate(year: 2026, month: 9, day: 1).dayNumber
        includesDecember2020 = true
    }

    /// - Throws: `.argument` that names the value that is out of range and the range.
    package init(
        customers: Int = standard.customers, subscriptions: Int = standard.subscriptions, days: Int = standard.days,
        lines: Int = standard.lines, seed: UInt64 = standard.seed, includesDecember2020: Bool = true
    ) throws(SampleError) {
        try Self.check("customers", customers, 1...20_000)
        try Self.check("subscriptions", subscriptions, 1...100_000)
        try Self.check("days", days, 1...3660)
        try Self.check("lines", lines, 1...100_000_000)
        self.customers = min(customers, subscriptions)
        self.subscriptions = subscriptions
        self.days = days
        self.lines = lines
        self.seed = seed
        firstDay = Self.standard.firstDay
        self.includesDecember2020 = includesDecember2020
    }

    private static func check(_ name: String, _ value: Int, _ range: ClosedRange<Int>) throws(SampleError) {
        guard range.contains(value) else { throw .argument(name: name, value: value, range: range) }
    }

    /// Lines of the December 2020 invoices together.
    package var decemberLines: Int {
        includesDecember2020 ? min(max(lines / 50, 60), 1200) : 0
    }
}
