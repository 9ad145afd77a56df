import Testing

@testable import Credit

/// Who of several partners holds access, and whether the billed provider earns.
/// - Source: pec.md section 2.1, all 14 rows of the published table.
@Suite("Several partners hold access")
struct MultiPartnerTests {
    enum Holder: String, Sendable {
        case provider = "P"
        case reseller = "R"
        case other = "X"
        case nobody = "–"

        var partnerID: String? {
            switch self {
            case .provider: "100"
            case .reseller: "200"
            case .other: "300"
            case .nobody: nil
            }
        }
    }

    struct Row: Sendable, CustomTestStringConvertible {
        let number: Int
        let role: Holder
        let aobo: Holder
        let earns: Bool

        init(_ number: Int, _ role: Holder, _ aobo: Holder, _ earns: Bool) {
            self.number = number
            self.role = role
            self.aobo = aobo
            self.earns = earns
        }

        var testDescription: String { "row \(number): role \(role.rawValue), AOBO \(aobo.rawValue)" }
    }

    static let table = [
        Row(1, .provider, .nobody, true), Row(2, .nobody, .provider, true), Row(3, .reseller, .nobody, true),
        Row(4, .nobody, .reseller, true), Row(5, .other, .provider, true), Row(6, .provider, .other, true),
        Row(7, .provider, .reseller, true), Row(8, .reseller, .provider, true), Row(9, .reseller, .other, true),
        Row(10, .other, .reseller, true), Row(11, .other, .nobody, false), Row(12, .nobody, .other, false),
        Row(13, .nobody, .nobody, false), Row(14, .other, .other, false),
    ]

    static let day = Day(number: 19_426)
    static let subscription = GUID(high: 2, low: 0)
    static let always = Interval(from: .distantPast, until: nil)

    private func grant(_ path: AccessPath, _ holder: Holder) -> AccessGrant? {
        guard let id = holder.partnerID else { return nil }
        let organization = AccessGrant.Organization.partnerID(id)
        return AccessGrant(
            path: path, role: RoleReference(definitionID: nil, name: "Owner"),
            scope: Scope("/subscriptions/\(Self.subscription)"),
            holderKind: path == .aobo ? .foreignPrincipal : .guestUser, organization: organization,
            customerID: GUID(high: 1, low: 0), interval: Self.always,
            foreignPrincipal: path == .aobo
                ? AccessGrant.ForeignPrincipal(group: .adminAgents, tenantOf: organization) : nil,
            members: path == .aobo
                ? nil : [GrantMember(links: [PartnerIDLink(partnerID: id, interval: Self.always)])])
    }

    private func reason(_ row: Row, _ path: AccessPath, hasReseller: Bool) -> CreditReason {
        let facts = DecisionFacts(
            DecisionFacts.Inputs(
                partner: PartnerFacts(kind: .indirectProvider, partnerIDs: ["100"]),
                resellers: [PartnerFacts(kind: .indirectReseller, partnerIDs: ["200"])],
                otherPartners: [PartnerFacts(kind: .directBill, partnerIDs: ["300"])],
                grants: [grant(path, row.role), grant(.aobo, row.aobo)].compactMap(\.self)))
        return facts.decide(
            LineFacts(
                product: ProductFacts(
                    productID: "P", skuID: "1", market: nil, day: Self.day, stated: StatedProduct()),
                customer: GUID(high: 1, low: 0), subscription: Self.subscription,
                path: "/subscriptions/\(Self.subscription)/resourceGroups/app", reseller: hasReseller ? 0 : nil,
                unitPrice: .one, quantity: .one)
        ).reason
    }

    @Test("the provider earns as the published table says, by a role and by Lighthouse", arguments: table)
    func published(row: Row) {
        for path in [AccessPath.directRBAC, .lighthouseARM, .lighthouseOffer] {
            let found = reason(row, path, hasReseller: true)
            #expect(found.isEligible == row.earns, "\(path)")
            if !row.earns {
                #expect(found == (row.number == 13 ? .noAccess : .wrongPartnerAccess), "\(path)")
            }
        }
    }

    @Test("a reseller that is not of record on the plan counts as any other partner", arguments: table)
    func notOfRecord(row: Row) {
        let holdsProvider = row.role == .provider || row.aobo == .provider
        #expect(reason(row, .directRBAC, hasReseller: false).isEligible == holdsProvider)
    }
}
