import Credit
import Store

/// Decides the lines of a group by looking answers up: stage A per day, B and C per product and day, D per account and
/// day, or per resource and day where a grant sits that deep.
struct LineDecider {
    /// Raw value of the reason of each line.
    private(set) var reasons: [UInt32] = []
    /// 0, or 1 + the place in `rateValues` where the line earns or misses the credit.
    private(set) var rates: [UInt32] = []
    /// 0, or 1 + the grant that decided, as a place in the facts' list.
    private(set) var grants: [UInt32] = []
    /// The credit rates of the month's days.
    private(set) var rateValues: [ExactDecimal] = []
    /// 1 for grants that decided any line of any group, at their place + 1.
    private(set) var usedGrants: [UInt8] = []
    /// 1 where no price sheet was there to look into; empty where that is so for no line.
    private(set) var withoutSheet: [UInt8] = []

    private let decision: DecisionFacts?
    private let month: BillingMonth
    private let access: AccessTable?
    private var products: ProductTable?
    private var memo: AccessMemo?
    private var payments: [ProductFacts: UInt32] = [:]
    /// By day of the month: the raw value of the reason of stage A; 0 for none.
    private var partnerReasons = [UInt32](repeating: 0, count: 32)
    /// By reason and day of the month: as in `rates`.
    private var rateOfDay = [UInt32](repeating: 0, count: 32 * 32)
    private var productNumbers: [UInt32] = []

    /// - Parameter access: nil while no partner is known.
    init(facts: LedgerFacts, month: BillingMonth, access: AccessTable?) {
        decision = facts.decision
        self.month = month
        self.access = access
        guard let decision = facts.decision, let access else { return }
        products = ProductTable(facts: decision, month: month)
        memo = AccessMemo(facts: decision, month: month, changes: access.changes)
        usedGrants = [UInt8](repeating: 0, count: decision.grants.count + 1)
        for day in 1...month.dayCount {
            let date = month.firstDay.advanced(by: day - 1)
            if let reason = decision.partnerReason(day: date) { partnerReasons[day] = UInt32(reason.rawValue) }
            let rate = decision.policy.rate.value(on: date)
            let known = rateValues.firstIndex(of: rate)
            if known == nil { rateValues.append(rate) }
            for reason in CreditReason.allCases where reason.isEligible || reason.isMissed {
                rateOfDay[Int(reason.rawValue) * 32 + day] = UInt32(known ?? rateValues.count - 1) + 1
            }
        }
    }

    mutating func decide(
        reader: LineGroupReader, runs: [AccountRun], accounts: [Account], day: [UInt32], columns: GroupProductColumns,
        payments group: GroupPayments
    ) throws(StoreError) {
        reasons.resize(day.count)
        rates.resize(day.count)
        grants.resize(day.count)
        withoutSheet.removeAll(keepingCapacity: true)
        // Taken out while they change, so that nothing is copied.
        guard let decision, let access, var products = products.take(), var memo = memo.take() else {
            for row in reasons.indices { reasons[row] = UInt32(CreditReason.partnerNotBilled.rawValue) }
            return
        }
        defer { (self.products, self.memo) = (products, memo) }
        memo.forgetIfLarge()
        products.read(columns, into: &productNumbers)
        let paid = group.values.map { reason(ofPayment: $0, decision) }
        let resellers = try LineResellers(reader, decision, planResellers: access.resellers)
        var paths = LinePaths()
        assignProducts(products, columns, paid, group.ids, day)
        for run in runs {
            let account = Int(run.account)
            if access.answers[account * 32 + 1] != 0, resellers.arePlans(run.rows, account) {
                Self.assign(&reasons, &grants, access.answers, from: account * 32, run.rows, day)
                continue
            }
            var slots = RunSlots(account: accounts[account])
            for row in run.rows where reasons[row] == 0 {
                let slot = try slots.slot(row, resellers.reseller(row, account), &paths, reader, &memo)
                var answer = memo.answers[slot * 32 + Int(day[row])]
                if answer == 0 { answer = memo.answer(slot, day: Int(day[row])) }
                reasons[row] = (answer & 255) - 1
                grants[row] = answer >> 8
            }
        }
        Self.assign(rates: &rates, used: &usedGrants, reasons, grants, day, rateOfDay)
    }

    private mutating func reason(ofPayment payment: ProductFacts, _ decision: DecisionFacts) -> UInt32 {
        if let known = payments[payment] { return known }
        let reason = UInt32(decision.productReason(payment).reason?.rawValue ?? 0)
        payments[payment] = reason
        return reason
    }

