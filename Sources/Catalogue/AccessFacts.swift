package import Credit
package import Store

/// What else than grants decides about access: members of groups, activations, denials, management groups and role
/// definitions, each key once, as its newest file has it.
struct AccessFacts {
    let members: [GroupMember]
    let activations: [ActivationRecord]
    let managementGroups: ManagementGroups
    let roleDefinitions: [RoleDefinition]
    private let membersByGroup: [GUID: [GroupMember]]

    init(_ reader: any StoreReader) throws {
        members = Latest.of(try reader.groupMembers()) { "\($0.groupID)|\($0.memberID)|\($0.period.from)" }
            .map { GroupMember(groupID: $0.groupID, memberID: $0.memberID, interval: $0.period) }
        membersByGroup = Dictionary(grouping: members, by: \.groupID)
        activations = Latest.of(try reader.activations()) { record in
            "\(record.scope.lowercased())|\(record.role.lowercased())|\(record.objectID)|\(record.period.from)"
        }
        var parents: [String: String] = [:]
        var groups: [GUID: String] = [:]
        for record in try reader.managementGroups() {
            if let parent = record.parentID { parents[record.groupID.lowercased()] = parent }
            if let subscription = record.subscriptionID { groups[subscription] = record.groupID }
        }
        managementGroups = ManagementGroups(
            parents: parents.sorted { $0.key < $1.key }.map { (child: $0.key, parent: $0.value) },
            members: groups.sorted { $0.key < $1.key }.map { (subscription: $0.key, group: $0.value) })
        roleDefinitions = Latest.of(try reader.roleDefinitions()) { $0.definitionID.description }
            .map { RoleDefinition(id: $0.definitionID, name: $0.name, actions: $0.actions, notActions: $0.notActions) }
    }

    // MARK: Activations

    /// The grants with the times at which those that are just-in-time were active. An activation at a place inside of
    /// a grant's scope is a grant of its own there.
    func activated(
        _ grants: [AccessGrant], _ sources: [GrantSource]
    ) -> (grants: [AccessGrant], sources: [GrantSource]) {
        if activations.isEmpty { return (grants, sources) }
        var result = (grants: grants, sources: sources)
        let byHolder = Dictionary(grouping: activations, by: \.objectID)
        for (number, grant) in grants.enumerated() where grant.activation == .jitEligible {
            for activation in holders(of: grant).flatMap({ byHolder[$0] ?? [] }) where Self.isOf(grant, activation) {
                let place = Scope(activation.scope)
                if place.covers(path: grant.scope.text) {
                    result.grants[number].activations.append(activation.period)
                } else if grant.scope.covers(path: activation.scope) {
                    var narrow = grant
                    narrow.scope = place
                    narrow.activations = [activation.period]
                    result.grants.append(narrow)
                    result.sources.append(
                        GrantSource(
                            key: "\(sources[number].key)|\(activation.scope.lowercased())|\(activation.period.from)",
                            origin: activation.origin, displayName: sources[number].displayName))
                }
            }
        }
        return result
    }

    private func holders(of grant: AccessGrant) -> [GUID] {
        guard let holder = grant.holderID else { return [] }
        return [holder] + (grant.holderKind == .group ? (membersByGroup[holder] ?? []).map(\.memberID) : [])
    }

    private static func isOf(_ grant: AccessGrant, _ activation: ActivationRecord) -> Bool {
        let id = RoleReference.definitionID(of: activation.role)
        let role = RoleReference(definitionID: id, name: id == nil ? activation.role : nil)
        if let listed = role.listed { return listed == grant.role.listed }
        if let id { return id == grant.role.definitionID }
        return role.name?.lowercased() == grant.role.name?.lowercased()
    }

    // MARK: Denials

    /// - Parameter owner: in whose tenant a scope lies.
    func denials(
        _ reader: any StoreReader, events: [RoleAssignmentEvent], owner: (Scope, Int64) -> GUID?
    ) throws -> [LoadedDenial] {
        let history = DenyHistory(
            snapshots: try reader.denySnapshots(), assignments: try reader.denyAssignments(), events: events)
        return history.held.map { held in
            let record = held.record
            let scope = Scope(record.scope)
            return LoadedDenial(
                deny: DenyAssignment(
                    scope: scope, interval: held.interval, principals: blocked(record.principals),
                    excludedPrincipals: blocked(record.excludedPrincipals),
                    customerID: owner(scope, record.origin.importID)),
                key: "\(record.id.lowercased())|\(held.interval.from)", origin: record.origin,
                principals: record.principals)
        }
    }

    /// The principals and, of groups among them, the members.
    private func blocked(_ principals: [GUID]) -> [GUID] {
        var seen: Set<GUID> = []
        return principals.flatMap { [$0] + (membersByGroup[$0] ?? []).map(\.memberID) }
            .filter { seen.insert($0).inserted }
    }
}

/// A deny assignment with where it came from.
package struct LoadedDenial: Sendable {
    package let deny: DenyAssignment
    /// Stable name, part of ids that clients keep.
    package let key: String
    package let origin: FactOrigin
    /// As the file names them; `deny` has the members of groups too.
    package let principals: [GUID]
}

/// One record a key, the newest file's; in the order of the keys, so that the order of imports does not matter.
enum Latest {
    static func of<Record>(_ records: [Record], key: (Record) -> String) -> [Record] {
        var byKey: [String: Record] = [:]
        for record in records { byKey[key(record)] = record }
        return byKey.sorted { $0.key < $1.key }.map(\.value)
    }
}
