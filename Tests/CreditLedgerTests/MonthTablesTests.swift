import Credit
import Testing

@testable import CreditLedger

@Suite struct MonthTablesTests {
    private static let accounts = (0..<600).map { number in
        Account(subscription: GUID(high: 1, low: UInt64(number)), customer: GUID(high: 2, low: 0), plan: nil)
    }

    /// Groups of lines, shared out among threads, in an order of their own.
    private func tables(
        limit: Int, seed: UInt64, threads: Int, large: Bool = false, rowLimit: Int = 1 << 18
    ) throws -> MonthTables {
        var sums = (0..<threads).map { _ in ThreadSums(cellLimit: limit, rowLimit: rowLimit) }
        for group in 0..<24 {
            var random = SeededGenerator(seed: seed * 100 + UInt64(group))
            let thread = group * 7 % threads
            let sumClass = sums[thread].number(
                of: try SumClass(
                    reason: .okEligible, currency: .usd, exchangeRate: .one, rate: ExactDecimal(1),
                    creditPercentage: .zero))
            var columns = SumColumns()
            var list: [Int128] = []
            // Some accounts of each part.
            for account in (0..<40).map({ UInt32($0 * 15 + group % 15) }) {
                let start = list.count
                for _ in 0..<3 {
                    columns.day.append(1 + UInt32(random.below(31)))
                    columns.sumClass.append(sumClass)
                    columns.group.append(sums[thread].number(ofGroup: "group\(random.below(20))"))
                    columns.product.append(
                        sums[thread].number(ofProduct: "p\(random.below(50))", category: "c\(random.below(2))"))
                    columns.agrees.append(1)
                    list.append(Int128(random.below(1000)) * (large ? Int128.max / 200_000 : 1))
                }
                columns.runs.append(AccountRun(account: account, rows: start..<list.count))
            }
            // Groups differ in their scale too.
            var money = GroupMoney(list: list, scale: group % 3)
            try sums[thread].add(columns, &money)
            for run in columns.runs {
                for row in run.rows {
                    guard let amount = money.wide[row] else { continue }
                    try sums[thread].addExtra(
                        SumExtra(list: amount, cut: .zero), account: run.account, day: columns.day[row],
                        group: columns.group[row], product: columns.product[row], sumClass: columns.sumClass[row])
                }
            }
        }
        return try MonthTables(sums, accounts: Self.accounts, grants: [], cellLimit: limit)
    }

    @Test("tables are the same whatever thread computed what", arguments: [20, 300, 600, 5_000])
    func sameTables(limit: Int) throws {
        let first = try tables(limit: limit, seed: 1, threads: 1)
        #expect(first.cells.reduce(0) { $0 + $1.rows.count } <= limit)
        for threads in 2...5 { try expectEqual(try tables(limit: limit, seed: 1, threads: threads), first) }
        // Rows of one key that are put together now and then.
        for rows in [1, 64, 500] {
            try expectEqual(try tables(limit: limit, seed: 1, threads: 2, rowLimit: rows), first)
        }
    }

    @Test("sums beyond 128 bits are exact and the same whatever thread computed what")
    func wideSums() throws {
        let first = try tables(limit: 5_000, seed: 2, threads: 1, large: true)
        #expect(first.products.extras.count > 0)
        for threads in 2...4 {
            try expectEqual(try tables(limit: 5_000, seed: 2, threads: threads, large: true), first)
        }
        try expectEqual(try tables(limit: 5_000, seed: 2, threads: 2, large: true, rowLimit: 64), first)
        let days = try (1...31).reduce(WideDecimal.zero) { sum, day in try sum.adding(total(of: first.day(day))) }
        #expect(try days == total(of: first.products))
        #expect(try days == first.cells.reduce(WideDecimal.zero) { sum, part in try sum.adding(total(of: part)) })
        #expect(try days == total(of: first.accounts))
    }

    private func total(of table: SumTable) throws -> WideDecimal {
        var sum = WideDecimal.zero
        for row in table.rows { sum = try sum.adding(WideDecimal(coefficient: row.list, scale: table.scale)) }
        for extra in table.extras.values { sum = try sum.adding(extra.list) }
        return sum.normalised
    }

    private func expectEqual(_ a: MonthTables, _ b: MonthTables) throws {
        let month = BillingMonth(number: 2026 * 12)
        let (first, second) = (
            try a.encoded(month: month, missing: MissingTable([]), policy: ""),
            try b.encoded(month: month, missing: MissingTable([]), policy: "")
        )
        #expect(first.summary == second.summary)
        #expect(first.blobs == second.blobs)
    }
}
