/// Turns a scenario into the grants of one subscription.
struct GrantWriter {
    let partners: SamplePartners
    let timetable: Timetable
    let draw: Draw

    func grants(
        for scenario: AccessScenario, subscription: Int, customer: SampleCustomer, plan: SamplePlan
    ) -> [SampleGrant] {
        let provider = partners.provider
        let onBehalf = foreignGroup(provider, of: customer, subscription)
        let guest = guest(subscription, customer, role: .contributor)
        switch scenario {
        case .onBehalf: return [onBehalf]
        case .onBehalfOfReseller: return [foreignGroup(partners.reseller(plan.reseller), of: customer, subscription)]
        case .otherResellersGroup:
            var grant = foreignGroup(partners.resellers[plan.reseller == 0 ? 1 : 0], of: customer, subscription)
            grant.failure = .wrongPartnerAccess
            return [grant]
        case .lighthouseOffer: return [delegation(.lighthouseOffer, provider, subscription)]
        case .lighthouseTemplate: return [delegation(.lighthouseTemplate, provider, subscription)]
        case .linkedLate:
            var grant = delegation(.lighthouseTemplate, provider, subscription)
            grant.link = .init(
                partnerID: provider.partnerIDs[1], from: Moment(day: timetable.day(1, of: 4), hour: 9, minute: 40))
            return [grant]
        case .linkRemoved:
            var grant = guest
            let end = Moment(day: timetable.day(3, of: 5), hour: 11, minute: 15)
            grant.link = .init(partnerID: provider.partnerIDs[0], from: grant.from, until: end)
            return [grant]
        case .relayed:
            let noon = Moment(day: timetable.day(1, of: 2), hour: 12)
            var first = delegation(.lighthouseOffer, provider, subscription)
            first.until = noon
            var second = delegation(.lighthouseOffer, provider, subscription, number: 1)
            second.from = noon
            return [first, second]
        case .strangersDelegation:
            var grant = delegation(.lighthouseOffer, partners.stranger, subscription)
            grant.failure = .wrongPartnerAccess
            return [grant]
        case .linkedGuest: return [guest]
        case .supportRequestGuest: return [self.guest(subscription, customer, role: .supportRequest)]
        case .oneResourceGroup:
            var grant = guest
            grant.resourceGroup = 0
            return [grant]
        case .lost:
            var grant = ending(onBehalf, atSnapshot: 1)
            grant.until = timetable.loggedLoss
            grant.isEndLogged = true
            return [grant, customersReader(subscription, customer)]
        case .linkedTeam:
            var grant = guest
            grant.holder = .group
            grant.displayName = "Operations Team"
            grant.objectID = draw.guid(.group, subscription, 4)
            grant.members = [draw.guid(.principal, subscription, 5), draw.guid(.principal, subscription, 6)]
            return [grant]
        case .inherited:
            var grant = guest
            grant.managementGroup = "mg-\(customer.index + 1)"
            return [grant]
        case .denied:
            var grant = onBehalf
            grant.denial = timetable.denial
            return [grant]
        case .lostAndRegained:
            var again = foreignGroup(provider, of: customer, subscription, number: 1)
            again.from = Moment(day: timetable.day(5, of: 9), hour: 10, minute: 20, second: 7)
            return [ending(onBehalf, atSnapshot: 1), again, customersReader(subscription, customer)]
        case .grantedLate:
            var grant = guest
            grant.from = Moment(day: timetable.day(2, of: 9), hour: 10, minute: 20, second: 33)
            return [grant, customersReader(subscription, customer)]
        case .removedMidDay:
            var grant = onBehalf
            grant.record = .statement
            grant.until = Moment(day: timetable.day(7, of: 10), hour: 15, minute: 30)
            return [grant]
        case .timeBound:
            var grant = guest
            grant.record = .statement
            grant.activation = "TIME_BOUND"
            grant.from = Moment(day: timetable.day(1, of: 5))
            grant.until = Moment(day: timetable.day(4, of: 5))
            return [grant]
        case .unlinkedGuest:
            var grant = guest
            grant.link = nil
            grant.failure = .partnerIDNotLinked
            return [grant]
        case .wronglyLinkedGuest:
            var grant = guest
            grant.link = .init(partnerID: partners.stranger.partnerIDs[0], from: grant.from)
            grant.failure = .partnerIDWrongOrganization
            return [grant]
        case .readerOnly:
            var grant = guest
            grant.role = .reader
            grant.failure = .roleNotEligible
            return [grant]
        case .customRole:
            var grant = guest
            grant.role = .custom
            grant.failure = .roleUnknown
            return [grant]
        case .foreignGroupUnknown:
            var grant = onBehalf
            grant.objectID = draw.guid(.group, subscription, 9)
            grant.failure = .groupMismatch
            return [grant]
        case .justInTime:
            var grant = guest
            grant.record = .statement
            grant.activation = "JIT_ELIGIBLE"
            grant.activations = timetable.activations
            return [grant]
        case .nobody: return []
        }
    }

