import Testing

@testable import Credit

/// Which of several failing checks is the reason.
/// - Source: pec.md section 13.
@Suite("The order of reasons")
struct ReasonOrderTests {
    static let subscription = GUID(high: 2, low: 0)
    static let customer = GUID(high: 1, low: 0)
    static let day = Day(number: 19_426)
    static let market = CountryCode("DE")
    static let always = Interval(from: .distantPast, until: nil)

    static let codes = [
        "OK_ELIGIBLE", "PARTNER_NOT_BILLED", "PROGRAM_AGREEMENT_INACTIVE", "LEGACY_OFFER", "NOT_AZURE_PLAN",
        "RESERVATION", "SAVINGS_PLAN", "SPOT_VM", "MARKETPLACE", "THIRD_PARTY", "TELCO_PAYG", "NOT_IN_PRICE_LIST",
        "AZURE_CREDIT_APPLIED", "NO_ACCESS", "WRONG_PARTNER_ACCESS", "SCOPE_MISMATCH", "ROLE_NOT_ELIGIBLE",
        "ROLE_UNKNOWN", "AOBO_GROUP_MISMATCH", "PARTNER_ID_NOT_LINKED", "PARTNER_ID_WRONG_ORG", "DENY_ASSIGNMENT",
        "JIT_NOT_ACTIVE", "ACCESS_NOT_YET_GRANTED", "ACCESS_REMOVED", "ACCESS_NOT_FULL_DAY",
    ]

