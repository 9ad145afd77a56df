package import Catalogue
package import Credit
import CreditLedger
package import Store

/// A credit that is gone or will be, or may be, and what that costs.
package struct CreditRisk: Sendable, Hashable {
    package enum Cause: Sendable, Hashable {
        /// The access, a link, a role or an agreement no longer holds.
        case access
        /// So many of the partner's accounts have no multi-factor authentication.
        case mfa(accounts: Int)
    }

    /// When it was noticed.
    package let at: Instant
    package let customer: GUID
    /// Nil: all that the customer earns.
    package let subscription: GUID?
    package var cause = Cause.access
    /// Why it will not earn.
    package let reason: CreditReason
    /// The first day that is known not to earn.
    package let from: Day
    /// What the subscription earned, and missed for the same reason, on an average day with usage of the last 30 days;
    /// US dollars, rounded half up to 4 decimals, as it is an estimate.
    package let perDay: ExactDecimal
    /// Days with usage among the last 30, which that is the average of.
    package let days: Int

    /// Whether it earns no more already, or will not.
    package var isLater: Bool { from > at.day }

    /// What it says.
    /// - Parameter name: of the subscription, or else of the customer.
    package func text(_ name: String) -> ExplanationText {
        if case .mfa(let accounts) = cause {
            return ExplanationText(
                "risk.mfa",
                [
                    "accounts": .count(accounts), "customer": .text(name), "day": .day(from), "count": .count(days),
                    "amount": .decimal(perDay), "currency": .text(CurrencyCode.usd.description),
                ])
        }
        return ExplanationText(
            isLater ? "risk.later" : "risk.now",
            [
                "subscription": .text(name), "day": .day(from), "reason": .label("label.reason.\(reason.code)"),
                "count": .count(days), "amount": .decimal(perDay), "currency": .text(CurrencyCode.usd.description),
            ])
    }
}

/// Finds what a change of facts puts at risk: subscriptions that earn a day less than they did before the change.
package enum RiskWatch {
    /// How far ahead is looked: today, and these days behind it.
    static let horizon = [0, 1, 7, 30]

    /// When a subscription stops to earn, and why.
    struct Loss: Sendable, Hashable {
        let subscription: GUID
        let customer: GUID
        let from: Day
        let reason: CreditReason
    }

    /// The subscriptions that stop to earn earlier than they would have.
    ///
    /// Those that earned on none of the days before are not told: nothing is taken from them.
    /// - Complexity: O(subscriptions); a few decisions each.
    static func losses(from old: Snapshot, to new: Snapshot, today: Day) -> [Loss] {
        guard old.decision != nil, new.decision != nil else { return [] }
        var found: [Loss] = []
        for row in 0..<Int32(new.subscriptions.count) {
            let id = new.subscriptions.subscriptionIDs[Int(row)]
            guard let loss = outlook(new, row, today), let oldRow = old.subscriptions.row(id: id) else { continue }
            let before = outlook(old, oldRow, today)
            // Earned for longer, or for ever.
            guard before.map({ $0.day > loss.day }) ?? true else { continue }
            found.append(
                Loss(
                    subscription: id, customer: new.customers.tenants[Int(new.subscriptions.customers[Int(row)])],
                    from: loss.day, reason: loss.reason))
        }
        return found
    }

    /// The first of the days ahead that does not earn; nil where all do.
    private static func outlook(_ snapshot: Snapshot, _ row: Int32, _ today: Day) -> (day: Day, reason: CreditReason)? {
        for days in horizon {
            let day = today.advanced(by: days)
            guard let decision = snapshot.accessDecision(ofSubscription: row, on: day) else { return nil }
            if !decision.isEligible { return (day, decision.reason) }
        }
        return nil
    }

    /// The losses with their amounts, most first.
    /// - Parameters:
    ///   - reader: a view of the store as the newer snapshot shows it.
    ///   - customers: only those of these; nil: all.
    package static func risks(
        from old: Snapshot, to new: Snapshot, now: Instant, customers: Set<GUID>? = nil, reader: any LedgerReader
    ) throws -> [CreditRisk] {
        let losses = losses(from: old, to: new, today: now.day)
            .filter { loss in customers.map { $0.contains(loss.customer) } ?? true }
        if losses.isEmpty { return [] }
        let reports = CreditReports(
            reader: reader, visibility: new.visibility, naming: AccountNaming(new),
            policy: new.decision?.policy ?? CreditPolicy())
        let period = now.day.advanced(by: -30)...now.day.advanced(by: -1)
        var filter = LineFilter()
        filter.subscriptions = Set(losses.map(\.subscription))
        let byDay = losses.map { loss in
            CreditQuery(
                period: period, filter: filter,
                within: [GroupPath(dimension: .subscription, key: .id(loss.subscription))], dimension: .day)
        }
        let byReason = losses.map { loss in
            CreditQuery(
                period: period, filter: filter,
                within: [GroupPath(dimension: .subscription, key: .id(loss.subscription))], dimension: .reason)
        }
        let days = try reports.answer(byDay).map(\.groups.count)
        var risks: [CreditRisk] = []
        for (index, groups) in try reports.answer(byReason).enumerated() {
            let loss = losses[index]
            var sum = WideDecimal.zero
            for group in groups.groups {
                guard case .reason(let reason) = group.key else { continue }
                let amounts = try group.totals().amounts
                if reason.isEligible { sum = try sum.adding(amounts.earned) }
                if reason == loss.reason { sum = try sum.adding(amounts.missed) }
            }
            let count = days[index]
            let total = try sum.rounded(scale: 8, .halfUp).narrowed()
            risks.append(
                CreditRisk(
                    at: now, customer: loss.customer, subscription: loss.subscription, reason: loss.reason,
                    from: loss.from,
                    perDay: count == 0
                        ? .zero : try total.divided(by: ExactDecimal(count), scale: 4, rounding: .halfUp),
                    days: count))
        }
        return risks.sorted { ($1.perDay, $0.customer) < ($0.perDay, $1.customer) }
    }
}
