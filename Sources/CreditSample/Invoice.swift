/// One month's bill in one currency.
struct Invoice: Sendable {
    let number: String
    let month: Timetable.Month
    let currency: String
    /// Billing currency for one USD, in 10^-9.
    let rate: UInt64
    /// Lines of daily rated usage.
    let lines: Int
    let subscriptions: [SampleSubscription]
}

extension SampleWorld {
    /// All invoices with usage, in the order of their months.
    /// - Source: model.md section 7: since 2021-01-28 the partner's currency, before it the customer's.
    func invoices() -> [Invoice] {
        var invoices: [Invoice] = []
        for month in timetable.months {
            guard month.isOld else {
                let before = month.days.lowerBound - timetable.days.lowerBound
                let after = month.days.upperBound - timetable.days.lowerBound
                let lines = share(after, of: timetable.days.count) - share(before, of: timetable.days.count)
                invoices.append(
                    invoice(month, Self.billingCurrency, lines: lines, subscriptions, number: invoices.count))
                continue
            }
            var byCurrency: [String: [SampleSubscription]] = [:]
            for subscription in subscriptions where customers[subscription.customer].isOld {
                byCurrency[customers[subscription.customer].localCurrency, default: []].append(subscription)
            }
            for (currency, members) in byCurrency.sorted(by: { $0.key < $1.key }) {
                let lines = configuration.decemberLines / byCurrency.count
                invoices.append(invoice(month, currency, lines: lines, members, number: invoices.count))
            }
        }
        return invoices.filter { $0.lines > 0 }
    }

    /// Lines of the first `days` days.
    private func share(_ days: Int, of count: Int) -> Int { configuration.lines * days / count }

    private func invoice(
        _ month: Timetable.Month, _ currency: String, lines: Int, _ members: [SampleSubscription], number: Int
    ) -> Invoice {
        let digits = "\(1_000_000_000 + draw.below(9_000_000, .invoice, 0) * 10 + number * 137)".dropFirst()
        return Invoice(
            number: "G\(digits)", month: month, currency: currency,
            rate: SampleCurrency.rate(currency, month: month.firstOfMonth, draw: draw), lines: lines,
            subscriptions: members)
    }
}