    /// Long before December 2020, so that old usage earns too.
    private func longAgo(_ subscription: Int, _ number: Int) -> Moment {
        let day = CivilDate(year: 2020, month: 3, day: 2).dayNumber + draw.below(200, .moment, subscription, number)
        return Moment(day: day, hour: 9, minute: draw.below(60, .moment, subscription, number + 8), second: 12)
    }

    private func foreignGroup(
        _ partner: SamplePartner, of customer: SampleCustomer, _ subscription: Int, number: Int = 0
    ) -> SampleGrant {
        SampleGrant(
            path: .aobo, role: .owner, holder: .foreignPrincipal, objectID: partner.adminAgents,
            tenantID: partner.tenantID,
            displayName: "Foreign Principal for '\(partner.name)' in Role 'TenantAdmins' (\(customer.name))",
            organizationPartnerID: partner.partnerIDs[0], group: "AdminAgents", from: longAgo(subscription, number))
    }

    private func delegation(
        _ path: SampleGrant.Path, _ partner: SamplePartner, _ subscription: Int, number: Int = 0
    ) -> SampleGrant {
        let isOffer = path == .lighthouseOffer
        let from = longAgo(subscription, number)
        return SampleGrant(
            record: .statement, path: path, role: isOffer ? .managedServices : .contributor,
            holder: isOffer ? .group : .servicePrincipal, objectID: draw.guid(.principal, subscription, number + 16),
            tenantID: partner.tenantID, displayName: isOffer ? "Operations, night shift" : "deploy-\(subscription)",
            organizationPartnerID: partner.partnerIDs[0], from: from,
            link: isOffer ? nil : .init(partnerID: partner.partnerIDs[0], from: from))
    }

    private func guest(_ subscription: Int, _ customer: SampleCustomer, role: SampleGrant.Role) -> SampleGrant {
        let from = longAgo(subscription, 2)
        return SampleGrant(
            path: .direct, role: role, holder: .guest, objectID: draw.guid(.principal, subscription, 2),
            tenantID: customer.tenantID,
            displayName: "zoë.o'brien\(subscription)_noordlicht.example#EXT#@\(customer.domain)", from: from,
            link: .init(partnerID: partners.provider.partnerIDs[0], from: from))
    }

    /// The customer's own user, who keeps the subscription in every snapshot after the partner has gone.
    private func customersReader(_ subscription: Int, _ customer: SampleCustomer) -> SampleGrant {
        SampleGrant(
            path: .direct, role: .reader, holder: .user, objectID: draw.guid(.principal, subscription, 3),
            tenantID: customer.tenantID, displayName: "it@\(customer.domain)", from: longAgo(subscription, 3),
            failure: .roleNotEligible)
    }

    private func ending(_ grant: SampleGrant, atSnapshot number: Int) -> SampleGrant {
        var grant = grant
        grant.record = .assignment(missingFrom: number)
        grant.until = timetable.snapshots[number]
        return grant
    }
}
