import Credit
import Store
import Testing

@testable import CreditLedger

/// What a group should hold, added up line by line.
private struct Expected: Equatable {
    var usd = AmountSums.zero
    var billing: [CurrencyCode: AmountSums] = [:]
    var lines = 0
    var eligible = 0
    var disagreeing = 0
}

@Suite struct CreditReportsTests {
    private static let naming = AccountNaming(
        country: { customer in CountryCode(["DE", "NL", "SE"][Int(customer.low) % 3]) },
        reseller: { customer, plan in customer.low % 2 == 0 ? nil : plan.map { "r\($0.low)" } })

    private func reports(_ world: TestWorld) throws -> CreditReports {
        CreditReports(
            reader: world.store, visibility: UsageVisibility(imports: try world.store.imports()), naming: Self.naming,
            policy: world.facts.decision?.policy ?? CreditPolicy())
    }

    /// Line by line, by the rules that the brief of amounts names, with none of the code of the columns.
    private func expected(_ world: TestWorld, _ query: CreditQuery) throws -> [DimensionKey: Expected] {
        var groups: [DimensionKey: Expected] = [:]
        for line in world.lines {
            let facts = try world.lineFacts(line)
            let decision = try world.decision(line)
            let agrees = try world.agrees(line, decision)
            guard query.period.contains(facts.day), WorldReference.matches(query.filter, line, decision, agrees) else {
                continue
            }
            let keys = query.within.map { key($0.dimension, line, decision, facts.day) }
            if zip(keys, query.within).contains(where: { $0 != $1.key }) { continue }
            let own = query.dimension.map { key($0, line, decision, facts.day) } ?? query.within.last?.key ?? .none
            let amounts = try world.facts.decision?.amounts(facts, decision)
            let list = try WideDecimal(facts.unitPrice).multiplied(by: facts.quantity)
            let usd = try AmountSums(
                list: list, earned: amounts?.earnedList ?? .zero, missed: amounts?.missedList ?? .zero)
            var billing = AmountSums(
                list: try list.multiplied(by: facts.exchangeRate),
                net: try usd.net.multiplied(by: facts.exchangeRate), earned: amounts?.earned ?? .zero,
                missed: amounts?.missed ?? .zero)
            if world.facts.decision?.policy.dailyRounding.value(on: facts.day) == .floor2PerLine {
                billing.net = billing.net.rounded(scale: 2, .towardZero)
            }
            var group = groups[own] ?? Expected()
            try group.usd.add(usd)
            if let currency = CurrencyCode(line[.billingCurrency]) {
                try group.billing[currency, default: .zero].add(billing)
            }
            group.lines += 1
            group.eligible += decision.isEligible ? 1 : 0
            group.disagreeing += agrees ? 0 : 1
            groups[own] = group
        }
        return groups
    }

    private func key(_ dimension: CreditDimension, _ line: WorldLine, _ decision: LineDecision, _ day: Day)
        -> DimensionKey
    {
        let customer = LineKey.id(Array(line[.customerID].utf8))
        let plan = LineKey.id(Array(line[.subscriptionID].utf8))
        let entitlement = line[.entitlementID].isEmpty ? line[.subscriptionID] : line[.entitlementID]
        return switch dimension {
        case .day: .day(day)
        case .month: .month(day.month)
        case .customer: .id(customer)
        case .subscription: .id(LineKey.id(Array(entitlement.utf8)))
        case .resourceGroup: .text(line[.resourceGroup].lowercased())
        case .meterCategory: .text(line[.meterCategory])
        case .product: .text(line[.productID])
        case .reason: .reason(decision.reason)
        case .reseller: Self.naming.reseller(customer, plan).map { .text($0) } ?? .none
        case .country: Self.naming.country(customer).map { .text($0.description) } ?? .none
        case .derived: .none
        }
    }

