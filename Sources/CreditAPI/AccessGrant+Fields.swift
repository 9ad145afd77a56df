import Catalogue
import Credit
import GraphQLExecution
import Store

/// Who holds a grant: its holder, or a member of the holding group.
enum HolderKey: Sendable {
    case holder(GrantKey)
    case member(GrantKey, Int)

    var grant: GrantKey {
        switch self {
        case .holder(let grant), .member(let grant, _): grant
        }
    }
}

enum AccessGrantFields {
    @ObjectBuilder<RequestContext> static var objects: [BoundObject<RequestContext>] {
        grant
        pageBindings("AccessGrant", of: GrantTable.self)
        holder
        link
    }

    @ObjectBuilder<RequestContext> private static var grant: [BoundObject<RequestContext>] {
        Object<GrantKey>("AccessGrant", key: GrantKey.self) {
            Column("id") { $0.grants.ids }
            Text("path") { key, context in context.snapshot.grants.grants[key.index].path.code }
            One("role") { key, context in RoleKey(context.snapshot.grants.roles[key.index]) }
            Column("scope") { $0.grants.scopes }
            One("holder") { key, _ in HolderKey.holder(key) }
            Column("from") { $0.grants.froms }
            Column("until") { $0.grants.untils }
            Text("activation") { key, context in context.snapshot.grants.grants[key.index].activation.code }
            Many("activations") { key, context in
                context.snapshot.grants.grants[key.index].activations.sorted { $0.from < $1.from }
            }
            Many("partnerIdLinks") { key, context in context.snapshot.grants.links[key.row].map { LinkKey($0) } }
            Many("members") { key, context in
                context.snapshot.grants.members[key.index].indices.map { HolderKey.member(key, $0) }
            }
            One("source") { key, context -> SourceKey? in
                SourceKey(context.snapshot.grants.sources[key.index].origin, in: context.snapshot)
            }
            Leaf("earns") { level in
                let reasons = try reasons(level)
                return { row, out in out.boolean(reasons[row].isEligible) }
            }
            Leaf("whyNot") { level in
                let reasons = try reasons(level)
                return { row, out in
                    if reasons[row].isEligible { out.null() } else { out.string(reasons[row].code) }
                }
            }
        }
    }

    @ObjectBuilder<RequestContext> private static var holder: [BoundObject<RequestContext>] {
        Object<HolderKey>("AccessHolder", key: HolderKey.self) {
            Text("kind") { key, context in
                switch key {
                case .holder(let grant): context.snapshot.grants.grants[grant.index].holderKind.code
                // Files name members by their object id only.
                case .member: HolderKind.user.code
                }
            }
            Leaf("objectId") { level in
                let snapshot = level.context.snapshot
                let keys = level.keys
                return { (row, out) throws(FieldError) in
                    switch keys[row] {
                    case .holder(let grant):
                        let text = snapshot.grants.holderIDs[grant.index]
                        if text.isNone {
                            throw APIError.missingFact("No file names the object id of this holder.").fieldError
                        }
                        out.text(text, in: snapshot.arena)
                    case .member(let grant, let member):
                        out.text(snapshot.grants.members[grant.index][member].objectID, in: snapshot.arena)
                    }
                }
            }
            Leaf("tenantId") { level in
                let snapshot = level.context.snapshot
                let keys = level.keys
                return { row, out in
                    if case .holder(let grant) = keys[row] {
                        out.text(snapshot.grants.holderTenants[grant.index], in: snapshot.arena)
                    } else {
                        out.null()
                    }
                }
            }
            Leaf("displayName") { level in
                let snapshot = level.context.snapshot
                let keys = level.keys
                return { row, out in
                    if case .holder(let grant) = keys[row] {
                        out.text(snapshot.grants.displayNames[grant.index], in: snapshot.arena)
                    } else {
                        out.null()
                    }
                }
            }
            One("organization") { key, context in
                PartnerKey(known: context.snapshot.grants.organizations[key.grant.index])
            }
        }
    }

    @ObjectBuilder<RequestContext> private static var link: [BoundObject<RequestContext>] {
        Object<LinkKey>("PartnerIdLink", key: LinkKey.self) {
            Column("id") { $0.links.ids }
            One("source") { key, context -> SourceKey? in
                SourceKey(context.snapshot.links.records[key.index].origin, in: context.snapshot)
            }
            Column("partnerId") { $0.links.partnerIDs }
            Column("from") { $0.links.froms }
            Column("until") { $0.links.untils }
            Column("statedBy") { $0.links.statedBy }
        }
        Object<RoleKey>("AzureRole", key: RoleKey.self) {
            Column("id") { $0.roles.ids }
            Column("name") { $0.roles.names }
            Column("definitionId") { $0.roles.definitionIDs }
            Flag("eligible") { key, context -> Bool? in context.snapshot.roles.eligible[key.index] }
            Column("source") { $0.roles.sources }
        }
    }

    /// Of each grant alone, on the day that the argument names.
    private static func reasons(_ level: Level<RequestContext, GrantKey>) throws(APIError) -> [CreditReason] {
        guard let day = try level.arguments.day("on") else { throw .badPeriod("`on` is missing.") }
        let snapshot = level.context.snapshot
        guard snapshot.decision != nil else { throw .missingFact(APITexts.noPartner) }
        return level.keys.map { snapshot.reason(ofGrant: $0.row, on: day) ?? .noAccess }
    }
}
