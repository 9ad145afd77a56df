package import Credit

/// What decides the order of lines, one number a line into small tables.
package struct LineKeys: Sendable {
    /// Marks a line that was rejected, in `days`.
    package static let rejected = UInt32.max

    package var subscriptions: [UInt32]
    package var subscriptionIDs: [GUID]
    package var days: [UInt32]
    package var dayValues: [Day]
    package var customers: [UInt32]
    package var customerIDs: [GUID]
    package var plans: [UInt32]
    package var planIDs: [GUID]

    package init(
        subscriptions: [UInt32], subscriptionIDs: [GUID], days: [UInt32], dayValues: [Day], customers: [UInt32],
        customerIDs: [GUID], plans: [UInt32], planIDs: [GUID]
    ) {
        self.subscriptions = subscriptions
        self.subscriptionIDs = subscriptionIDs
        self.days = days
        self.dayValues = dayValues
        self.customers = customers
        self.customerIDs = customerIDs
        self.plans = plans
        self.planIDs = planIDs
    }
}

/// Lines of one month in the order that all lines have: by subscription, then day, then as they came.
package struct LineOrder: Sendable {
    package let month: BillingMonth
    /// Positions in the keys.
    package let rows: [UInt32]
    package let entries: [LineDirectory.Entry]
    package let firstDay: Day
    package let lastDay: Day

    /// The lines that were not rejected, month by month. Lines must come by import and line number.
    /// - Complexity: O(n), by counting.
    package static func months(_ keys: LineKeys) -> [LineOrder] {
        let (dayRanks, days) = ranks(keys.dayValues) { $0 < $1 }
        let (subscriptionRanks, subscriptions) = ranks(keys.subscriptionIDs) { a, b in
            a.high == b.high ? a.low < b.low : a.high < b.high
        }
        var alive: [UInt32] = []
        alive.reserveCapacity(keys.days.count)
        for row in keys.days.indices where keys.days[row] != LineKeys.rejected { alive.append(UInt32(row)) }
        // Most files come day by day.
        let byDay =
            isOrdered(alive, by: keys.days, dayRanks)
            ? alive : sorted(alive, by: keys.days, dayRanks, count: days.count)
        let bySubscription = sorted(byDay, by: keys.subscriptions, subscriptionRanks, count: subscriptions.count)

        var monthOfDay: [UInt32] = []
        var months: [BillingMonth] = []
        for day in days {
            if months.last != day.month { months.append(day.month) }
            monthOfDay.append(UInt32(months.count - 1))
        }
        var rows = [[UInt32]](repeating: [], count: months.count)
        if months.count == 1 {
            rows[0] = bySubscription
        } else {
            for row in bySubscription { rows[Int(monthOfDay[Int(dayRanks[Int(keys.days[Int(row)])])])].append(row) }
        }
        var orders: [LineOrder] = []
        for (month, rows) in zip(months, rows) where !rows.isEmpty {
            orders.append(LineOrder(month: month, rows: rows, keys: keys, ranks: subscriptionRanks))
        }
        return orders
    }

    private init(month: BillingMonth, rows: [UInt32], keys: LineKeys, ranks: [UInt32]) {
        self.month = month
        self.rows = rows
        var entries: [LineDirectory.Entry] = []
        entries.reserveCapacity(min(rows.count, ranks.count))
        var start = 0
        while start < rows.count {
            let first = Int(rows[start])
            let rank = ranks[Int(keys.subscriptions[first])]
            var customer = keys.customers[first]
            var plan = keys.plans[first]
            let customerID = keys.customerIDs[Int(customer)]
            let planID = keys.planIDs[Int(plan)]
            var isUniform = true
            var end = start + 1
            while end < rows.count, case let row = Int(rows[end]), ranks[Int(keys.subscriptions[row])] == rank {
                if keys.customers[row] != customer {
                    customer = keys.customers[row]
                    if keys.customerIDs[Int(customer)] != customerID { isUniform = false }
                }
                if keys.plans[row] != plan {
                    plan = keys.plans[row]
                    if keys.planIDs[Int(plan)] != planID { isUniform = false }
                }
                end += 1
            }
            entries.append(
                LineDirectory.Entry(
                    subscription: keys.subscriptionIDs[Int(keys.subscriptions[first])], customer: customerID,
                    plan: planID, rows: start..<end, firstDay: keys.dayValues[Int(keys.days[first])],
                    lastDay: keys.dayValues[Int(keys.days[Int(rows[end - 1])])], isUniform: isUniform))
            start = end
        }
        self.entries = entries
        firstDay = entries.map(\.firstDay).min() ?? month.firstDay
        lastDay = entries.map(\.lastDay).max() ?? month.firstDay
    }

    /// The place of each value among the distinct ones in ascending order.
    @inline(__always)
    private static func ranks<Value: Equatable>(
        _ values: [Value], _ isBefore: (Value, Value) -> Bool
    ) -> ([UInt32], [Value]) {
        var order = [UInt32](0..<UInt32(values.count))
        order.sort { isBefore(values[Int($0)], values[Int($1)]) }
        var ranks = [UInt32](repeating: 0, count: values.count)
        var distinct: [Value] = []
        distinct.reserveCapacity(values.count)
        for place in order {
            let index = Int(place)
            if distinct.last != values[index] { distinct.append(values[index]) }
            ranks[index] = UInt32(distinct.count - 1)
        }
        return (ranks, distinct)
    }

    private static func isOrdered(_ rows: [UInt32], by keys: [UInt32], _ ranks: [UInt32]) -> Bool {
        var last: UInt32 = 0
        for row in rows {
            let rank = ranks[Int(keys[Int(row)])]
            if rank < last { return false }
            last = rank
        }
        return true
    }

    /// A stable sort by counting.
    private static func sorted(_ rows: [UInt32], by keys: [UInt32], _ ranks: [UInt32], count: Int) -> [UInt32] {
        if count < 2 { return rows }
        var starts = [Int](repeating: 0, count: count + 1)
        for row in rows { starts[Int(ranks[Int(keys[Int(row)])]) + 1] += 1 }
        for index in 1...count { starts[index] += starts[index - 1] }
        return unsafe [UInt32](unsafeUninitializedCapacity: rows.count) { target, used in
            for row in rows {
                let rank = Int(ranks[Int(keys[Int(row)])])
                unsafe target[starts[rank]] = row
                starts[rank] += 1
            }
            used = rows.count
        }
    }
}