    @Test("there are 26 codes, numbered in the order of the checks")
    func complete() {
        #expect(CreditReason.allCases.map(\.code) == Self.codes)
        #expect(CreditReason.allCases.map { Int($0.rawValue) } == Array(0..<26))
        for code in Self.codes { #expect(CreditReason(code: code)?.code == code) }
        #expect(CreditReason(code: "ok_eligible") == nil)
        #expect(CreditReason.allCases.filter { $0.stage == .partner }.count == 2)
        #expect(CreditReason.allCases.filter { $0.stage == .product }.count == 9)
        #expect(CreditReason.allCases.filter(\.isMissed).count == 13)
    }

    // MARK: Stages A to C

    /// Makes one check fail and changes nothing else.
    struct Breach: Sendable {
        let reason: CreditReason
        let apply: @Sendable (inout DecisionFacts.Inputs, inout LineFacts) -> Void

        init(
            _ reason: CreditReason, _ apply: @escaping @Sendable (inout DecisionFacts.Inputs, inout LineFacts) -> Void
        ) {
            self.reason = reason
            self.apply = apply
        }
    }

    static let breaches: [Breach] = [
        Breach(.partnerNotBilled) { inputs, _ in inputs.partner.kind = .indirectReseller },
        Breach(.programAgreementInactive) { inputs, _ in inputs.partner.programAgreement = [] },
        Breach(.legacyOffer) { _, line in line.product.offer = .legacyAzure },
        Breach(.notAzurePlan) { _, line in line.product.stated?.view = .licenseBased },
        Breach(.reservation) { _, line in line.product.stated?.tags.insert(.reservation) },
        Breach(.savingsPlan) { _, line in line.product.benefitType = "SavingsPlan" },
        Breach(.spotVM) { _, line in line.product.stated?.isSpot = true },
        Breach(.marketplace) { _, line in line.product.stated?.view = .marketplace },
        Breach(.thirdParty) { _, line in line.product.stated?.tags.insert(.thirdParty) },
        Breach(.telcoPayg) { _, line in line.product.stated?.isTelcoPayg = true },
        Breach(.notInPriceList) { _, line in line.product.stated?.isInPriceList = false },
        Breach(.azureCreditApplied) { _, line in line.product.creditPercentage = ExactDecimal(100) },
        Breach(.noAccess) { inputs, _ in inputs.grants = [] },
    ]

    private static func grant() -> AccessGrant {
        AccessGrant(
            path: .aobo, role: RoleReference(definitionID: nil, name: "Owner"),
            scope: Scope("/subscriptions/\(subscription)"), holderKind: .foreignPrincipal,
            organization: .partnerID("1"), customerID: customer, interval: always,
            foreignPrincipal: AccessGrant.ForeignPrincipal(group: .adminAgents, tenantOf: .partnerID("1")))
    }

    private static func inputs(_ grants: [AccessGrant]) -> DecisionFacts.Inputs {
        DecisionFacts.Inputs(
            partner: PartnerFacts(kind: .directBill, partnerIDs: ["1"]),
            otherPartners: [PartnerFacts(kind: .directBill, partnerIDs: ["9"])], grants: grants)
    }

    private static func line() -> LineFacts {
        LineFacts(
            product: ProductFacts(productID: "P", skuID: "1", market: nil, day: day, stated: StatedProduct()),
            customer: customer, subscription: subscription, path: "/subscriptions/\(subscription)/resourceGroups/app",
            unitPrice: .one, quantity: .one)
    }

    private static func reason(_ breaches: some Sequence<Breach>) -> CreditReason {
        var inputs = inputs([grant()])
        var line = line()
        for breach in breaches { breach.apply(&inputs, &line) }
        return DecisionFacts(inputs).decide(line).reason
    }

    @Test("each check of stages A to C alone gives its reason; with any later one it still does")
    func firstFails() {
        #expect(Self.reason([]) == .okEligible)
        for (index, breach) in Self.breaches.enumerated() {
            #expect(Self.reason([breach]) == breach.reason)
            for later in Self.breaches[(index + 1)...] {
                // A product has one price-sheet view, so two checks on it cannot fail at once.
                if breach.reason == .notAzurePlan, later.reason == .marketplace { continue }
                #expect(Self.reason([later, breach]) == breach.reason, "\(breach.reason) and \(later.reason)")
            }
        }
    }

    // MARK: Stage D

    /// Makes one check of a grant fail; those that exclude each other are told by their path.
    private static let grantBreaches: [(CreditReason, @Sendable (inout AccessGrant) -> Void)] = [
        (.wrongPartnerAccess, { $0.organization = .partnerID("9") }),
        (.scopeMismatch, { $0.scope = Scope("/subscriptions/\(subscription)/resourceGroups/app2") }),
        (.roleNotEligible, { $0.role = RoleReference(definitionID: nil, name: "Reader") }),
        (.roleUnknown, { $0.role = RoleReference(definitionID: nil, name: "Contoso Operator") }),
        (
            .aoboGroupMismatch,
            { $0.foreignPrincipal = AccessGrant.ForeignPrincipal(group: nil, tenantOf: .partnerID("1")) }
        ),
        (
            .partnerIDNotLinked,
            {
                $0.path = .directRBAC
                $0.members = []
            }
        ),
        (
            .partnerIDWrongOrg,
            {
                $0.path = .directRBAC
                $0.members = [GrantMember(links: [PartnerIDLink(partnerID: "9", interval: always)])]
            }
        ),
        (.jitNotActive, { $0.activation = .jitEligible }),
    ]

    private static func reason(
        of grants: [AccessGrant], denies: [DenyAssignment] = []
    ) -> CreditReason {
        var inputs = inputs(grants)
        inputs.denyAssignments = denies
        return DecisionFacts(inputs).decide(line()).reason
    }

    @Test("the first failing check of a grant counts")
    func firstOfGrant() {
        for (index, breach) in Self.grantBreaches.enumerated() {
            var alone = Self.grant()
            breach.1(&alone)
            #expect(Self.reason(of: [alone]) == breach.0)
            for later in Self.grantBreaches[(index + 1)...] {
                // A role is either listed or not; a path needs either a group or a link, and has one or several.
                let pair: Set<CreditReason> = [breach.0, later.0]
                if pair.isSubset(of: [.roleNotEligible, .roleUnknown])
                    || pair.isSubset(of: [.aoboGroupMismatch, .partnerIDNotLinked, .partnerIDWrongOrg])
                {
                    continue
                }
                var both = Self.grant()
                later.1(&both)
                breach.1(&both)
                #expect(Self.reason(of: [both]) == breach.0, "\(breach.0) before \(later.0)")
            }
        }
    }

    @Test("a deny assignment comes before a role that was not activated, and after a missing link")
    func deny() {
        let deny = DenyAssignment(scope: Scope("/subscriptions/\(Self.subscription)"), interval: Self.always)
        #expect(Self.reason(of: [Self.grant()], denies: [deny]) == .denyAssignment)
        var eligible = Self.grant()
        eligible.activation = .jitEligible
        #expect(Self.reason(of: [eligible], denies: [deny]) == .denyAssignment)
        var unlinked = Self.grant()
        unlinked.path = .directRBAC
        unlinked.members = []
        #expect(Self.reason(of: [unlinked], denies: [deny]) == .partnerIDNotLinked)
    }

    @Test("of several grants that all fail, the one that came farthest tells the reason")
    func farthest() {
        for (index, first) in Self.grantBreaches.enumerated() {
            for second in Self.grantBreaches[(index + 1)...] {
                var (near, far) = (Self.grant(), Self.grant())
                first.1(&near)
                second.1(&far)
                #expect(Self.reason(of: [near, far]) == second.0, "\(first.0), \(second.0)")
                #expect(Self.reason(of: [far, near]) == second.0, "\(first.0), \(second.0)")
                #expect(Self.reason(of: [far, near, Self.grant()]) == .okEligible)
            }
        }
    }

    @Test("times: a part of the day before an end before it, that before a begin behind it")
    func times() {
        func grant(_ from: Int64, _ until: Int64?) -> AccessGrant {
            var grant = Self.grant()
            func instant(_ hours: Int64) -> Instant {
                Instant(microseconds: Self.day.start.microseconds + hours * 3_600_000_000)
            }
            grant.interval = Interval(from: instant(from), until: until.map(instant))
            return grant
        }
        let (later, ended, part) = (grant(24, nil), grant(-48, 0), grant(12, nil))
        #expect(Self.reason(of: [later]) == .accessNotYetGranted)
        #expect(Self.reason(of: [ended]) == .accessRemoved)
        #expect(Self.reason(of: [part]) == .accessNotFullDay)
        #expect(Self.reason(of: [later, ended]) == .accessRemoved)
        #expect(Self.reason(of: [later, ended, part]) == .accessNotFullDay)
        #expect(Self.reason(of: [grant(0, 24)]) == .okEligible)
        #expect(Self.reason(of: [grant(0, 12), grant(12, 24)]) == .okEligible)
        #expect(Self.reason(of: [grant(0, 12), grant(13, 24)]) == .accessNotFullDay)
        // A grant that fails another check tells nothing where one passes them all.
        var reader = Self.grant()
        reader.role = RoleReference(definitionID: nil, name: "Reader")
        #expect(Self.reason(of: [later, reader]) == .accessNotYetGranted)
    }
}
