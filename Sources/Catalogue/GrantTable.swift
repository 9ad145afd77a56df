package import Credit
import Store

/// The access grants of a snapshot; a row is the grant's place in `DecisionFacts.grants`.
package struct GrantTable: Sendable {
    package let grants: [AccessGrant]
    package let sources: [GrantSource]
    /// JSON texts; `untils`, `holderIDs`, `holderTenants` and `displayNames` may be none.
    package let ids: [TextRef]
    package let scopes: [TextRef]
    package let froms: [TextRef]
    package let untils: [TextRef]
    package let holderIDs: [TextRef]
    package let holderTenants: [TextRef]
    package let displayNames: [TextRef]
    /// Rows of `RoleTable`.
    package let roles: [Int32]
    /// Rows of `PartnerTable`; −1 where the holder is of no known partner.
    package let organizations: [Int32]
    /// Rows of `LinkTable`.
    package let links: RowLists
    /// Rows of the customers whose subscriptions it reaches; −1 where that is not known.
    package let customers: [Int32]
    /// Known members of a holding group: (object id, tenant) texts.
    package let members: [[GrantMemberRow]]
    private let rowsByKey: [String: Int32]
    /// All rows by scope, then by begin, then by key.
    let order: [Int32]

    package var count: Int { grants.count }
    package func row(key: String) -> Int32? { rowsByKey[key] }
}

/// A member of a holding group, as JSON texts.
package struct GrantMemberRow: Sendable {
    package let objectID: TextRef
}

extension GrantTable {
    init(
        _ facts: LoadedFacts, partners: PartnerTable, customers table: CustomerTable, subscriptions: SubscriptionTable,
        roles roleTable: RoleTable, links linkTable: LinkTable, into texts: inout TextArenaBuilder
    ) {
        let grants = facts.grants
        let sources = facts.grantSources
        self.grants = grants
        self.sources = sources
        ids = sources.map { source in
            texts.uniqueJSON { GlobalID(.accessGrant, source.key).write(into: &$0) }
        }
        scopes = grants.map { texts.json($0.scope.text) }
        froms = grants.map { texts.json($0.interval.from.description) }
        untils = grants.map { texts.json($0.interval.until?.description) }
        holderIDs = grants.map { texts.json($0.holderID?.description) }
        holderTenants = grants.map { texts.json($0.holderTenantID?.description) }
        displayNames = sources.map { texts.json($0.displayName) }
        roles = grants.map { roleTable.row(of: $0.role) }
        customers = grants.map { grant in
            if let subscription = grant.scope.subscription.flatMap({ subscriptions.row(id: $0) }) {
                return subscriptions.customers[Int(subscription)]
            }
            return grant.customerID.flatMap { table.row(tenant: $0) } ?? -1
        }
        let memberIDs = Dictionary(grouping: facts.decision?.inputs.groupMembers ?? [], by: \.groupID)
            .mapValues { Set($0.map(\.memberID)).sorted() }
        members = grants.map { grant in
            guard grant.holderKind == .group, let holder = grant.holderID else { return [] }
            return (memberIDs[holder] ?? []).map { GrantMemberRow(objectID: texts.json($0.description)) }
        }
        var pairs: [(owner: Int32, row: Int32)] = []
        var organizations: [Int32] = []
        for (row, grant) in grants.enumerated() {
            var own: [Int32] = []
            if grant.path != .aobo, let holder = grant.holderID {
                let objects = [holder] + (grant.holderKind == .group ? memberIDs[holder] ?? [] : [])
                own = Set(objects.flatMap { linkTable.rows(object: $0) }).sorted()
            }
            pairs += own.map { (Int32(row), $0) }
            organizations.append(Self.organization(of: grant, links: own.map { linkTable.records[Int($0)] }, partners))
        }
        links = RowLists(count: grants.count, pairs: pairs)
        self.organizations = organizations
        rowsByKey = Dictionary(sources.enumerated().map { ($1.key, Int32($0)) }) { first, _ in first }
        order = Self.sorted(grants, sources)
    }

    private static func sorted(_ grants: [AccessGrant], _ sources: [GrantSource]) -> [Int32] {
        let scopes = grants.map { Array($0.scope.text.lowercased().utf8) }
        return grants.indices.map(Int32.init).sorted { a, b in
            let (left, right) = (Int(a), Int(b))
            if scopes[left] != scopes[right] { return scopes[left].lexicographicallyPrecedes(scopes[right]) }
            let (from, other) = (grants[left].interval.from, grants[right].interval.from)
            if from != other { return from < other }
            return sources[left].key.utf8.lexicographicallyPrecedes(sources[right].key.utf8)
        }
    }

    /// The partner that the holder stands for: as stated, else by its group, else by its links.
    private static func organization(
        of grant: AccessGrant, links: [PartnerIDLinkRecord], _ partners: PartnerTable
    ) -> Int32 {
        switch grant.organization {
        case .named(let name):
            if let row = partners.row(organization: name) { return row }
        case .partnerID(let id):
            if let row = partners.row(partnerID: id) { return row }
        case .unknown: break
        }
        if let holder = grant.holderID, let row = partners.row(group: holder) { return row }
        return links.lazy.compactMap { partners.row(partnerID: $0.partnerID) }.first ?? -1
    }
}
