import Credit
import CreditLedger
import Store

/// A generator of numbers that gives the same ones for the same seed.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }

    mutating func below(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &self) }
    mutating func pick<Value>(_ values: [Value]) -> Value { values[below(values.count)] }
    mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
}

/// One line of a random world, with what a reader of one case needs.
struct WorldLine {
    var importID: Int64
    var line: Int
    var fields: [UsageColumn: String]

    subscript(_ column: UsageColumn) -> String { fields[column] ?? "" }
}

/// A partner, customers, grants, prices and usage that hold together and have all kinds of holes.
struct TestWorld {
    static let month = BillingMonth(number: 2026 * 12 + 9)
    static let columns: [UsageColumn] = [
        .customerID, .customerName, .customerCountry, .tier2MpnID, .productID, .skuID, .skuName,
        .subscriptionDescription, .subscriptionID, .usageDate, .meterCategory, .meterName, .resourceGroup,
        .resourceURI, .unitPrice, .quantity, .billingCurrency, .tags, .additionalInfo, .effectiveUnitPrice,
        .pcToBCExchangeRate, .entitlementID, .entitlementDescription, .partnerEarnedCreditPercentage,
        .creditPercentage, .creditType, .benefitType, .pricingPreTaxTotal,
    ]

    var facts: LedgerFacts
    var lines: [WorldLine] = []
    var store = MemoryStore()

    static func id(_ kind: Int, _ number: Int) -> GUID {
        GUID(high: UInt64(kind) << 32 | 0x4000, low: UInt64(number) &+ 1)
    }

    init(seed: UInt64, lineCount: Int = 400, policy: CreditPolicy = CreditPolicy(), groupSize: Int = 150) throws {
        var random = SeededGenerator(seed: seed)
        facts = Self.facts(&random, policy)
        var importID: Int64 = 1
        var row = 2
        var builder = LineGroupBuilder(importID: importID, columns: Self.columns)
        var groups: [EncodedGroup] = []
        for _ in 0..<lineCount {
            let line = WorldLine(importID: importID, line: row, fields: Self.line(&random))
            lines.append(line)
            builder.append(Self.columns.map { Self.quoted(line[$0]) }, line: row)
            row += 1
            if builder.rowCount == groupSize {
                groups += builder.finish()
                builder = LineGroupBuilder(importID: importID, columns: Self.columns)
                if random.chance(30) {
                    try store.addUsage(groups, id: importID)
                    groups = []
                    importID += 1
                    row = 2
                    builder = LineGroupBuilder(importID: importID, columns: Self.columns)
                }
            }
        }
        groups += builder.finish()
        try store.addUsage(groups, id: importID)
    }

    /// A world whose lines of two imports lie in one group, as a join leaves them. Lines of the second import have
    /// numbers from 10,000 on, so that they can be told apart.
    static func joined(seed: UInt64, lineCount: Int) throws -> TestWorld {
        var random = SeededGenerator(seed: seed)
        var world = TestWorld(facts: facts(&random, CreditPolicy()))
        var builder = LineGroupBuilder(importID: 1, columns: columns)
        for index in 0..<lineCount {
            let importID: Int64 = index < lineCount / 2 ? 1 : 2
            let line = WorldLine(
                importID: importID, line: importID == 1 ? index + 2 : index + 10_000, fields: line(&random))
            world.lines.append(line)
            builder.append(columns.map { quoted(line[$0]) }, line: line.line)
        }
        let groups = try builder.finish().map { group in
            var group = group
            let reader = LineGroupReader()
            try reader.open(group.header)
            for (column, blob) in group.columns where column == .lineNumber { try reader.load(column, blob) }
            let imports = try reader.lineNumbers(rows: 0..<group.header.rowCount).map { Int64($0 < 10_000 ? 1 : 2) }
            let rows = [UInt32](0..<UInt32(imports.count))
            let blob = imports.withUnsafeBufferPointer { values in
                rows.withUnsafeBufferPointer { rows in
                    values.baseAddress.map { ColumnEncoder().integers($0, rows: rows) } ?? []
                }
            }
            group.columns.append((.importID, blob))
            group.columns.sort { $0.id < $1.id }
            group.header.columns = group.columns.map(\.id)
            group.header.imports = [1, 2]
            return group
        }
        try world.store.addUsage(groups, id: 1)
        try world.store.addUsage([], id: 2)
        return world
    }

    private init(facts: LedgerFacts) { self.facts = facts }

    static func quoted(_ text: String) -> String {
        text.contains(where: { ",\"\n".contains($0) }) ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
    }

    func compute(threads: Int = 2) throws -> LedgerComputation.Outcome {
        try LedgerComputation.run(
            months: [Self.month], facts: facts, writer: store, now: Instant(microseconds: 5), threads: threads)[0]
    }

