import Credit
import Dispatch
import Testing

@testable import CreditLedger

@Suite struct SumLedgerTests {
    private func tables(limit: Int, seed: UInt64) throws -> MonthTables {
        let accounts = (0..<40).map { number in
            Account(subscription: GUID(high: 1, low: UInt64(number)), customer: GUID(high: 2, low: 0), plan: nil)
        }
        let ledger = SumLedger(accounts: accounts, lines: 0, cellLimit: limit)
        let classes = ledger.numbers(ofClasses: [
            try SumClass(
                reason: .okEligible, currency: .usd, exchangeRate: .one, rate: ExactDecimal(1), creditPercentage: .zero)
        ])
        _ = ledger.numbers(ofGroups: (0..<20).map { "group\($0)" })
        _ = ledger.numbers(ofProducts: (0..<50).map { ProductPair(product: "p\($0)", category: "") })
        DispatchQueue.concurrentPerform(iterations: 24) { index in
            var random = SeededGenerator(seed: seed * 100 + UInt64(index))
            var sums = GroupSums()
            for account in UInt32(0)..<40 {
                let group = UInt32(random.below(20))
                let product = UInt32(random.below(50))
                let row = SumRow(
                    key: SumKey(account: account, group: 1 + UInt32(random.below(31)), class: classes[0]),
                    list: Int128(random.below(1000)), lines: 1)
                sums.days.append(row)
                sums.cells.append(
                    SumRow(
                        key: SumKey(account: account, group: group, product: product, class: classes[0]),
                        list: row.list, lines: 1))
            }
            try? ledger.add(sums, start: index % 8)
        }
        return try ledger.finish()
    }

    @Test("tables are the same whatever the threads did first", arguments: [20, 300, 600, 5_000])
    func sameTables(limit: Int) throws {
        let first = try tables(limit: limit, seed: 1)
        #expect(first.cells.rows.count <= limit)
        for _ in 0..<10 {
            let next = try tables(limit: limit, seed: 1)
            #expect(next.detail == first.detail)
            #expect(next.cells.rows.map(\.key) == first.cells.rows.map(\.key))
            #expect(next.cells.rows.map(\.list) == first.cells.rows.map(\.list))
            #expect(next.days.rows.map(\.key) == first.days.rows.map(\.key))
        }
    }
}
