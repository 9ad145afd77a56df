import Credit
import Store

/// Decides the lines of a group from memo tables: stage A per day, B and C per product and day, D per subscription (or
/// resource) and day.
struct LineDecider {
    /// Raw value of the reason of each line.
    private(set) var reasons: [UInt32] = []
    /// 0, or 1 + the place in `rateValues` where the line earns or misses the credit.
    private(set) var rates: [UInt32] = []
    /// 0, or 1 + the place in `grantsOfGroup`.
    private(set) var grants: [UInt32] = []
    /// The credit rates of the month's days.
    private(set) var rateValues: [ExactDecimal] = []
    /// Grants that decided lines of this group, as places in the facts' list.
    private(set) var grantsOfGroup: [Int] = []
    /// 1 where no price sheet was there to look into; empty where that is so for no line.
    private(set) var withoutSheet: [UInt8] = []

    private let facts: LedgerFacts
    private var memos: Memos?
    /// By day of the month: 0 no reason of stage A, else 1 + it.
    private var partnerAnswers = [UInt32](repeating: 0, count: 32)
    /// By day of the month: 1 + the place in `rateValues`.
    private var rateOfDay = [UInt32](repeating: 0, count: 32)
    private var grantNumbers: [Int: UInt32] = [:]

    private struct Memos {
        var products: ProductMemo
        var access: AccessMemo
    }

    private static let earnsOrMisses = CreditReason.allCases.map { $0.isEligible || $0.isMissed }

    init(facts: LedgerFacts, month: BillingMonth) {
        self.facts = facts
        guard let decision = facts.decision else { return }
        memos = Memos(
            products: ProductMemo(facts: decision, month: month), access: AccessMemo(facts: decision, month: month))
        for day in 1...month.dayCount {
            let date = month.firstDay.advanced(by: day - 1)
            if let reason = decision.partnerReason(day: date) { partnerAnswers[day] = UInt32(reason.rawValue) + 1 }
            let rate = decision.policy.rate.value(on: date)
            let known = rateValues.firstIndex(of: rate)
            if known == nil { rateValues.append(rate) }
            rateOfDay[day] = UInt32(known ?? rateValues.count - 1) + 1
        }
    }

    mutating func decide(
        reader: LineGroupReader, runs: [AccountRun], accounts: [Account], day: [UInt32], products: GroupProducts
    ) throws(StoreError) {
        reasons.resize(day.count)
        rates.resize(day.count)
        grants.resize(day.count)
        grantsOfGroup.removeAll(keepingCapacity: true)
        grantNumbers.removeAll(keepingCapacity: true)
        withoutSheet.removeAll(keepingCapacity: true)
        // Taken out while they change, so that nothing is copied.
        guard var memos = memos.take() else {
            for row in reasons.indices { reasons[row] = UInt32(CreditReason.partnerNotBilled.rawValue) }
            return
        }
        defer { self.memos = memos }
        memos.access.forgetIfLarge()
        let numbers = products.products.map { memos.products.number(of: $0) }
        let resellers = try LineResellers(reader, facts)
        var paths = LinePaths()
        var lastGrant: UInt32 = 0
        var lastNumber: UInt32 = 0
        let ids = products.ids
        for run in runs {
            let account = accounts[Int(run.account)]
            let planReseller = account.plan.flatMap { facts.planResellers[$0] }
            var known: (code: Int, slot: Int, isByResource: Bool)?
            for row in run.rows {
                let date = Int(day[row])
                var answer = partnerAnswers[date]
                if answer == 0 {
                    let number = numbers[ids.isEmpty ? 0 : Int(ids[row])]
                    var product = memos.products.answers[number * 32 + date]
                    if product == 0 { product = memos.products.answer(number, day: date) }
                    if product & 127 != 1 {
                        answer = UInt32(product & 127)
                    } else {
                        if product >= 128 {
                            if withoutSheet.isEmpty { withoutSheet = [UInt8](repeating: 0, count: day.count) }
                            withoutSheet[row] = 1
                        }
                        let code = resellers.code(row)
                        if known?.code != code || account.isWithoutSubscription {
                            let subscription =
                                account.isWithoutSubscription
                                ? try paths.subscription(row, reader) : account.subscription
                            let slot = memos.access.slot(
                                subscription: subscription, customer: account.customer,
                                reseller: LineResellers.reseller(code, plan: planReseller))
                            known = (code, slot, memos.access.isByResource(slot))
                        }
                        var slot = known?.slot ?? 0
                        if known?.isByResource == true {
                            slot = try paths.slot(row, whole: slot, account, reader, &memos.access)
                        }
                        answer = memos.access.answers[slot * 32 + date]
                        if answer == 0 { answer = memos.access.answer(slot, day: date) }
                    }
                }
                let reason = (answer & 255) - 1
                let grant = answer >> 8
                if grant != lastGrant {
                    lastGrant = grant
                    lastNumber = number(ofGrant: grant)
                }
                reasons[row] = reason
                grants[row] = grant == 0 ? 0 : lastNumber
                rates[row] = Self.earnsOrMisses[Int(reason)] ? rateOfDay[date] : 0
            }
        }
    }

    private mutating func number(ofGrant grant: UInt32) -> UInt32 {
        if grant == 0 { return 0 }
        let place = Int(grant) - 1
        if let known = grantNumbers[place] { return known }
        grantsOfGroup.append(place)
        grantNumbers[place] = UInt32(grantsOfGroup.count)
        return UInt32(grantsOfGroup.count)
    }

    /// Lines that count and were decided without a fact.
    func missing(
        day: [UInt32], counts: [UInt8], runs: [AccountRun], accounts: [Account], products: GroupProducts,
        month: BillingMonth
    ) -> [MissingLines] {
        var lines: [MissingLines] = []
        let noAccess = UInt32(CreditReason.noAccess.rawValue)
        for run in runs {
            let account = accounts[Int(run.account)]
            let isUnknown = facts.decision != nil && !facts.knownAccess.contains(account.subscription)
            if facts.decision != nil, !isUnknown, withoutSheet.isEmpty { continue }
            var found: [MissingKey: UInt32] = [:]
            for row in run.rows where counts.isEmpty || counts[row] != 0 {
                if facts.decision == nil {
                    found[MissingKey(day: day[row], fact: .partner), default: 0] += 1
                    continue
                }
                if isUnknown, reasons[row] == noAccess {
                    found[MissingKey(day: day[row], fact: .access(subscription: account.subscription)), default: 0] += 1
                }
                if !withoutSheet.isEmpty, withoutSheet[row] != 0 {
                    let market = products.products[products.ids.isEmpty ? 0 : Int(products.ids[row])].market
                    found[MissingKey(day: day[row], fact: .priceSheet(market: market, month: month)), default: 0] += 1
                }
            }
            for (key, count) in found {
                lines.append(MissingLines(account: run.account, day: key.day, fact: key.fact, lines: count))
            }
        }
        return lines
    }

    private struct MissingKey: Hashable {
        let day: UInt32
        let fact: MissingFact
    }
}

extension Account {
    /// Lines without EntitlementId are kept under their plan; their path names the subscription, if anything does.
    var isWithoutSubscription: Bool { subscription == plan }
}

extension Array where Element: FixedWidthInteger {
    /// Cuts or adds zeros at the end.
    mutating func resize(_ count: Int) {
        if self.count > count { removeLast(self.count - count) }
        if self.count < count { append(contentsOf: repeatElement(0, count: count - self.count)) }
    }
}

extension Optional {
    /// The value, which is then gone.
    mutating func take() -> Wrapped? {
        defer { self = nil }
        return self
    }
}