    /// Stages A to C: the first failing check of each line, or 0. Reasons are numbered in the order of the checks.
    private mutating func assignProducts(
        _ products: ProductTable, _ columns: GroupProductColumns, _ payments: [UInt32], _ paymentIDs: [UInt32],
        _ day: [UInt32]
    ) {
        let bases = productNumbers.map { $0 * 32 }
        let isAnyMissing = Self.assign(
            &reasons, day, partnerReasons, products.answers, bases, columns.ids, payments, paymentIDs)
        for row in grants.indices { grants[row] = 0 }
        if !isAnyMissing { return }
        withoutSheet = [UInt8](repeating: 0, count: day.count)
        for row in 0..<day.count
        where reasons[row] == 0 && products.answers[Int(bases[Int(columns.ids[row])] + day[row])] >= 128 {
            withoutSheet[row] = 1
        }
    }

    /// - Returns: whether a line that nothing else fails has no price sheet to look into.
    private static func assign(
        _ reasons: inout [UInt32], _ day: [UInt32], _ partner: [UInt32], _ answers: [UInt8], _ bases: [UInt32],
        _ ids: [UInt32], _ payments: [UInt32], _ paymentIDs: [UInt32]
    ) -> Bool {
        let (day, partner, answers, bases) = (day.span, partner.span, answers.span, bases.span)
        let (ids, payments, paymentIDs) = (ids.span, payments.span, paymentIDs.span)
        var reasons = reasons.mutableSpan
        var missing: UInt32 = 0
        for row in 0..<day.count {
            let date = day[row]
            let product = UInt32(answers[Int(bases[Int(ids[row])] &+ date)])
            let payment = payments[paymentIDs.isEmpty ? 0 : Int(paymentIDs[row])]
            // Each is 0 for none, which wraps to the highest number.
            let first = min(partner[Int(date)] &- 1, (product & 127) &- 2, payment &- 1) &+ 1
            reasons[row] = first
            missing |= first == 0 ? product & 128 : 0
        }
        return missing != 0
    }

    /// Stage D of lines of one account whose answers depend on the day alone.
    private static func assign(
        _ reasons: inout [UInt32], _ grants: inout [UInt32], _ answers: [UInt32], from base: Int, _ rows: Range<Int>,
        _ day: [UInt32]
    ) {
        let (day, answers) = (day.span, answers.span)
        var reasons = reasons.mutableSpan
        var grants = grants.mutableSpan
        for row in rows where reasons[row] == 0 {
            let answer = answers[base &+ Int(day[row])]
            reasons[row] = (answer & 255) &- 1
            grants[row] = answer &>> 8
        }
    }

    private static func assign(
        rates: inout [UInt32], used: inout [UInt8], _ reasons: [UInt32], _ grants: [UInt32], _ day: [UInt32],
        _ table: [UInt32]
    ) {
        let (reasons, grants, day, table) = (reasons.span, grants.span, day.span, table.span)
        var rates = rates.mutableSpan
        var used = used.mutableSpan
        for row in 0..<day.count {
            rates[row] = table[Int(reasons[row] &* 32 &+ day[row])]
            used[Int(grants[row])] = 1
        }
    }

    /// Lines that count and were decided without a fact.
    func missing(
        day: [UInt32], counts: [UInt8], runs: [AccountRun], accounts: [Account], columns: GroupProductColumns
    ) -> [MissingLines] {
        var lines: [MissingLines] = []
        let noAccess = UInt32(CreditReason.noAccess.rawValue)
        for run in runs {
            let isUnknown = access?.isUnknown[Int(run.account)] ?? false
            if decision != nil, !isUnknown, withoutSheet.isEmpty { continue }
            let subscription = accounts[Int(run.account)].subscription
            var found: [MissingKey: UInt32] = [:]
            for row in run.rows where counts.isEmpty || counts[row] != 0 {
                if decision == nil {
                    found[MissingKey(day: day[row], fact: .partner), default: 0] += 1
                    continue
                }
                if isUnknown, reasons[row] == noAccess {
                    found[MissingKey(day: day[row], fact: .access(subscription: subscription)), default: 0] += 1
                }
                if !withoutSheet.isEmpty, withoutSheet[row] != 0 {
                    let market = products?.market(productNumbers[Int(columns.ids[row])])
                    found[
                        MissingKey(day: day[row], fact: .priceSheet(market: market ?? nil, month: month)), default: 0
                    ] += 1
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

/// Where the memo has the answers for the lines of a run that must be asked one by one.
private struct RunSlots {
    let account: Account
    private var reseller: Int32 = .min
    private var whole = -1

    init(account: Account) { self.account = account }

    mutating func slot(
        _ row: Int, _ reseller: Int32, _ paths: inout LinePaths, _ reader: LineGroupReader, _ memo: inout AccessMemo
    ) throws(StoreError) -> Int {
        if self.reseller != reseller || account.isWithoutSubscription {
            whole = memo.slot(
                subscription: account.isWithoutSubscription
                    ? try paths.subscription(row, reader) : account.subscription,
                customer: account.customer, reseller: reseller < 0 ? nil : Int(reseller))
            self.reseller = reseller
        }
        return memo.isByResource(whole) ? try paths.slot(row, whole: whole, account, reader, &memo) : whole
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
