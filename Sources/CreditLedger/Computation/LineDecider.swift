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
    private var lastGrant: UInt32 = 0
    private var lastNumber: UInt32 = 0
    /// By account: the reseller of its plan, and whether anything was imported about access to it.
    private let planResellers: [Int?]
    private let isUnknown: [Bool]

    private struct Memos {
        var products: ProductMemo
        var access: AccessMemo
    }

    private static let earnsOrMisses = CreditReason.allCases.map { $0.isEligible || $0.isMissed }

    init(facts: LedgerFacts, month: BillingMonth, accounts: [Account]) {
        self.facts = facts
        planResellers = accounts.map { account in account.plan.flatMap { facts.planResellers[$0] } }
        isUnknown = accounts.map { facts.decision != nil && !facts.knownAccess.contains($0.subscription) }
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
        lastGrant = 0
        withoutSheet.removeAll(keepingCapacity: true)
        // Taken out while they change, so that nothing is copied.
        guard var memos = memos.take() else {
            for row in reasons.indices { reasons[row] = UInt32(CreditReason.partnerNotBilled.rawValue) }
            return
        }
        defer { self.memos = memos }
        memos.access.forgetIfLarge()
        let numbers = products.products.values.map { memos.products.number(of: $0) }
        let payments = products.payments.values.map { memos.products.reason(ofPayment: $0) }
        let resellers = try LineResellers(reader, facts)
        var paths = LinePaths()
        var columns = Columns(reasons: reasons.taken(), rates: rates.taken(), grants: grants.taken())
        defer { (reasons, rates, grants) = (columns.reasons, columns.rates, columns.grants) }
        for run in runs {
            var place = Place(account: accounts[Int(run.account)], plan: planResellers[Int(run.account)])
            place.isSimple = resellers.isConstant && !place.account.isWithoutSubscription
            for row in run.rows {
                let date = Int(day[row])
                var answer = partnerAnswers[date]
                if answer == 0 {
                    let number = numbers[products.products.isConstant ? 0 : Int(products.products.ids[row])]
                    var product = memos.products.answers[number &* 32 &+ date]
                    if product == 0 { product = memos.products.answer(number, day: date) }
                    let payment = payments[products.payments.isConstant ? 0 : Int(products.payments.ids[row])]
                    if product & 127 != 1 || payment != 0 {
                        // Reasons are numbered in the order of the checks.
                        let first = (product & 127) &- 1
                        answer = UInt32(first == 0 || (payment != 0 && payment < first) ? payment : first) + 1
                    } else {
                        if product >= 128 {
                            if withoutSheet.isEmpty { withoutSheet = [UInt8](repeating: 0, count: day.count) }
                            withoutSheet[row] = 1
                        }
                        if place.slot < 0 || !place.isSimple {
                            try find(&place, run.account, row, resellers, &paths, reader, &memos.access)
                        }
                        answer = memos.access.answers[place.slot &* 32 &+ date]
                        if answer == 0 { answer = memos.access.answer(place.slot, day: date) }
                    }
                }
                let reason = (answer & 255) - 1
                columns.reasons[row] = reason
                columns.grants[row] = answer < 256 ? 0 : number(ofGrant: answer >> 8)
                columns.rates[row] = Self.earnsOrMisses[Int(reason)] ? rateOfDay[date] : 0
            }
        }
    }

    /// The columns while they are written, so that no other access to the decider gets in their way.
    private struct Columns {
        var reasons: [UInt32]
        var rates: [UInt32]
        var grants: [UInt32]
    }

    /// Where the answers for the lines of a run are.
    private struct Place {
        let account: Account
        let plan: Int?
        /// One slot serves the whole run.
        var isSimple = false
        var slot = -1
        var code = Int.min
        var whole = -1

        init(account: Account, plan: Int?) {
            self.account = account
            self.plan = plan
        }
    }

    private func find(
        _ place: inout Place, _ account: UInt32, _ row: Int, _ resellers: LineResellers, _ paths: inout LinePaths,
        _ reader: LineGroupReader, _ memo: inout AccessMemo
    ) throws(StoreError) {
        let code = resellers.code(row)
        if place.code != code || place.account.isWithoutSubscription {
            let reseller = LineResellers.reseller(code, plan: place.plan)
            if place.account.isWithoutSubscription {
                place.whole = memo.slot(
                    subscription: try paths.subscription(row, reader), customer: place.account.customer,
                    reseller: reseller)
            } else {
                place.whole = memo.slot(account: account, place.account, reseller: reseller)
            }
            place.code = code
        }
        place.slot = place.whole
        if memo.isByResource(place.whole) {
            place.isSimple = false
            place.slot = try paths.slot(row, whole: place.whole, place.account, reader, &memo)
        }
    }

    private mutating func number(ofGrant grant: UInt32) -> UInt32 {
        if grant == lastGrant { return lastNumber }
        lastGrant = grant
        lastNumber = newNumber(ofGrant: Int(grant) - 1)
        return lastNumber
    }

    private mutating func newNumber(ofGrant place: Int) -> UInt32 {
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
            let isUnknown = isUnknown[Int(run.account)]
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
                    let ids = products.products.ids
                    let market = products.products.values[ids.isEmpty ? 0 : Int(ids[row])].market
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

extension Array {
    /// The elements, which are then gone from here.
    mutating func taken() -> Self {
        defer { self = [] }
        return self
    }
}

extension Optional {
    /// The value, which is then gone.
    mutating func take() -> Wrapped? {
        defer { self = nil }
        return self
    }
}
