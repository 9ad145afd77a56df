import Credit
import Store

/// The answers of stage D for the accounts of a month, asked once per account and stretch of days on which nothing
/// changes, before any line is looked at. All threads read it.
struct AccessTable: Sendable {
    /// 32 an account, by day of the month: 1 + the reason's raw value, and 1 + the grant from bit 8 on. All 0 for an
    /// account whose lines must be asked one by one: the answer depends on the resource, or on a subscription that only
    /// the resource names.
    private(set) var answers: [UInt32] = []
    /// By account: the reseller that the answers hold for, as a place in the facts' list; −1 for none.
    private(set) var resellers: [Int32] = []
    /// By account: whether nothing was imported about access to it.
    private(set) var isUnknown: [Bool] = []
    let changes: AccessChanges

    private struct Part: Sendable {
        var answers: [UInt32] = []
        var resellers: [Int32] = []
        var isUnknown: [Bool] = []
    }

    init(facts: LedgerFacts, decision: DecisionFacts, month: BillingMonth, accounts: [Account]) throws {
        let changes = AccessChanges(decision, month: month)
        self.changes = changes
        let parts = try Parallel.map(8) { part in
            let range = part * accounts.count / 8..<(part + 1) * accounts.count / 8
            var found = Part()
            found.answers.reserveCapacity(range.count * 32)
            for account in accounts[range] {
                let reseller = account.plan.flatMap { facts.planResellers[$0] }
                found.resellers.append(Int32(reseller ?? -1))
                found.isUnknown.append(!facts.knownAccess.contains(account.subscription))
                Self.append(account, reseller, decision, changes, month, to: &found.answers)
            }
            return found
        }
        answers.reserveCapacity(accounts.count * 32)
        for part in parts {
            answers += part.answers
            resellers += part.resellers
            isUnknown += part.isUnknown
        }
    }

    private static func append(
        _ account: Account, _ reseller: Int?, _ decision: DecisionFacts, _ changes: AccessChanges,
        _ month: BillingMonth,
        to answers: inout [UInt32]
    ) {
        answers.append(0)
        let access = decision.subscriptionAccess(subscription: account.subscription, customer: account.customer)
        if account.isWithoutSubscription || access.accessClass == .byResource {
            answers.append(contentsOf: repeatElement(0, count: 31))
            return
        }
        let days = changes.days(of: account.subscription)
        let path: [UInt8] = []
        var answer: UInt32 = 0
        for day in 1...31 {
            if day == 1 || days >> UInt32(day) & 1 == 1 {
                answer = code(
                    decision.access(
                        access, path: path.span, day: month.firstDay.advanced(by: day - 1), reseller: reseller))
            }
            answers.append(answer)
        }
    }

    /// A decision as `answers` holds it.
    static func code(_ decision: AccessDecision) -> UInt32 {
        UInt32(decision.reason.rawValue) + 1 | UInt32((decision.grant ?? -1) + 1) << 8
    }
}
