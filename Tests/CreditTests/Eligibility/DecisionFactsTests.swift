import Testing

@testable import Credit

/// Facts as importers give them: ids of groups and holders instead of stated members.
@Suite("Facts from imported files")
struct DecisionFactsTests {
    static let customer = GUID(high: 1, low: 0)
    static let subscription = GUID(high: 2, low: 0)
    static let holder = GUID(high: 3, low: 1)
    static let member = GUID(high: 3, low: 2)
    static let admins = GUID(high: 4, low: 1)
    static let resellerAdmins = GUID(high: 4, low: 2)
    static let always = Interval(from: .distantPast, until: nil)
    static let day = Day(number: 19_000)

    private func grant(
        _ path: AccessPath, _ kind: HolderKind, _ holder: GUID, organization: AccessGrant.Organization = .unknown
    ) -> AccessGrant {
        AccessGrant(
            path: path, role: RoleReference(definitionID: nil, name: "Owner"),
            scope: Scope("/subscriptions/\(Self.subscription)"), holderKind: kind, holderID: holder,
            organization: organization, customerID: Self.customer, interval: Self.always)
    }

    private func reason(
        reseller: Int? = nil, _ change: (inout DecisionFacts.Inputs) -> Void
    ) -> CreditReason {
        var inputs = DecisionFacts.Inputs(
            partner: PartnerFacts(kind: .indirectProvider, partnerIDs: ["1", "10"], adminAgents: Self.admins),
            resellers: [
                PartnerFacts(kind: .indirectReseller, partnerIDs: ["2"], adminAgents: Self.resellerAdmins)
            ])
        change(&inputs)
        let facts = DecisionFacts(inputs)
        let access = facts.subscriptionAccess(subscription: Self.subscription, customer: Self.customer)
        let nothing: [UInt8] = []
        return facts.access(access, path: nothing.span, day: Self.day, reseller: reseller).reason
    }

    @Test("a foreign principal is known by the id of its group")
    func foreignPrincipals() {
        #expect(reason { $0.grants = [grant(.aobo, .foreignPrincipal, Self.admins)] } == .okEligible)
        #expect(reason { $0.grants = [grant(.aobo, .foreignPrincipal, Self.holder)] } == .aoboGroupMismatch)
        #expect(reason { $0.grants = [grant(.aobo, .foreignPrincipal, Self.resellerAdmins)] } == .wrongPartnerAccess)
        #expect(
            reason(reseller: 0) { $0.grants = [grant(.aobo, .foreignPrincipal, Self.resellerAdmins)] } == .okEligible)
    }

    @Test("a direct role earns by the link of its holder")
    func links() {
        func link(_ id: GUID, _ partner: String, tenant: GUID? = nil) -> PartnerIDLink {
            PartnerIDLink(objectID: id, tenantID: tenant, partnerID: partner, interval: Self.always)
        }
        let direct = grant(.directRBAC, .guestUser, Self.holder)
        #expect(reason { $0.grants = [direct] } == .partnerIDNotLinked)
        func with(_ links: [PartnerIDLink], reseller: Int? = nil) -> CreditReason {
            reason(reseller: reseller) {
                $0.grants = [direct]
                $0.links = links
            }
        }
        #expect(with([link(Self.holder, "10")]) == .okEligible)
        #expect(with([link(Self.holder, "99")]) == .partnerIDWrongOrg)
        #expect(with([link(Self.holder, "2")]) == .partnerIDWrongOrg)
        #expect(with([link(Self.holder, "2")], reseller: 0) == .okEligible)
        #expect(with([link(Self.holder, "1", tenant: Self.customer)]) == .okEligible)
        #expect(with([link(Self.holder, "1", tenant: GUID(high: 7, low: 7))]) == .partnerIDNotLinked)
        #expect(with([link(Self.member, "1")]) == .partnerIDNotLinked)
        #expect(
            reason { $0.grants = [grant(.directRBAC, .guestUser, Self.holder, organization: .partnerID("99"))] }
                == .wrongPartnerAccess)
    }

    @Test("one linked member makes a group's role earn, while it is a member")
    func groups() throws {
        let start = Self.day.start
        func with(_ membership: Interval) -> CreditReason {
            reason {
                $0.grants = [grant(.directRBAC, .group, Self.holder)]
                $0.groupMembers = [GroupMember(groupID: Self.holder, memberID: Self.member, interval: membership)]
                $0.links = [PartnerIDLink(objectID: Self.member, partnerID: "1", interval: Self.always)]
            }
        }
        #expect(with(Self.always) == .okEligible)
        #expect(with(Interval(from: .distantPast, until: start)) == .partnerIDNotLinked)
        #expect(
            with(Interval(from: .distantPast, until: Instant(microseconds: start.microseconds + 1)))
                == .accessNotFullDay)
    }

    @Test("a deny assignment blocks its principals, or everyone, but not those left out")
    func denies() {
        func with(_ principals: [GUID], excluded: [GUID] = []) -> CreditReason {
            reason {
                $0.grants = [grant(.aobo, .foreignPrincipal, Self.admins)]
                $0.denyAssignments = [
                    DenyAssignment(
                        scope: Scope("/subscriptions/\(Self.subscription)"), interval: Self.always,
                        principals: principals, excludedPrincipals: excluded)
                ]
            }
        }
        #expect(with([Self.admins]) == .denyAssignment)
        #expect(with([Self.holder]) == .okEligible)
        #expect(with([DenyAssignment.everyone]) == .denyAssignment)
        #expect(with([DenyAssignment.everyone], excluded: [Self.admins]) == .okEligible)
        #expect(with([]) == .denyAssignment)
    }

    @Test("the reseller of record is found by its PartnerID")
    func resellers() {
        let facts = DecisionFacts(
            DecisionFacts.Inputs(
                partner: PartnerFacts(kind: .directBill, partnerIDs: ["1"]),
                resellers: [PartnerFacts(kind: .indirectReseller, partnerIDs: ["2"])]))
        #expect(facts.reseller(partnerID: "2") == 0)
        for id in ["", "-1", "1", "3"] { #expect(facts.reseller(partnerID: id) == nil) }
    }

    @Test("policies hold from their day on")
    func dated() {
        let rate = Dated(
            CreditPolicy.defaultRate, changes: [(Self.day.advanced(by: 5), .one), (Self.day, .zero), (Self.day, .one)])
        #expect(rate.value(on: Self.day.advanced(by: -1)) == CreditPolicy.defaultRate)
        #expect(rate.value(on: Self.day) == .one)
        #expect(rate.value(on: Self.day.advanced(by: 9)) == .one)
    }
}
