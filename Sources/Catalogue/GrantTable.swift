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
        let memberIDs = Dictionary(grouping: facts.decision?.inputs.groupMembers ?? [], by: \.groupID)
            .mapValues { Set($0.map(\.memberID)).sorted() }
        let ranges = Parallel.ranges(grants.count, parts: grants.count < 256 ? 1 : 2)
        // The order is one more piece of work beside the columns.
        let parts = Parallel.results(ranges.count + 1) { part -> (columns: Columns, order: [Int32]) in
            if part == ranges.count { return (Columns(count: 0), Self.sorted(grants, sources)) }
            return (
                Columns(
                    ranges[part], grants, sources, memberIDs, partners, table, subscriptions, roleTable, linkTable),
                []
            )
        }
        order = parts[ranges.count].order
        var columns = Columns(count: grants.count)
        for part in parts[..<ranges.count] { columns.append(part.columns, at: texts.append(part.columns.texts)) }
        ids = columns.ids
        scopes = columns.scopes
        froms = columns.froms
        untils = columns.untils
        holderIDs = columns.holderIDs
        holderTenants = columns.holderTenants
        displayNames = columns.displayNames
        roles = columns.roles
        customers = columns.customers
        members = columns.members
        organizations = columns.organizations
        links = RowLists(count: grants.count, pairs: columns.links)
        rowsByKey = Dictionary(sources.enumerated().map { ($1.key, Int32($0)) }) { first, _ in first }
    }

    /// The columns of some grants, with texts of their own.
    private struct Columns: Sendable {
        var texts = TextArenaBuilder()
        var ids: [TextRef] = []
        var scopes: [TextRef] = []
        var froms: [TextRef] = []
        var untils: [TextRef] = []
        var holderIDs: [TextRef] = []
        var holderTenants: [TextRef] = []
        var displayNames: [TextRef] = []
        var roles: [Int32] = []
        var customers: [Int32] = []
        var members: [[GrantMemberRow]] = []
        var organizations: [Int32] = []
        var links: [(owner: Int32, row: Int32)] = []

        private static var textColumns: [WritableKeyPath<Columns, [TextRef]>] {
            [\.ids, \.scopes, \.froms, \.untils, \.holderIDs, \.holderTenants, \.displayNames]
        }

        init(count: Int) {
            for column in Self.textColumns { self[keyPath: column].reserveCapacity(count) }
        }

        init(
            _ rows: Range<Int>, _ grants: [AccessGrant], _ sources: [GrantSource], _ memberIDs: [GUID: [GUID]],
            _ partners: PartnerTable, _ customers: CustomerTable, _ subscriptions: SubscriptionTable,
            _ roles: RoleTable, _ linkTable: LinkTable
        ) {
            self.init(count: rows.count)
            var instants = InstantTexts()
            // By place, so that no grant is copied whole.
            for row in rows {
                ids.append(texts.uniqueJSON { GlobalID(.accessGrant, sources[row].key).write(into: &$0) })
                scopes.append(texts.json(grants[row].scope.text))
                froms.append(instants.text(grants[row].interval.from, in: &texts))
                untils.append(grants[row].interval.until.map { instants.text($0, in: &texts) } ?? .none)
                holderIDs.append(texts.json(grants[row].holderID?.description))
                holderTenants.append(texts.json(grants[row].holderTenantID?.description))
                displayNames.append(texts.json(sources[row].displayName))
                self.roles.append(roles.row(of: grants[row].role))
                self.customers.append(GrantTable.customer(of: grants[row], customers, subscriptions))
                let isGroup = grants[row].holderKind == .group
                let inGroup = isGroup ? grants[row].holderID.flatMap { memberIDs[$0] } ?? [] : []
                members.append(inGroup.map { GrantMemberRow(objectID: texts.json($0.description)) })
                var own: [Int32] = []
                if grants[row].path != .aobo, let holder = grants[row].holderID {
                    own = linkTable.rows(object: holder)
                    if !inGroup.isEmpty { own = Set(own + inGroup.flatMap { linkTable.rows(object: $0) }).sorted() }
                }
                links += own.map { (Int32(row), $0) }
                organizations.append(
                    GrantTable.organization(
                        of: grants[row], links: own.map { linkTable.records[Int($0)] }, partners))
            }
        }

        /// Takes in the columns of the grants behind.
        /// - Parameter offset: by how much their texts moved.
        mutating func append(_ other: Columns, at offset: Int) {
            for column in Self.textColumns {
                self[keyPath: column] += other[keyPath: column].map { $0.moved(by: offset) }
            }
            roles += other.roles
            customers += other.customers
            members += other.members.map { $0.map { GrantMemberRow(objectID: $0.objectID.moved(by: offset)) } }
            organizations += other.organizations
            links += other.links
        }
    }

    private static func customer(
        of grant: AccessGrant, _ customers: CustomerTable, _ subscriptions: SubscriptionTable
    ) -> Int32 {
        if let subscription = grant.scope.subscription.flatMap({ subscriptions.row(id: $0) }) {
            return subscriptions.customers[Int(subscription)]
        }
        return grant.customerID.flatMap { customers.row(tenant: $0) } ?? -1
    }

    /// By scope without regard to case, then by begin, then by key.
    private static func sorted(_ grants: [AccessGrant], _ sources: [GrantSource]) -> [Int32] {
        struct Place {
            let scope: Int
            let from: Instant
            let row: Int
        }
        var numbers: [String: Int] = [:]
        var folded: [String] = []
        var scopes: [Int] = []
        for row in grants.indices {
            let scope = grants[row].scope.text
            if numbers[scope] == nil {
                numbers[scope] = folded.count
                folded.append(scope.lowercased())
            }
            scopes.append(numbers[scope] ?? 0)
        }
        var ranks = [Int](repeating: 0, count: folded.count)
        var rank = -1
        var last: String?
        for number in folded.indices.sorted(by: { folded[$0] < folded[$1] }) {
            if folded[number] != last { rank += 1 }
            last = folded[number]
            ranks[number] = rank
        }
        var places = grants.indices.map { row in
            Place(scope: ranks[scopes[row]], from: grants[row].interval.from, row: row)
        }
        places.sort { a, b in
            if a.scope != b.scope { return a.scope < b.scope }
            if a.from != b.from { return a.from < b.from }
            return sources[a.row].key.utf8.lexicographicallyPrecedes(sources[b.row].key.utf8)
        }
        return places.map { Int32($0.row) }
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

/// JSON texts of instants, many of which are equal.
private struct InstantTexts {
    private var known: [Int64: TextRef] = [:]

    mutating func text(_ instant: Instant, in texts: inout TextArenaBuilder) -> TextRef {
        if let text = known[instant.microseconds] { return text }
        let text = texts.json(instant.description)
        known[instant.microseconds] = text
        return text
    }
}
