package import Credit
package import Store

/// Turns the stored facts into what decides credits.
package enum DecisionFactsLoader {
    /// - Parameters:
    ///   - policy: the program's settings; the defaults are those of the contract.
    ///   - other: a second reader of the same state of the store: half of the work is then done beside the other half.
    package static func load(
        _ reader: any StoreReader, policy: CreditPolicy = CreditPolicy(), beside other: (any StoreReader)? = nil
    ) throws -> LoadedFacts {
        try load(reader, policy: policy, beside: other) { _ in }.facts
    }

    /// - Parameter more: what else is read, from the same state of the store.
    static func load<More>(
        _ reader: any StoreReader, policy: CreditPolicy, beside other: (any StoreReader)?,
        _ more: (any StoreReader) throws -> More
    ) throws -> (facts: LoadedFacts, more: More) {
        // Assignments are by far the most: the rest is read beside them.
        let found: (base: Base, more: More)
        let read: (events: [RoleAssignmentEvent], rows: [RoleAssignmentRecord])
        if let other {
            (found, read) = try Parallel.both(
                { (try Base(reader), try more(reader)) }, { (try other.roleEvents(), try other.roleAssignments()) })
        } else {
            found = (try Base(reader), try more(reader))
            read = (try reader.roleEvents(), try reader.roleAssignments())
        }
        let history = RoleHistory(coverage: found.base.coverage, of: read.rows, allEvents: read.events)
        return (try load(reader, found.base, read.events, history, policy: policy), found.more)
    }

    /// What is read beside the history of roles.
    private struct Base {
        let owners: SubscriptionOwners
        let access: AccessFacts
        let stated: [AccessGrantRecord]
        let links: [PartnerIDLinkRecord]
        let prices: PriceBook
        let coverage: SnapshotCoverage

        init(_ reader: any StoreReader) throws {
            coverage = SnapshotCoverage(try reader.roleSnapshots())
            owners = try SubscriptionOwners(reader)
            access = try AccessFacts(reader)
            stated = Latest.of(try reader.accessGrants(), key: key)
            links = Latest.of(try reader.partnerIDLinks()) { link in
                "\(link.objectID)|\(link.tenantID)|\(link.partnerID)|\(link.period.from)"
            }
            prices = try DecisionFactsLoader.prices(reader)
        }
    }

    private static func load(
        _ reader: any StoreReader, _ base: Base, _ events: [RoleAssignmentEvent], _ history: RoleHistory,
        policy: CreditPolicy
    ) throws -> LoadedFacts {
        let (owners, access, stated, links) = (base.owners, base.access, base.stated, base.links)
        let offers = Set(stated.lazy.filter { $0.path == .lighthouseOffer }.map { Place($0.scope, $0.objectID) })
        let ranges = Parallel.ranges(history.held.count, parts: history.held.count < 256 ? 1 : 4)
        let held = Parallel.results(ranges.count) { Self.grants(history.held[ranges[$0]], without: offers, owners) }
        var grants = held.flatMap(\.grants)
        var sources = held.flatMap(\.sources)
        for record in stated {
            grants.append(grant(record, owners))
            sources.append(GrantSource(key: key(record), origin: record.origin, displayName: record.displayName))
        }
        (grants, sources) = access.activated(grants, sources)
        let denials = try access.denials(reader, events: events) { owners.customer(of: $0, importID: $1) }
        let decision = try decision(
            reader, grants: grants, links: links, access: access, denials: denials, prices: base.prices, policy: policy)
        return LoadedFacts(
            decision: decision, grants: grants, grantSources: sources, links: links, denials: denials,
            planResellers: try planResellers(reader, decision), knownAccess: knownAccess(history, grants))
    }

    // MARK: Grants

    /// The grants of assignments that no offer brought.
    private static func grants(
        _ held: ArraySlice<RoleHistory.Held>, without offers: Set<Place>, _ owners: SubscriptionOwners
    ) -> (grants: [AccessGrant], sources: [GrantSource]) {
        var found: (grants: [AccessGrant], sources: [GrantSource]) = ([], [])
        found.grants.reserveCapacity(held.count)
        found.sources.reserveCapacity(held.count)
        for held in held {
            let record = held.record
            if !offers.isEmpty, offers.contains(Place(record.scope, record.principalID)) { continue }
            found.grants.append(grant(held, owners))
            found.sources.append(
                GrantSource(
                    key: "\(record.id.lowercased())|\(held.interval.from)", origin: record.origin,
                    displayName: record.principalName))
        }
        return found
    }

    /// - Source: contract README section 2.1.
    private static func grant(_ held: RoleHistory.Held, _ owners: SubscriptionOwners) -> AccessGrant {
        let record = held.record
        let scope = Scope(record.scope)
        let holder: HolderKind
        switch record.principalType.lowercased() {
        case "foreigngroup": holder = .foreignPrincipal
        case "group": holder = .group
        case "serviceprincipal", "msi": holder = .servicePrincipal
        default: holder = Self.isGuest(record.principalName) ? .guestUser : .user
        }
        let path: AccessPath =
            record.delegatedIdentity != nil ? .lighthouseARM : holder == .foreignPrincipal ? .aobo : .directRBAC
        let definition = record.roleDefinitionID.flatMap { RoleReference.definitionID(of: $0) }
        return AccessGrant(
            path: path, role: RoleReference(definitionID: definition, name: record.roleName), scope: scope,
            holderKind: holder, holderID: record.principalID,
            customerID: owners.customer(of: scope, importID: record.origin.importID), interval: held.interval)
    }

    /// A guest's name holds `#EXT#`, in any case.
    private static func isGuest(_ name: String?) -> Bool {
        let mark = Array("#ext#".utf8)
        guard let bytes = name.map({ Array($0.utf8) }), bytes.count >= mark.count else { return false }
        return (0...bytes.count - mark.count).contains { start in
            mark.indices.allSatisfy { bytes[start + $0] | 0x20 == mark[$0] | 0x20 }
        }
    }

    private static func grant(_ record: AccessGrantRecord, _ owners: SubscriptionOwners) -> AccessGrant {
        grant(record, customer: owners.customer(of: Scope(record.scope), importID: record.origin.importID))
    }

    /// The grant that a record states.
    /// - Parameter customer: in whose tenant its scope lies; nil: not known.
    package static func grant(_ record: AccessGrantRecord, customer: GUID?) -> AccessGrant {
        let scope = Scope(record.scope)
        let organization = record.organizationPartnerID.map { AccessGrant.Organization.partnerID($0) } ?? .unknown
        // Without an organisation the object id alone says whose group it is.
        let principal =
            record.path == .aobo && record.group != nil && organization != .unknown
            ? AccessGrant.ForeignPrincipal(group: record.group, tenantOf: organization) : nil
        let definition = RoleReference.definitionID(of: record.role)
        return AccessGrant(
            path: record.path,
            role: RoleReference(definitionID: definition, name: definition == nil ? record.role : nil), scope: scope,
            holderKind: record.holderKind, holderID: record.objectID, holderTenantID: record.holderTenantID,
            organization: organization, customerID: customer, interval: record.period, activation: record.activation,
            foreignPrincipal: principal)
    }

    /// Part of ids that clients keep: two records with one key are the same grant, and the newer one has its end.
    package static func key(_ record: AccessGrantRecord) -> String {
        "\(record.scope.lowercased())|\(record.path.code)|\(record.role.lowercased())|\(record.objectID)|"
            + "\(record.period.from)"
    }

    private struct Place: Hashable, Sendable {
        let scope: String
        let holder: GUID

        init(_ scope: String, _ holder: GUID) {
            self.scope = scope.lowercased()
            self.holder = holder
        }
    }

    private static func knownAccess(_ history: RoleHistory, _ grants: [AccessGrant]) -> Set<GUID> {
        Set(history.subscriptions).union(grants.lazy.compactMap(\.scope.subscription))
    }

    // MARK: The rest

    private static func decision(
        _ reader: any StoreReader, grants: [AccessGrant], links: [PartnerIDLinkRecord], access: AccessFacts,
        denials: [LoadedDenial], prices: PriceBook, policy: CreditPolicy
    ) throws -> DecisionFacts? {
        let partners = try reader.partners()
        guard let own = partners.last(where: { !$0.isReseller }) else { return nil }
        return DecisionFacts(
            DecisionFacts.Inputs(
                partner: facts(own), resellers: partners.filter(\.isReseller).map(facts), grants: grants,
                links: links.map { link in
                    PartnerIDLink(
                        objectID: link.objectID, tenantID: link.tenantID, partnerID: link.partnerID,
                        interval: link.period)
                }, groupMembers: access.members, denyAssignments: denials.map(\.deny),
                managementGroups: access.managementGroups, roleDefinitions: access.roleDefinitions,
                prices: prices, policy: policy))
    }

    private static func facts(_ record: PartnerRecord) -> PartnerFacts {
        PartnerFacts(
            tenantID: record.tenantID, kind: record.kind, organization: record.organization ?? "",
            partnerIDs: record.partnerIDs,
            programAgreement: record.programAgreement.isEmpty ? nil : record.programAgreement,
            adminAgents: record.adminAgents.first, helpdeskAgents: record.helpdeskAgents.first)
    }

    private static func prices(_ reader: any StoreReader) throws -> PriceBook {
        struct Sheet: Hashable {
            let view: PriceSheetView
            let market: CountryCode
            let month: BillingMonth
        }
        var rows: [Sheet: [PriceBook.Row]] = [:]
        for item in try reader.priceItems() {
            var tags: PriceTags = []
            for tag in item.tags { tags.formUnion(PriceTags(tag: tag)) }
            let through = item.effective.until.map { Instant(microseconds: $0.microseconds - 1).day } ?? Day.last
            rows[Sheet(view: item.view, market: item.market, month: item.month), default: []].append(
                PriceBook.Row(
                    productID: item.productID, skuID: item.skuID, tags: tags, from: item.effective.from.day,
                    through: through))
        }
        var book = PriceBook()
        let sheets = rows.keys.sorted {
            ($0.view.rawValue, $0.market, $0.month) < ($1.view.rawValue, $1.market, $1.month)
        }
        for sheet in sheets {
            book.add(view: sheet.view, market: sheet.market, month: sheet.month, rows: rows[sheet] ?? [])
        }
        return book
    }

    /// What a SUBSCRIPTIONS file says goes before what usage lines say.
    private static func planResellers(_ reader: any StoreReader, _ decision: DecisionFacts?) throws -> [GUID: Int] {
        guard let decision else { return [:] }
        var partnerIDs: [GUID: String] = [:]
        for plan in try reader.seenPlans() { partnerIDs[plan.id] = plan.resellerPartnerID ?? partnerIDs[plan.id] }
        for plan in try reader.plans() { partnerIDs[plan.id] = plan.resellerPartnerID ?? partnerIDs[plan.id] }
        return partnerIDs.compactMapValues { decision.reseller(partnerID: $0) }
    }
}

/// In whose tenant an Azure subscription lies.
private struct SubscriptionOwners: Sendable {
    private var customers: [GUID: GUID] = [:]
    /// The `--customer` of the imports that had one.
    private var named: [Int64: GUID] = [:]

    init(_ reader: any StoreReader) throws {
        for seen in try reader.seenSubscriptions() { customers[seen.id] = seen.customer }
        for entitlement in try reader.entitlements() { customers[entitlement.id] = entitlement.customer }
        for record in try reader.imports() { if let customer = record.customer { named[record.id] = customer } }
    }

    func customer(of scope: Scope, importID: Int64) -> GUID? {
        scope.subscription.flatMap { customers[$0] } ?? named[importID]
    }
}

extension Day {
    /// 9999-12-31: what an open end of a price comes to.
    fileprivate static let last = Day(number: 2_932_896)
}