    /// The one-case path: the same line as `decide` sees it.
    func lineFacts(_ line: WorldLine) throws -> LineFacts {
        let entitlement = GUID(line[.entitlementID])
        let plan = GUID(line[.subscriptionID])
        let quantity = try ExactDecimal(parsing: line[.quantity])
        let price = try ExactDecimal(parsing: line[.unitPrice])
        let text = line[.tier2MpnID]
        let reseller =
            text.isEmpty
            ? plan.flatMap { facts.planResellers[$0] } : facts.decision?.reseller(partnerID: text)
        let product = ProductFacts(
            offer: OfferKind(usageDescription: line[.subscriptionDescription]), productID: line[.productID],
            skuID: line[.skuID], market: CountryCode(line[.customerCountry]), day: try Day(parsing: line[.usageDate]),
            skuName: line[.skuName], meterName: line[.meterName], benefitType: line[.benefitType],
            creditType: line[.creditType],
            creditPercentage: line[.creditPercentage].isEmpty
                ? .zero : try ExactDecimal(parsing: line[.creditPercentage]),
            isPaidByReservation: ProductText.namesReservation(additionalInfo: Array(line[.additionalInfo].utf8))
                && ["", "0", "0.00"].contains(line[.pricingPreTaxTotal]))
        return LineFacts(
            product: product, customer: GUID(line[.customerID]), subscription: entitlement,
            path: Scope.path(
                subscription: entitlement, resourceGroup: line[.resourceGroup], resource: line[.resourceURI]),
            reseller: reseller, unitPrice: price, quantity: quantity,
            exchangeRate: try ExactDecimal(parsing: line[.pcToBCExchangeRate]))
    }

    func decision(_ line: WorldLine) throws -> LineDecision {
        guard let decision = facts.decision else {
            return LineDecision(reason: .partnerNotBilled, rate: .zero, grant: nil)
        }
        return decision.decide(try lineFacts(line))
    }

    func agrees(_ line: WorldLine, _ decision: LineDecision) throws -> Bool {
        StatedCredit(
            percentage: try? ExactDecimal(parsing: line[.partnerEarnedCreditPercentage]),
            unitPrice: try ExactDecimal(parsing: line[.unitPrice]),
            effectiveUnitPrice: try? ExactDecimal(parsing: line[.effectiveUnitPrice])
        ).agrees(withRate: decision.rate)
    }

    // MARK: Making it up

    private static func line(_ random: inout SeededGenerator) -> [UsageColumn: String] {
        let customer = random.below(6)
        let number = customer * 3 + random.below(3)
        let subscription = id(2, number)
        let day = 1 + random.below(31)
        let product = random.below(7)
        let group = ["", "rg-app", "RG-App", "rg-data", "rg-\(number)"][random.below(5)]
        let resource =
            group.isEmpty && random.chance(70)
            ? ""
            : "/subscriptions/\(subscription)/resourceGroups/\(group.isEmpty ? "rg-x" : group)/providers/"
                + "Microsoft.Compute/virtualMachines/vm\(random.below(4))"
        let isBlank = random.chance(3)
        return [
            .customerID: random.chance(3) ? id(1, (customer + 1) % 6).description : id(1, customer).description,
            .customerName: "Customer, \"\(customer)\" é",
            .customerCountry: ["DE", "NL", "SE", "DE", "", "US"][customer],
            .tier2MpnID: random.pick(["", "", "", "67890", "-1", "555", "12345"]),
            .productID: "DZH318Z0000\(product)", .skuID: "000\(product % 3)",
            .skuName: product == 3 && random.chance(50) ? "D2 v3 Spot" : "D2 v3",
            .subscriptionDescription: random.chance(2) ? "MS-AZR-0145P" : "Azure plan",
            .subscriptionID: id(3, customer).description, .usageDate: "10/\(day)/2026",
            .meterCategory: ["Virtual Machines", "Storage", "", "Storage"][product % 4],
            .meterName: random.chance(4) ? "D2 Spot" : "Meter \(product)", .resourceGroup: group,
            .resourceURI: resource,
            .unitPrice: random.pick([
                "0.0209496384791679", "1", "0", "0.1999968000511991808131", "12.5", "1E-05", "170000.1234567890123456",
                "99999999999999999.25",
            ]),
            .quantity: random.pick([
                "23.200004", "1", "0", "-4.5", "0.000001", "1E3", "350.007", "99999999999.5", "007.5",
            ]),
            .billingCurrency: customer == 5 ? "USD" : random.chance(10) ? "SEK" : "EUR",
            .tags: random.pick(["", "{\"env\":\"prod\",\"team\":\"a,b\"}", "\"env\":\"test\"", "{\"Env\":\"prod\"}"]),
            .additionalInfo: random.pick([
                "", "{\"ServiceType\":\"Standard_B1s\"}", "{\"ReservationId\":\"abc\"}", "{\"ReservationId\":\"\"}",
            ]),
            .effectiveUnitPrice: random.pick(["0.01", "1", "0", "10.625", ""]),
            .pcToBCExchangeRate: customer == 5 ? "1" : random.pick(["0.846202666", "0.85", "10.123456789"]),
            .entitlementID: isBlank ? "" : subscription.description,
            .entitlementDescription: "Subscription \(number)",
            .partnerEarnedCreditPercentage: random.pick(["15", "0", "15", "", "15.0"]),
            .creditPercentage: random.pick(["0", "0", "0", "", "100", "37.5"]),
            .creditType: random.pick(["", "", "Azure Credit Applied", "Credit Not Applied"]),
            .benefitType: random.pick(["", "", "", "", "SavingsPlan", "Charge"]),
            .pricingPreTaxTotal: random.pick(["0", "0.00", "", "0.45", "-0.01", "1E-09"]),
        ]
    }

