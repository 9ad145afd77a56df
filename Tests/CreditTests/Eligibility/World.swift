@testable import Credit

/// Random numbers that are the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
    mutating func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }
}

/// A small random world: two customers, three subscriptions, three partners, a handful of grants and lines.
struct World {
    static let firstDay = Day(number: 19_000)
    static let days = 6
    static let customers = [GUID(high: 1, low: 1), GUID(high: 1, low: 2)]
    static let subscriptions = (1...3).map {
        GUID(high: 0xAAAA_AAAA_0000_4000, low: 0x8000_0000_0000_0000 + UInt64($0))
    }
    static let owners = [0, 0, 1]
    static let group = "/providers/Microsoft.Management/managementGroups/G1"
    static let roles = [
        RoleReference(definitionID: AzureRole.table[0].definitionID, name: "Owner"),
        RoleReference(definitionID: nil, name: "cOnTrIbUtOr"),
        RoleReference(definitionID: AzureRole.table[2].definitionID, name: "Owner"),
        RoleReference(definitionID: GUID(high: 9, low: 9), name: "Owner"),
        RoleReference(definitionID: nil, name: "Reader"),
        RoleReference(definitionID: nil, name: "Owner", isCustom: true),
    ]

    var generator: SeededGenerator
    var inputs: DecisionFacts.Inputs
    var lines: [LineFacts] = []

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
        let partner = PartnerFacts(
            kind: generator.chance(95) ? .directBill : .advisor, organization: "p", partnerIDs: ["1", "2"],
            programAgreement: generator.chance(80) ? nil : [])
        inputs = DecisionFacts.Inputs(
            partner: partner,
            resellers: [
                PartnerFacts(kind: .indirectReseller, organization: "r", partnerIDs: ["3"]),
                PartnerFacts(kind: .indirectReseller, organization: "q", partnerIDs: ["4"]),
            ],
            managementGroups: ManagementGroups(
                parents: [("child", "g1")], members: [(Self.subscriptions[0], "Child")]))
        inputs.considersEveryGrant = generator.chance(40)
        if generator.chance(30) { inputs.policy.coverageMode = .singleGrant }
        if generator.chance(30) { inputs.policy.lighthouseOfferNeedsPAL = Dated(true) }
        if generator.chance(50) {
            inputs.partner.programAgreement = (0..<Int.random(in: 0...3, using: &generator)).map { _ in interval() }
        }
        inputs.grants = (0..<Int.random(in: 0...6, using: &generator)).map { _ in grant() }
        inputs.denyAssignments = (0..<(generator.chance(30) ? 2 : 0)).map { _ in deny() }
        lines = (0..<12).map { _ in line() }
    }

    private mutating func interval() -> Interval {
        // Quarters of days, from before the first day to after the last.
        func instant(_ quarter: Int) -> Instant {
            Instant(microseconds: Self.firstDay.start.microseconds + Int64(quarter) * 21_600_000_000)
        }
        let from = generator.chance(40) ? -8 : Int.random(in: -8...28, using: &generator)
        if generator.chance(40) { return Interval(from: instant(from), until: nil) }
        return Interval(from: instant(from), until: instant(Int.random(in: -8...32, using: &generator)))
    }

    private mutating func organization() -> AccessGrant.Organization {
        generator.pick([
            .unknown, .named("p"), .named("p"), .named("r"), .named("q"), .named("x"), .partnerID("2"),
            .partnerID("99"),
        ])
    }

    private mutating func scope() -> (Scope, customer: GUID?) {
        let number = Int.random(in: 0..<3, using: &generator)
        let id =
            generator.chance(50)
            ? Self.subscriptions[number].description : Self.subscriptions[number].description.uppercased()
        let customer = generator.chance(85) ? Self.customers[Self.owners[number]] : nil
        let below = generator.pick([
            "", "", "", "/", "/resourceGroups/app", "/RESOURCEGROUPS/App", "/resourceGroups/app2",
            "/resourceGroups/app/providers/Microsoft.Compute/virtualMachines/vm1",
            "/resourceGroups/app/providers/Microsoft.Compute/virtualMachines/vm",
        ])
        if generator.chance(12) { return (Scope(Self.group), generator.chance(80) ? Self.customers[0] : nil) }
        if generator.chance(3) { return (Scope("/"), generator.pick(Self.customers)) }
        return (Scope("/\(generator.pick(["subscriptions", "Subscriptions"]))/\(id)\(below)"), customer)
    }

    private mutating func grant() -> AccessGrant {
        let (scope, customer) = scope()
        let path = generator.pick([AccessPath.aobo, .aobo, .directRBAC, .directRBAC, .lighthouseARM, .lighthouseOffer])
        let members = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
            let links = (0..<Int.random(in: 0...2, using: &generator)).map { _ in
                PartnerIDLink(partnerID: generator.pick(["1", "2", "3", "4", "77"]), interval: interval())
            }
            return GrantMember(membership: generator.chance(20) ? interval() : nil, links: links)
        }
        return AccessGrant(
            path: path, role: generator.chance(70) ? Self.roles[0] : generator.pick(Self.roles), scope: scope,
            holderKind: .user, organization: organization(), customerID: customer, interval: interval(),
            activation: generator.chance(75) ? .permanent : generator.pick([.timeBound, .jitEligible]),
            activations: (0..<Int.random(in: 0...2, using: &generator)).map { _ in interval() },
            foreignPrincipal: AccessGrant.ForeignPrincipal(
                group: generator.pick([.adminAgents, .helpdeskAgents, .adminAgents, nil]),
                tenantOf: organization()),
            members: members)
    }

    private mutating func deny() -> DenyAssignment {
        let (scope, customer) = scope()
        return DenyAssignment(
            scope: scope, interval: interval(), organization: generator.chance(50) ? organization() : nil,
            customerID: customer)
    }

    private mutating func line() -> LineFacts {
        let number = Int.random(in: 0..<3, using: &generator)
        let path = generator.pick([
            "", "/resourceGroups/app", "/resourcegroups/APP/providers/Microsoft.Compute/virtualMachines/vm1",
            "/resourceGroups/app/providers/microsoft.compute/VirtualMachines/vm2",
            "/resourceGroups/app2/providers/Microsoft.Storage/storageAccounts/s",
        ])
        let product = ProductFacts(
            offer: generator.chance(95) ? .azurePlan : .legacyAzure, productID: "P", skuID: "1", market: nil,
            day: Self.firstDay.advanced(by: Int.random(in: 0..<Self.days, using: &generator)),
            skuName: generator.chance(95) ? "D2" : "D2 spot",
            creditPercentage: generator.chance(95) ? .zero : ExactDecimal(100),
            stated: StatedProduct(isInPriceList: generator.chance(95)))
        return LineFacts(
            product: product,
            customer: generator.chance(90) ? Self.customers[Self.owners[number]] : nil,
            subscription: generator.chance(90) ? Self.subscriptions[number] : nil,
            path: "/subscriptions/\(Self.subscriptions[number])\(path)",
            reseller: generator.pick([nil, 0, 1]), unitPrice: .one, quantity: .one)
    }
}
