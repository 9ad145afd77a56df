/// An Azure subscription of the sample.
struct SampleSubscription: Sendable {
    let index: Int
    let customer: Int
    let plan: Int
    let entitlementID: String
    let name: String
    /// Share of the usage.
    let weight: Int
    /// Place in `SampleWorld.regions`.
    let region: Int
    let grants: [SampleGrant]
    /// Some real files write the group's name in capitals.
    let writesGroupsInCapitals: Bool
}

/// A consistent partner, its customers and their usage, drawn from a seed.
///
/// Everything but the usage lines is made when the world is; the lines are drawn one by one while they are written,
/// so that memory does not depend on their number.
package struct SampleWorld: Sendable {
    package let configuration: SampleConfiguration
    let draw: Draw
    let timetable: Timetable
    let partners: SamplePartners
    let customers: [SampleCustomer]
    let plans: [SamplePlan]
    let subscriptions: [SampleSubscription]
    let catalogue: MeterCatalogue

    static let billingCurrency = "EUR"
    /// Resource groups of every subscription; the first is a prefix of the second, and no scope may confuse them.
    static let resourceGroups = ["rg-app", "rg-app2", "rg-data", "rg-netz-münchen", "rg-shared"]
    static let regions: [(meter: String, location: String)] = [
        ("EU West", "westeurope"), ("EU North", "northeurope"), ("DE West Central", "germanywestcentral"),
        ("SE Central", "swedencentral"), ("", "EUWEST"),
    ]

    package init(_ configuration: SampleConfiguration = .standard) {
        self.configuration = configuration
        let draw = Draw(seed: configuration.seed)
        self.draw = draw
        timetable = Timetable(configuration)
        partners = SamplePartners(draw: draw)
        catalogue = MeterCatalogue(draw: draw)
        var customers: [SampleCustomer] = []
        var plans: [SamplePlan] = []
        for index in 0..<configuration.customers {
            let first = plans.count
            for (place, reseller) in CustomerCast.resellers(of: index).enumerated() {
                plans.append(
                    SamplePlan(
                        index: plans.count, customer: index, reseller: reseller,
                        planID: draw.guid(.plan, index, place), orderID: draw.letters(12, .order, index, place),
                        alternateID: String(draw.guid(.alternate, index, place).suffix(12))))
            }
            customers.append(CustomerCast.customer(index, plans: first..<plans.count, draw: draw))
        }
        let writer = GrantWriter(partners: partners, timetable: timetable, draw: draw)
        subscriptions = (0..<configuration.subscriptions).map { index in
            let customer = customers[index % customers.count]
            let place = index / customers.count
            let plan = plans[customer.plans.lowerBound + place % customer.plans.count]
            let scenario = AccessScenario.of(
                customer: customer.index, place: place, subscription: index, draw: draw)
            return SampleSubscription(
                index: index, customer: customer.index, plan: plan.index,
                entitlementID: draw.guid(.subscription, index), name: Self.name(place, of: customer),
                weight: scenario.hasMuchUsage ? 6 + draw.below(18, .weight, index) : 2 + draw.below(3, .weight, index),
                region: draw.below(Self.regions.count - 1, .subscription, index, 1),
                grants: writer.grants(for: scenario, subscription: index, customer: customer, plan: plan),
                writesGroupsInCapitals: index % 3 == 2)
        }
        self.customers = customers
        self.plans = plans
    }

    private static func name(_ place: Int, of customer: SampleCustomer) -> String {
        let kinds = ["Production", "Entwicklung & Test", "Données, archives", "Sandbox"]
        return "\(kinds[place % kinds.count]) \(customer.index + 1)-\(place + 1)"
    }

    /// The reseller column of a plan: the provider's own id when it sells directly.
    func resellerPartnerID(of plan: SamplePlan) -> String {
        partners.reseller(plan.reseller).partnerIDs[0]
    }

    /// Countries with at least one customer, sorted: the markets of the price sheets.
    var markets: [String] { Set(customers.map(\.country)).sorted() }
}