    private static func facts(_ random: inout SeededGenerator, _ policy: CreditPolicy) -> LedgerFacts {
        let partner = PartnerFacts(
            tenantID: id(9, 1), kind: random.chance(95) ? .indirectProvider : .advisor, organization: "p",
            partnerIDs: ["12345"],
            programAgreement: random.chance(70)
                ? nil : [Interval(from: month.firstDay.advanced(by: random.below(6)).start, until: nil)],
            adminAgents: id(8, 1), helpdeskAgents: id(8, 2))
        let reseller = PartnerFacts(
            tenantID: id(9, 2), kind: .indirectReseller, organization: "r", partnerIDs: ["67890"],
            adminAgents: id(8, 3))
        let grants = (0..<(4 + random.below(30))).map { _ in grant(&random) }
        let links = (0..<6).map { number in
            PartnerIDLink(
                objectID: id(7, number), partnerID: random.pick(["12345", "67890", "555"]),
                interval: interval(&random))
        }
        let denies = (0..<random.below(4)).map { _ in
            DenyAssignment(scope: scope(&random), interval: interval(&random))
        }
        var prices = PriceBook()
        for market in ["DE", "NL", "US"] where random.chance(80) {
            let rows = (0..<7).filter { _ in random.chance(85) }.map { product in
                PriceBook.Row(
                    productID: "DZH318Z0000\(product)", skuID: "000\(product % 3)",
                    tags: PriceTags(
                        parsing: random.pick(["Azure,Consumption", "Azure", "Third Party", "Reservations"])),
                    from: month.firstDay, through: random.chance(80) ? month.lastDay : month.firstDay.advanced(by: 10))
            }
            if let code = CountryCode(market) {
                prices.add(view: .azureConsumption, market: code, month: month, rows: rows)
            }
        }
        let decision = DecisionFacts(
            DecisionFacts.Inputs(
                partner: partner, resellers: [reseller], grants: grants, links: links, denyAssignments: denies,
                prices: prices, policy: policy))
        return LedgerFacts(
            decision: decision, planResellers: [id(3, 0): 0, id(3, 1): 0],
            grantKeys: grants.indices.map { "grant-\($0)" }, knownAccess: [id(2, 0), id(2, 1)])
    }

    private static func interval(_ random: inout SeededGenerator) -> Interval {
        let start = month.firstDay.advanced(by: random.below(50) - 30)
        return Interval(
            from: Instant(microseconds: start.start.microseconds + Int64(random.below(2)) * 3_600_000_000),
            until: random.chance(60) ? nil : start.advanced(by: random.below(40)).start)
    }

    private static func scope(_ random: inout SeededGenerator) -> Scope {
        let number = random.below(18)
        let subscription = "/subscriptions/\(id(2, number))"
        return Scope(
            random.pick([
                subscription, subscription, subscription, subscription + "/resourceGroups/rg-app",
                subscription + "/resourcegroups/RG-DATA/providers/Microsoft.Compute/virtualMachines/vm1",
            ]))
    }

    private static func grant(_ random: inout SeededGenerator) -> AccessGrant {
        let path = random.pick(AccessPath.allCases)
        let scope = scope(&random)
        return AccessGrant(
            path: path,
            role: RoleReference(definitionID: nil, name: random.pick(["Owner", "Contributor", "Reader", "My role"])),
            scope: scope, holderKind: path == .aobo ? .foreignPrincipal : .guestUser,
            holderID: path == .aobo ? id(8, 1 + random.below(4)) : id(7, random.below(6)),
            organization: random.pick([.unknown, .unknown, .named("p"), .named("r"), .named("x")]),
            customerID: scope.subscription.map { id(1, Int($0.low - 1) / 3) }, interval: interval(&random))
    }
}
