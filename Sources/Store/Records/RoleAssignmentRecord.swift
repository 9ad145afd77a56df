package import Credit

/// One row of a snapshot of Azure role assignments.
/// - Source: contract README sections 2 and 2.1.
package struct RoleAssignmentRecord: Sendable, Hashable {
    package var origin: FactOrigin
    /// When the list was taken.
    package var snapshotAt: Instant
    /// The resource id of the assignment.
    package var id: String
    package var principalID: GUID
    package var principalName: String?
    /// ForeignGroup, User, Group, ServicePrincipal, as in the file.
    package var principalType: String
    package var roleDefinitionID: String?
    package var roleName: String?
    package var scope: String
    package var createdOn: Instant?
    package var updatedOn: Instant?
    package var condition: String?
    package var text: String?
    /// `delegatedManagedIdentityResourceId`: the sign of a Lighthouse delegation.
    package var delegatedIdentity: String?

    package init(
        origin: FactOrigin, snapshotAt: Instant, id: String, principalID: GUID, principalName: String? = nil,
        principalType: String, roleDefinitionID: String? = nil, roleName: String? = nil, scope: String,
        createdOn: Instant? = nil, updatedOn: Instant? = nil, condition: String? = nil, text: String? = nil,
        delegatedIdentity: String? = nil
    ) {
        self.origin = origin
        self.snapshotAt = snapshotAt
        self.id = id
        self.principalID = principalID
        self.principalName = principalName
        self.principalType = principalType
        self.roleDefinitionID = roleDefinitionID
        self.roleName = roleName
        self.scope = scope
        self.createdOn = createdOn
        self.updatedOn = updatedOn
        self.condition = condition
        self.text = text
        self.delegatedIdentity = delegatedIdentity
    }
}

/// A scope that a snapshot of role assignments covers: what is not listed under it at that time is gone.
package struct RoleSnapshotRecord: Sendable, Hashable {
    package var origin: FactOrigin
    package var snapshotAt: Instant
    /// `/subscriptions/{id}` or a management group's path, lower case.
    package var root: String
    /// Name of the file without its time: snapshots of one series list the same places.
    package var series: String

    package init(
        origin: FactOrigin, snapshotAt: Instant, root: String, series: String
    ) {
        self.origin = origin
        self.snapshotAt = snapshotAt
        self.root = root
        self.series = series
    }
}