    private func check(
        _ groups: CreditGroups, _ expected: [DimensionKey: Expected], _ query: CreditQuery, _ seed: UInt64
    ) throws {
        let place = "seed \(seed) \(query.dimension.map { $0.code } ?? "totals") \(query)"
        if query.dimension == nil, expected.isEmpty {
            #expect(groups.groups.count == 1 && groups.groups[0].lines == 0, "\(place)")
            return
        }
        #expect(groups.groups.map(\.key) == expected.keys.sorted(), "\(place)")
        for group in groups.groups {
            let totals = try group.totals()
            let wanted = expected[group.key] ?? Expected()
            #expect(totals.amounts == wanted.usd, "\(place) \(group.key)")
            #expect(totals.lines == wanted.lines && totals.eligibleLines == wanted.eligible, "\(place) \(group.key)")
            #expect(totals.disagreeingLines == wanted.disagreeing, "\(place) \(group.key)")
            let billing = try group.billing()
            #expect(billing.map(\.currency) == wanted.billing.keys.sorted(), "\(place) \(group.key)")
            for sums in billing { #expect(sums.amounts == wanted.billing[sums.currency], "\(place) \(group.key)") }
        }
    }

    private func randomQuery(_ random: inout SeededGenerator, _ world: TestWorld) throws -> CreditQuery {
        let month = TestWorld.month
        var period = month.previous.firstDay...month.next.lastDay
        if random.chance(40) {
            let first = random.below(31)
            period = month.firstDay.advanced(by: first)...month.firstDay.advanced(by: first + random.below(31 - first))
        }
        var filter = LineFilter()
        if random.chance(25) { filter.customers = Set((0..<2).map { _ in TestWorld.id(1, random.below(7)) }) }
        if random.chance(15) { filter.subscriptions = Set((0..<3).map { _ in TestWorld.id(2, random.below(18)) }) }
        if random.chance(10) { filter.plans = [TestWorld.id(3, random.below(6))] }
        if random.chance(15) { filter.resourceGroup = random.pick(["RG-APP", "rg-data", "none", ""]) }
        if random.chance(15) { filter.meterCategories = random.pick([["Storage"], ["", "Virtual Machines"], ["x"]]) }
        if random.chance(15) { filter.productID = "DZH318Z0000\(random.below(8))" }
        if random.chance(8) { filter.meterName = random.pick(["Meter 1", "D2 Spot", "meter 1"]) }
        if random.chance(8) { filter.tag = TagFilter(name: "ENV", value: random.pick([nil, "prod", "test"])) }
        if random.chance(5) { filter.importID = Int64(1 + random.below(3)) }
        if random.chance(15) { filter.isEligible = random.chance(50) }
        if random.chance(10) { filter.reasons = [random.pick(CreditReason.allCases), .noAccess] }
        if random.chance(8) { filter.agrees = random.chance(50) }
        var query = CreditQuery(period: period, filter: filter)
        let some = world.lines[random.below(world.lines.count)]
        let decision = try world.decision(some)
        while random.chance(30), query.within.count < 3 {
            let dimension = random.pick(CreditDimension.builtIn)
            query.within.append(
                GroupPath(
                    dimension: dimension,
                    key: key(dimension, some, decision, try Day(parsing: some[.usageDate]))))
        }
        query.dimension = random.chance(80) ? random.pick(CreditDimension.builtIn) : nil
        return query
    }

    @Test("every breakdown adds up to what the lines say one by one", arguments: UInt64(1)...6)
    func addsUp(seed: UInt64) throws {
        let rounding: Dated<CreditPolicy.DailyRounding> =
            seed % 4 == 0
            ? Dated(.floor2PerLine, changes: [(TestWorld.month.firstDay.advanced(by: 15), .none)]) : Dated(.none)
        let rate = Dated(
            CreditPolicy.defaultRate,
            changes: [(TestWorld.month.firstDay.advanced(by: 20), try ExactDecimal(parsing: "0.175"))])
        let world = try TestWorld(seed: seed, lineCount: 250, policy: CreditPolicy(rate: rate, dailyRounding: rounding))
        _ = try world.compute()
        var random = SeededGenerator(seed: seed + 1000)
        let queries = try (0..<30).map { _ in try randomQuery(&random, world) }
        let answers = try reports(world).answer(queries)
        for (query, groups) in zip(queries, answers) {
            try check(groups, expected(world, query), query, seed)
        }
    }
}
